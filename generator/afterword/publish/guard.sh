#!/bin/sh
# Afterword's guard: keeps a built site, keys and private blocks out of what others can read.
# `afterword init --guard` wrote it and brings it up to date. It needs git and nothing else.
# Where private text may go: git config --add afterword.private ADDRESS-OF-THE-REMOTE

prefix=@PREFIX@
# A private block, and what was meant to be one.
lock='::[[:space:]:]*private'

set -u
LC_ALL=C
export LC_ALL

say() {
    printf 'afterword: %s\n' "$1" >&2
    shift
    for line in "$@"; do
        printf '    %s\n' "$line" >&2
    done
}

lost() {
    say "the guard could not look through this, so nothing was done" \
        "mend what git says above; --no-verify passes the guard by"
    exit 1
}

# Tell whether a path must never be in a commit.
is_ours_alone() {
    case $1 in
        "$prefix"output/.gitkeep) return 1 ;;
        "$prefix"output | "$prefix"output/*) return 0 ;;
        .keys | .keys/* | */.keys | */.keys/*) return 0 ;;
        .afterword | .afterword/* | */.afterword | */.afterword/*) return 0 ;;
        .afterword-files | */.afterword-files) return 0 ;;
    esac
    return 1
}

# Read paths, a line for each; print those that must never be in a commit.
ours_alone() {
    sort -u | while IFS= read -r path; do
        if is_ours_alone "$path"; then printf '%s\n' "$path"; fi
    done
}

# Tell whether what is read holds a private block, in UTF-8 or UTF-16.
holds_lock() {
    tr -d '\000' | grep -q -i -E -e "$lock"
}

is_private() {
    git config --get-all afterword.private | grep -q -F -x -e "$1"
}

# Tell whether an id is the one of no commit.
is_nothing() {
    case $1 in *[!0]*) return 1 ;; esac
    return 0
}

# Print the names of remotes where private text must not go.
open_remotes() {
    for name in $(git remote); do
        git remote get-url --push --all "$name" | while IFS= read -r url; do
            is_private "$url" || printf '%s\n' "$name"
        done
    done
}

first_of() {
    printf '%s\n' "$1" | sed -e '2,$s/^/    /' -e 5q
}

refuse_paths() {
    [ -z "$1" ] && return
    say "$2: a built site, a cache and keys stay on this machine" \
        "$(first_of "$1")" "$3"
    exit 1
}

refuse_text() {
    [ -z "$1" ] && return
    say "$2: these hold private blocks, and others may read the remote $4" \
        "$(first_of "$1")" "$3" \
        "or, if nobody else can read it:" \
        "git config --add afterword.private \"\$(git remote get-url --push $4)\""
    exit 1
}

look_at_commit() {
    git diff --cached --name-only > /dev/null || lost
    staged=$(
        git diff --cached --name-only -z --no-renames --diff-filter=ACMRT | tr '\000' '\n'
    ) || lost
    found=$(printf '%s\n' "$staged" | ours_alone) || lost
    refuse_paths "$found" "not committed" "take them out again: git rm -r --cached PATH"
    remote=$(open_remotes | head -n 1) || lost
    [ -z "$remote" ] && return
    found=$(
        printf '%s\n' "$staged" | while IFS= read -r path; do
            case $path in
                "$prefix"content/*.md)
                    git cat-file -e ":$path" || exit 1
                    if git cat-file blob ":$path" | holds_lock; then printf '%s\n' "$path"; fi ;;
            esac
        done
    ) || lost
    refuse_text "$found" "not committed" "leave them out: git rm --cached PATH" "$remote"
}

# Print the entries among objects that hold private blocks.
locked_among() {
    entries=$(grep -F -e " ${prefix}content/" | grep -e '\.md$')
    [ -z "$entries" ] && return
    if printf '%s\n' "$entries" | cut -d ' ' -f 1 | git cat-file --batch | holds_lock; then
        printf '%s\n' "$entries" | while IFS=' ' read -r id path; do
            if git cat-file blob "$id" | holds_lock; then printf '%s\n' "$path"; fi
        done
    fi
}

# Look through the commits of one branch that the remote does not have.
look_at_branch() {
    name=$1 url=$2 new=$3 old=$4
    is_nothing "$new" && return
    set -- "$new" --not "--remotes=$name"
    if ! is_nothing "$old" && git cat-file -e "$old" 2> /dev/null; then set -- "$@" "$old"; fi
    git rev-list --max-count=1 "$@" > /dev/null || lost
    found=$(
        git log --format= --name-only -z -m --root --no-renames --diff-filter=ACMRT "$@" -- |
            tr '\000' '\n' | ours_alone
    ) || lost
    refuse_paths "$found" "not pushed" "take them out of the commits that are to be pushed"
    is_private "$url" && return
    found=$(git rev-list --objects "$@" | locked_among | sort -u) || lost
    refuse_text "$found" "not pushed" "leave them out of the commits that are to be pushed" "$name"
}

case ${1-} in
    pre-commit)
        look_at_commit ;;
    pre-push)
        name=$2 url=$3
        while read -r _ new _ old; do
            look_at_branch "$name" "$url" "$new" "$old"
        done ;;
    *)
        say "the guard was asked for \"${1-}\", which it does not know"
        exit 1 ;;
esac
exit 0
