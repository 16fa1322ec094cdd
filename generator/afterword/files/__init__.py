"""The disk: reading a portfolio, writing a site, and the cache.

This folder, `watch` and `process` are all that touches disk, clock or other programs.
"""

from afterword.files.cache import CACHE, Cache
from afterword.files.errors import SETTINGS, DiskError, NoPortfolioError
from afterword.files.keys import (
    KEYS,
    all_keys,
    names_of_keys,
    random_bytes,
    read_keys,
    restore_keys,
    secret,
    write_key_file,
    write_keys,
)
from afterword.files.locks import BusyError, locked
from afterword.files.output import FRESH, LIST, OutputFolder, Written, digest_of
from afterword.files.portfolio import (
    OUTPUT,
    create,
    find_portfolio,
    is_timezone,
    read_start,
    read_templates,
    read_text,
    replace_file,
    today,
)
from afterword.files.tree import CONTENT, LONGEST_READ, read_tree, reread, size_of

__all__ = (
    "CACHE",
    "CONTENT",
    "FRESH",
    "KEYS",
    "LIST",
    "LONGEST_READ",
    "OUTPUT",
    "SETTINGS",
    "BusyError",
    "Cache",
    "DiskError",
    "NoPortfolioError",
    "OutputFolder",
    "Written",
    "all_keys",
    "create",
    "digest_of",
    "find_portfolio",
    "is_timezone",
    "locked",
    "names_of_keys",
    "random_bytes",
    "read_keys",
    "read_start",
    "read_templates",
    "read_text",
    "read_tree",
    "replace_file",
    "reread",
    "restore_keys",
    "secret",
    "size_of",
    "today",
    "write_key_file",
    "write_keys",
)
