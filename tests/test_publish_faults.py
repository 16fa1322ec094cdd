"""Faults of a publish, with real processes: killed, cut off, full, at once, at the wrong time.

`AFTERWORD_STEPS=1` kills a publish before each of its steps, not only before some of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import Result

from afterword.cli import COULD_NOT
from tests.support.killing import run_and_kill_before
from tests.test_publish import (
    DAY,
    WORDS,
    Desk,
    branch,
    desk,
    folder,
    git,
    quick,
    refusal,
    text,
    vault,
)

__all__ = ("desk", "quick")
pytestmark = pytest.mark.slow

_STRIDE = int(os.environ.get("AFTERWORD_STEPS", "0"))
_KILLED = -9


def publish(desk: Desk, **env: str) -> Result:
    """Publish with passphrases for everybody, as a first publish needs them."""
    return desk.run("--yes", **env)


def must(result: Result) -> None:
    assert result.exit_code == 0, result.output


def state(desk: Desk) -> Path:
    """Return a copy of portfolio and site, to begin from again."""
    kept = desk.site.parent.parent / "kept"
    shutil.copytree(desk.site.parent, kept)
    return kept


def restore(desk: Desk, kept: Path) -> None:
    shutil.rmtree(desk.site.parent)
    shutil.copytree(kept, desk.site.parent)


@pytest.fixture
def apart(tmp_path: Path) -> Desk:
    (tmp_path / "around").mkdir()
    return Desk.make(tmp_path / "around")


def whole(found: Mapping[str, bytes], *words: str) -> None:
    """Fail unless what opens is all of one epoch, that shows one of the words.

    Half a file that was being written is nothing that a browser asks for.
    """
    made = {name: content for name, content in found.items() if "/." not in name}
    shown = text(made, WORDS["author"])
    assert sum(word in shown for word in words) == 1
    assert "zqharbour" in text(made, WORDS["sam"])


def test_killed_before_any_step_of_a_first_publish_the_next_one_brings_it_up(apart: Desk) -> None:
    kept = state(apart)
    count, stride = 1, _STRIDE or 29
    while True:
        restore(apart, kept)
        places = (apart.site, apart.portfolio.folder / ".keys")
        code = run_and_kill_before(lambda: must(publish(apart)), count, places)
        if code != _KILLED:
            break
        made = folder(apart.site) if apart.site.exists() else {}
        if "k.js" in made:
            whole(made, "zqmeadow")
        must(publish(apart))
        whole(folder(apart.site), "zqmeadow")
        count += stride

    assert code == 0
    assert count > 100


def test_killed_before_any_step_the_old_site_or_the_new_is_whole(apart: Desk) -> None:
    must(publish(apart))
    apart.edit("content/2026-05-01-own.md", "meadow", "orchard")
    kept = state(apart)
    count, stride = 1, _STRIDE or 5
    while True:
        restore(apart, kept)
        places = (apart.site, apart.portfolio.folder / ".keys")
        code = run_and_kill_before(lambda: must(publish(apart)), count, places)
        if code != _KILLED:
            break
        whole(folder(apart.site), "zqmeadow", "zqorchard")
        must(publish(apart))
        whole(folder(apart.site), "zqorchard")
        assert not [name for name in folder(apart.site) if "/." in name]
        count += stride

    assert code == 0
    assert count > 30


# ---- targets that other programs reach ----


def put_before(desk: Desk, program: str, script: str) -> str:
    """Put a script before a program on the PATH, and return the PATH; `$REAL` is the program."""
    real = shutil.which(program)
    if real is None:
        pytest.skip(f"{program} is not installed")
    place = desk.site.parent.parent / "programs"
    place.mkdir(exist_ok=True)
    (place / program).write_text(f'#!/bin/sh\nHERE="{place}"\nREAL="{real}"\n{script}', "utf-8")
    (place / program).chmod(0o755)
    return f"{place}:{os.environ['PATH']}"


_KILLS = """
echo x >> "$HERE/calls"
N=$(wc -l < "$HERE/calls")
"$REAL" "$@"
CODE=$?
[ "$N" = "$(cat "$HERE/after" 2>/dev/null)" ] && kill -9 $PPID
exit $CODE
"""


def remote(kind: str, around: Path) -> Desk:
    around.mkdir()
    if kind == "git":
        git("init", "--quiet", "--bare", "remote.git", cwd=around)
        where = f'remote = "{(around / "remote.git").as_uri()}"\nbranch = "pages"'
    else:
        where = f'remote = "{around}/site"'
    return Desk.make(around, f'kind = "{kind}"\n{where}\nreaders = ["author", "sam"]')


def standing(desk: Desk) -> dict[str, bytes]:
    if (desk.site.parent / "remote.git").exists():
        return branch(desk)
    made = folder(desk.site)
    return {name: content for name, content in made.items() if "/." not in f"/{name}"}


@pytest.mark.parametrize("kind", ["git", "rsync", "rclone"])
def test_killed_after_any_program_the_old_site_or_the_new_is_whole(
    kind: str, tmp_path: Path
) -> None:
    desk = remote(kind, tmp_path / "around")
    path = put_before(desk, kind, _KILLS)
    programs = tmp_path / "programs"
    must(publish(desk))
    desk.edit("content/2026-05-01-own.md", "meadow", "orchard")
    kept = state(desk)
    for count in range(1, 100, _STRIDE or 2):
        restore(desk, kept)
        (programs / "calls").write_text("")
        (programs / "after").write_text(f"{count}\n")
        code = run_and_kill_before(lambda: must(publish(desk, PATH=path)), 10**6, ())
        if code != _KILLED:
            break
        whole(standing(desk), "zqmeadow", "zqorchard")
        must(publish(desk))
        whole(standing(desk), "zqorchard")

    assert code == 0
    assert count > {"git": 8, "rsync": 4, "rclone": 6}[kind]


_CUT_SSH = """#!{python}
# A network that carries so many bytes towards the host, and then no more.
import os, subprocess, sys, threading
command = " ".join(sys.argv[sys.argv.index("host") + 1 :])
host = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE)
def carry(left={limit}):
    while left > 0 and (some := os.read(0, min(left, 4096))):
        left -= os.write(host.stdin.fileno(), some)
    host.stdin.close()
