"""A reader's edition: from the portfolio to its pages, and the audit of what they say."""

from afterword.editions.allowances import needless_allowances
from afterword.editions.auditing import Auditor, audit_pages, auditor_of
from afterword.editions.making import (
    Edited,
    EditionError,
    find_reader,
    left_out,
    make_edition,
    reader_called,
    refuse_faults,
)
from afterword.editions.news import with_news
from afterword.editions.pages import Pages, render
from afterword.editions.plain import build_edition
from afterword.editions.seen import keep_seen

__all__ = (
    "Auditor",
    "Edited",
    "EditionError",
    "Pages",
    "audit_pages",
    "auditor_of",
    "build_edition",
    "find_reader",
    "keep_seen",
    "left_out",
    "make_edition",
    "needless_allowances",
    "reader_called",
    "refuse_faults",
    "render",
    "with_news",
)
