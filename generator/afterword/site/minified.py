"""Style sheets and scripts without comments and white space, as they leave for a browser."""

from __future__ import annotations

from functools import lru_cache

_KEPT = 16


@lru_cache(_KEPT)
def minified(path: str, content: bytes) -> bytes:
    """Return a style sheet or script in fewer bytes; anything else as it is.

    Args:
        path: Its ending tells what it is.
        content: Of the file.
    """
    try:
        if path.endswith(".css"):
            import rcssmin  # noqa: PLC0415 — only what is written or asked for needs it

            return str(rcssmin.cssmin(content.decode())).encode()
        if path.endswith(".js"):
            import rjsmin  # noqa: PLC0415

            return str(rjsmin.jsmin(content.decode())).encode()
    except UnicodeDecodeError:
        return content
    return content