threading.Thread(target=carry, daemon=True).start()
code = host.wait()
os._exit(code)
"""


@pytest.mark.parametrize("limit", [0, 500, 20_000, 90_000])
@pytest.mark.parametrize("kind", ["git", "rsync"])
def test_a_network_that_is_lost_midway_leaves_the_old_site_or_the_new(
    kind: str, limit: int, tmp_path: Path
) -> None:
    desk = remote(kind, tmp_path / "around")
    put_before(desk, kind, "")
    must(publish(desk))
    desk.edit("content/2026-05-01-own.md", "meadow", "orchard")
    place = f"{tmp_path}/around/{'remote.git' if kind == 'git' else 'site'}"
    url = f"file://{place}" if kind == "git" else place
    desk.edit("portfolio.toml", url, f"host:{place}")
    ssh = desk.portfolio.write("../ssh", _CUT_SSH.format(limit=limit, python=sys.executable))
    ssh.chmod(0o755)
    env = {"GIT_SSH": str(ssh), "RSYNC_RSH": str(ssh)}
    result = publish(desk, **env)

    assert result.exit_code in (0, COULD_NOT), result.output
    if result.exit_code:
        assert f"{kind} failed" in result.output
    whole(standing(desk), "zqmeadow", "zqorchard")
    ssh.write_text(_CUT_SSH.format(limit=10**9, python=sys.executable))
    must(publish(desk, **env))
    whole(standing(desk), "zqorchard")


@pytest.mark.parametrize("kind", ["git", "rsync", "rclone"])
def test_a_program_that_is_missing_is_named_before_anything_is_done(
    kind: str, tmp_path: Path
) -> None:
    desk = remote(kind, tmp_path / "around")

    assert f"{kind} is not installed" in refusal(publish(desk, PATH="/nowhere"))
    assert not desk.site.exists()


_RECORDS = """
{
    env; echo "$0 $*"
    tr '\\0' ' ' < /proc/self/environ
    cat /proc/[0-9]*/cmdline | tr '\\0' ' '
} >> "$HERE/seen" 2>/dev/null
exec "$REAL" "$@"
"""


@pytest.mark.parametrize("kind", ["git", "rsync", "rclone"])
def test_no_passphrase_is_in_any_list_of_processes_or_variable_of_a_program(
    kind: str, tmp_path: Path
) -> None:
    desk = remote(kind, tmp_path / "around")
    path = put_before(desk, kind, _RECORDS)
    command = [sys.executable, "-m", "afterword", "-C", str(desk.portfolio.folder), "publish"]
    given = [f"--passphrase-env={r}={r.upper()}" for r in ("author", "sam")]
    env = {**os.environ, "PATH": path, "AUTHOR": WORDS["author"], "SAM": WORDS["sam"]}
    ran = subprocess.run([*command, "--yes", *given], env=env, capture_output=True, check=True)
    shutil.rmtree(desk.portfolio.folder / ".keys")
    words = [*command[:-1], "readers", "--recover", "site", "--passphrase-env=AUTHOR"]
    env.pop("SAM")
    again = subprocess.run(words, env=env, capture_output=True, check=True)
    seen = (tmp_path / "programs" / "seen").read_bytes()
    said = ran.stdout + ran.stderr + again.stdout + again.stderr

    assert seen.count(b"HOME=") > 4
    assert b"afterword" in seen
    assert [w for w in WORDS.values() if w.encode() in seen + said] == []


_WAITS = """
if [ "$5" = push ]; then echo x > "$HERE/started"; read -r GO < "$HERE/go"; fi
exec "$REAL" "$@"
"""


def test_of_two_publishes_at_once_the_second_is_refused(tmp_path: Path) -> None:
    desk = remote("git", tmp_path / "around")
    must(publish(desk))
    desk.edit("content/2026-05-01-own.md", "meadow", "orchard")
    path = put_before(desk, "git", _WAITS)
    programs = tmp_path / "programs"
    for name in ("started", "go"):
        os.mkfifo(programs / name)
    words = ["-C", str(desk.portfolio.folder), "publish", "--yes", "--today", DAY]
    first = subprocess.Popen(
        [sys.executable, "-m", "afterword", *words],
        env={**os.environ, "PATH": path},
        stderr=subprocess.PIPE,
    )
    (programs / "started").read_text()

    assert "right now" in refusal(publish(desk))
    (programs / "go").write_text("go\n")
    assert first.communicate()[1] == b""
    assert first.returncode == 0
    whole(standing(desk), "zqorchard")


# ---- the disk, the clock, the keys ----


_FULL = """
set -e
mount -t tmpfs -o size={size} none "{place}"
cp -a "{copy}/." "{place}/"
"{python}" -m afterword -C "{portfolio}" publish --yes --today {day} 2> "{around}/said" || true
cp -a "{place}/." "{left}/"
"""


@pytest.mark.parametrize("where", ["site", "portfolio/.keys"])
def test_a_full_disk_leaves_the_old_site_and_is_named(where: str, apart: Desk) -> None:
    if subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    must(publish(apart))
    around = apart.site.parent
    place, copy, left = around / where, around / "copy", around / "left"
    shutil.copytree(place, copy)
    left.mkdir()
    apart.edit("content/2026-05-01-own.md", "meadow", "orchard")
    size = sum(-(-p.stat().st_size // 4096) * 4096 for p in copy.rglob("*"))
    script = _FULL.format(
        size=size,
        place=place,
        copy=copy,
        python=sys.executable,
        portfolio=apart.portfolio.folder,
        day=DAY,
        around=around,
        left=left,
    )
    subprocess.run(["unshare", "-rm", "sh", "-c", script], check=True, capture_output=True)
    shutil.rmtree(place)
    shutil.copytree(left, place)

    assert "the disk is full" in (around / "said").read_text("utf-8")
    whole(folder(apart.site), "zqmeadow")
    must(publish(apart))
    whole(folder(apart.site), "zqorchard")


def test_with_a_clock_that_is_behind_the_number_rises_and_it_is_said(desk: Desk) -> None:
    must(publish(desk))
    desk.edit("content/2026-05-01-own.md", "meadow", "orchard")
    result = desk.run("--yes", "--today", "2026-06-01")
    manifest = vault(folder(desk.site), WORDS["sam"]).manifest

    assert result.exit_code == 0, result.output
    assert (manifest.epoch, manifest.built) == (2, "2026-06-01")
    assert f"before the day of the last epoch, {DAY}" in result.stderr
    assert "before the day" not in desk.run("--yes").stderr


def test_keys_that_cannot_be_read_stop_everything(desk: Desk) -> None:
    must(publish(desk))
    path = desk.portfolio.folder / ".keys" / "publish-site.json"
    path.unlink()
    path.mkdir()
    before = folder(desk.site)

    assert "publish-site.json" in refusal(publish(desk))
    path.rmdir()
    path.write_bytes(b"\xff\xfe{")
    assert "not one of ours" in refusal(publish(desk))
    assert folder(desk.site) == before


def test_a_reader_with_nothing_to_read_stops_everything(desk: Desk) -> None:
    must(publish(desk))
    before = folder(desk.site)
    desk.edit("content/2026-04-01-borealis.md", "share: ria\n", "")

    assert "ria" in refusal(publish(desk))
    assert folder(desk.site) == before
