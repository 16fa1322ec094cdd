"""Files as they may leave the machine: of pictures the pixels, upright, and nothing else."""

from __future__ import annotations

import hmac
import io
import re
import struct
import warnings
import zlib
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from afterword import files
from afterword.diagnostics import AfterwordError

if TYPE_CHECKING:
    from PIL import Image

KINDS = MappingProxyType({"PNG": "png", "JPEG": "jpg", "WEBP": "webp"})
"""Kind of picture → the ending of its name."""
_ENDING = re.compile(r"[a-z0-9]{1,5}")
_LARGEST_PIXELS = 100_000_000
_UNKNOWN = "cannot be read as a picture"
_TOO_LARGE = f"has more than {_LARGEST_PIXELS // 1_000_000} million pixels"
_UNREADABLE = (
    *(OSError, SyntaxError, ValueError, EOFError, MemoryError),
    *(LookupError, TypeError, OverflowError, struct.error, zlib.error),
)
"""What Pillow raises for files that are damaged, or made to harm."""
_KEY = "pictures"


class PictureError(AfterwordError):
    """A picture cannot be shown to others."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason
        self.hint = "leave it out, or save it as png, jpeg or webp"

    def __str__(self) -> str:
        """Name the file and the reason."""
        return f"content/{self.path} {self.reason}"


class Attachments:
    """Takes files along when an edition refers to them; lives as long as it is made."""

    def __init__(self, folder: Path) -> None:
        self._content = folder / files.CONTENT
        self._key = files.secret(folder, _KEY)
        self.made: dict[str, bytes] = {}
        self.refused: dict[str, PictureError] = {}
        """Path of what is no picture that can be shown → why."""

    def picture(self, path: str) -> str | None:
        """Encode a picture anew; return its name, or None when it cannot be shown."""
        try:
            ending, content = cleaned(path, (self._content / path).read_bytes())
        except OSError as error:
            self.refused[path] = PictureError(path, f"cannot be read: {error.strerror or error}")
            return None
        except PictureError as error:
            self.refused[path] = error
            return None
        return self._take(content, ending)

    def document(self, path: str) -> str | None:
        """Take any other file along as it is; return its name, or None when it cannot be read."""
        try:
            content = (self._content / path).read_bytes()
        except OSError:
            return None
        ending = path.rpartition("/")[2].rpartition(".")[2].lower()
        return self._take(content, ending if _ENDING.fullmatch(ending) else "bin")

    def _take(self, content: bytes, ending: str) -> str:
        digest = hmac.new(self._key, content, sha256).hexdigest()[:20]
        name = f"{digest}.{ending}"
        self.made[name] = content
        return name


def cleaned(path: str, content: bytes) -> tuple[str, bytes]:
    """Return a picture encoded anew, and the ending of its name.

    It is turned as its camera says, converted to sRGB, and keeps no word of metadata.

    Raises:
        PictureError: It is no png, jpeg or webp, is too large, or cannot be read.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 — takes 50 ms

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sizes below ours, and of damaged metadata
            return _encoded_anew(path, content)
    except Image.DecompressionBombError as error:
        raise PictureError(path, _TOO_LARGE) from error
    except UnidentifiedImageError as error:
        raise PictureError(path, _UNKNOWN) from error
    except _UNREADABLE as error:
        raise PictureError(path, f"{_UNKNOWN}: {error}") from error


def _encoded_anew(path: str, content: bytes) -> tuple[str, bytes]:
    from PIL import Image, ImageOps  # noqa: PLC0415

    with Image.open(io.BytesIO(content)) as found:
        kind = found.format or ""
        if kind not in KINDS:
            raise PictureError(path, f"is of a kind that is not shown: {kind}")
        if found.width * found.height > _LARGEST_PIXELS:
            raise PictureError(path, _TOO_LARGE)
        upright = _in_srgb(ImageOps.exif_transpose(found))
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    made = io.BytesIO()
    options = {"quality": 88} if kind != "PNG" else {"optimize": True}
    bare.save(made, kind, **options)
    return KINDS[kind], made.getvalue()


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA"):
        picture = _converted(picture, profile)
    if picture.mode in ("RGB", "RGBA", "L"):
        return picture
    return picture.convert(
        "RGBA" if "A" in picture.mode or "transparency" in picture.info else "RGB"
    )


def _converted(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture in sRGB; as it is when its profile is none for it, as browsers show it."""
    from PIL import ImageCms  # noqa: PLC0415

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            picture, source, ImageCms.createProfile("sRGB"), outputMode=picture.mode
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
    return converted or picture
