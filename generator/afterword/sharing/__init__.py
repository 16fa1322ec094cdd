"""Shares: one reader's edition, sealed, and what is kept of it."""

from afterword.sharing.kept import (
    Answers,
    Kept,
    ShareKeys,
    all_kept,
    keep,
    read_kept,
    retired,
    share_name,
)
from afterword.sharing.making import (
    answers_of,
    as_file,
    as_folder,
    as_zip,
    is_passphrase_of,
    new_passphrase,
    new_share,
    next_epoch,
    vault_of,
    with_passphrase,
)
from afterword.sharing.places import (
    PlaceError,
    refuse_file,
    refuse_folder,
    refuse_place,
    write_file,
    write_folder,
)

__all__ = (
    "Answers",
    "Kept",
    "PlaceError",
    "ShareKeys",
    "all_kept",
    "answers_of",
    "as_file",
    "as_folder",
    "as_zip",
    "is_passphrase_of",
    "keep",
    "new_passphrase",
    "new_share",
    "next_epoch",
    "read_kept",
    "refuse_file",
    "refuse_folder",
    "refuse_place",
    "retired",
    "share_name",
    "vault_of",
    "with_passphrase",
    "write_file",
    "write_folder",
)
