#!/bin/sh
# Publishes this portfolio from a machine that forgets everything: `afterword init --workflow`
# wrote it. The keys stand sealed on the branch afterword-keys of this repository and come back
# there after each run; AFTERWORD_KEY opens them. Nothing here prints a secret, and no program
# but `afterword keys` gets one in its environment.
#
# Run it by hand as well: it brings the branch up to date, and makes it the first time.
set -eu

branch=refs/heads/afterword-keys
kept=refs/afterword/keys

if [ -z "${AFTERWORD_KEY-}" ]; then
    echo "There is no key in AFTERWORD_KEY. Make one: head -c 32 /dev/urandom | base64" >&2
    exit 2
fi
key=$AFTERWORD_KEY
ssh_key=${AFTERWORD_SSH_KEY-}
unset AFTERWORD_KEY AFTERWORD_SSH_KEY

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -n "$ssh_key" ]; then
    # A key for the place to publish to; the host's own stands in known_hosts beside this script.
    printf '%s\n' "$ssh_key" > "$work/ssh"
    ssh_key=
    GIT_SSH_COMMAND="ssh -i '$work/ssh' -o IdentitiesOnly=yes -o UserKnownHostsFile='$PWD/known_hosts'"
    RSYNC_RSH=$GIT_SSH_COMMAND
    export GIT_SSH_COMMAND RSYNC_RSH
fi

before=$(git ls-remote origin "$branch" | cut -f 1)
if [ -n "$before" ]; then
    git fetch --quiet --depth=1 --no-tags origin "+$branch:$kept"
    git cat-file blob "$kept:keys" > "$work/keys"
    AFTERWORD_KEY=$key afterword keys unpack "$work/keys" --key-env AFTERWORD_KEY
fi

# What was uploaded before a failure is noted in the keys: they are kept all the same.
code=0
afterword publish --yes "$@" || code=$?

AFTERWORD_KEY=$key afterword keys pack "$work/keys" --key-env AFTERWORD_KEY
blob=$(git hash-object -w "$work/keys")
tree=$(printf '100644 blob %s\tkeys\n' "$blob" | git mktree)
if [ -z "$before" ] || [ "$tree" != "$(git rev-parse "$kept^{tree}")" ]; then
    commit=$(git -c user.name=Afterword -c user.email=afterword@localhost commit-tree -m Keys "$tree")
    git push --quiet --no-verify "--force-with-lease=$branch:$before" origin "$commit:$branch"
fi
exit "$code"
