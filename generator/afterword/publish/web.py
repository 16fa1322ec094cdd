"""A published site as everybody gets it: over http, by its address."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Collection
from dataclasses import dataclass

from afterword.publish.targets import PublishError, Standing
from afterword.sealing.blobs import MOST_BYTES
from afterword.sealing.container import HEADER_FILE

_PATIENCE_S = 60
_NOT_THERE = (404, 410)


@dataclass(frozen=True, slots=True)
class Web:
    """A site at an address; it can only be read, and not be listed."""

    address: str

    def look(self) -> Standing:
        """Return the header: what else stands there only its manifests tell."""
        found = self.fetch([HEADER_FILE])
        return Standing(found.get(HEADER_FILE), frozenset(found))

    def fetch(self, names: Collection[str]) -> dict[str, bytes]:
        """Return some of the files.

        Raises:
            PublishError: Nobody answers, or the host refuses.
        """
        found = {name: self._get(name) for name in names}
        return {name: content for name, content in found.items() if content is not None}

    def _get(self, name: str) -> bytes | None:
        base = self.address.removesuffix("index.html").rstrip("/") + "/"
        request = urllib.request.Request(  # noqa: S310 — http and https alone come here
            urllib.parse.urljoin(base, name), headers={"Cache-Control": "no-cache"}
        )
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE_S) as answer:  # noqa: S310
                content: bytes = answer.read(2 * MOST_BYTES)
        except urllib.error.HTTPError as error:
            if error.code in _NOT_THERE:
                return None
            why = f"it answers {error.code} {error.reason}"
            raise self._refused(why) from error
        except (OSError, ValueError) as error:
            raise self._refused(str(getattr(error, "reason", "") or error)) from error
        return content

    def _refused(self, why: str) -> PublishError:
        message = f"{self.address} cannot be read: {why}"
        return PublishError(message, "look at the address in a browser, or name a copy of the site")
