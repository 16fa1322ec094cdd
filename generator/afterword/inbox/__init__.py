"""Replies from readers: saved mail → texts to look in, and an opened reply → an entry."""

from afterword.inbox.entries import (
    Circumstances,
    Imported,
    NothingNew,
    Opened,
    Point,
    import_reply,
    known_remarks,
)
from afterword.inbox.mail import MOST_BYTES, LargeReplyError, texts_of
from afterword.inbox.writing import read_reply_file, write_entry
from afterword.sealing.replies import KINDS, Item

__all__ = (
    "KINDS",
    "MOST_BYTES",
    "Circumstances",
    "Imported",
    "Item",
    "LargeReplyError",
    "NothingNew",
    "Opened",
    "Point",
    "import_reply",
    "known_remarks",
    "read_reply_file",
    "texts_of",
    "write_entry",
)
