"""Publishing to hosts on this machine: an ssh server, and a WebDAV server."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from afterword.sealing.primitives import SealingError
from tests.test_publish import WORDS, Desk, branch, folder, git, quick, refusal, text, vault
from tests.test_recovery import lose, publish, recover

__all__ = ("quick",)
pytestmark = pytest.mark.slow

_SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")


@dataclass(frozen=True, slots=True)
class Host:
    """An ssh server for one user, and what a client needs to reach it as `host`."""

    folder: Path

    def env(self) -> Mapping[str, str]:
        """Return the variables with which git and rsync find it."""
        ssh = f"ssh -F {self.folder}/config"
        return {"GIT_SSH_COMMAND": ssh, "RSYNC_RSH": ssh}

    def make_known(self, port: int) -> None:
        key = (self.folder / "hostkey.pub").read_text("ascii")
        (self.folder / "known").write_text(f"[127.0.0.1]:{port} {key}")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _answers(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens, or the server has ended."""
    while process.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
    message = "the server did not start"
    raise AssertionError(message)


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _answers(port, process)
            yield
        finally:
            process.terminate()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[Host, int]]:
    if not (_SSHD and shutil.which("ssh-keygen") and shutil.which("rsync")):
        pytest.skip("there is no ssh server")
    place, port = tmp_path / "ssh", free_port()
    place.mkdir(mode=0o700)
    for name in ("hostkey", "key"):
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(place / name)]
        subprocess.run(made, check=True)
    shutil.copy(place / "key.pub", place / "allowed")
    (place / "config").write_text(
        f"Host host\nHostName 127.0.0.1\nPort {port}\nUser {getpass.getuser()}\n"
        f"IdentityFile {place}/key\nIdentitiesOnly yes\nUserKnownHostsFile {place}/known\n"
        "GlobalKnownHostsFile /dev/null\n"
    )
    (place / "server").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {place}/hostkey\nPidFile none\n"
        f"AuthorizedKeysFile {place}/allowed\nStrictModes no\nUsePAM no\n"
    )
    with running([_SSHD, "-D", "-f", str(place / "server")], port):
        yield Host(place), port


@pytest.mark.parametrize("kind", ["git", "rsync"])
def test_a_host_whose_key_is_unknown_is_refused_and_a_known_one_is_published_to(
    kind: str, host: tuple[Host, int], tmp_path: Path
) -> None:
    server, port = host
    if kind == "git":
        git("init", "--quiet", "--bare", "remote.git", cwd=tmp_path)
        where = f'remote = "host:{tmp_path}/remote.git"\nbranch = "pages"'
    else:
        where = f'remote = "host:{tmp_path}/site"'
    desk = Desk.make(tmp_path, f'kind = "{kind}"\n{where}\nreaders = ["author", "sam"]')

    assert "Host key verification failed" in refusal(desk.run("--yes", **server.env()))
    assert not desk.site.exists()
    server.make_known(port)
    desk.published(**server.env())
    desk.edit("content/2026-05-01-own.md", "meadow", "orchard")
    desk.published(**server.env())
    made = branch(desk) if kind == "git" else folder(desk.site)
    assert "zqorchard" in text(made, WORDS["author"])
    assert "zqharbour" in text(made, WORDS["sam"])
    lose(desk)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.env().items():
            patch.setenv(name, value)
        assert recover(desk, "site").exit_code == 0
        assert "nothing changed since epoch 2" in publish(desk).output


def test_a_webdav_host_is_published_to_and_keys_come_back_from_it(tmp_path: Path) -> None:
    rclone = shutil.which("rclone")
    if rclone is None:
        pytest.skip("rclone is not installed")
    port, root = free_port(), tmp_path / "dav"
    root.mkdir()
    desk = Desk.make(tmp_path, 'kind = "rclone"\nremote = "dav:site"\nreaders = ["author", "sam"]')
    env = {
        "RCLONE_CONFIG": "/dev/null",
        "RCLONE_CONFIG_DAV_TYPE": "webdav",
        "RCLONE_CONFIG_DAV_URL": f"http://127.0.0.1:{port}",
        "RCLONE_CONFIG_DAV_VENDOR": "other",
    }
    serve = [rclone, "serve", "webdav", "--addr", f"127.0.0.1:{port}", str(root)]
    with pytest.MonkeyPatch.context() as patch, running(serve, port):
        for name, value in env.items():
            patch.setenv(name, value)
        desk.published()
        desk.edit("content/2026-05-01-own.md", "meadow", "orchard")
        desk.published()
        assert "zqorchard" in text(folder(root / "site"), WORDS["author"])
        lose(desk)
        assert recover(desk, "site").exit_code == 0
        assert "nothing changed since epoch 2" in publish(desk).output
        desk.edit("portfolio.toml", '"author", "sam"]', '"author"]')
        assert publish(desk).exit_code == 0
        with pytest.raises(SealingError):
            vault(folder(root / "site"), WORDS["sam"])
