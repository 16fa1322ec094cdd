"""Which entries belong to one hiring process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import fold
from afterword.journal.headers import CONTENT, Header
from afterword.journal.model import Application, Kind
from afterword.journal.slugs import distinct


@dataclass(frozen=True, slots=True)
class Grouping:
    """The applications of a journal, and which entry is in which."""

    by_slug: Mapping[str, Application]
    of: tuple[str, ...]
    """For each header the slug of its application; empty when it stands alone."""
    diagnostics: tuple[Diagnostic, ...]


def group(headers: Sequence[Header]) -> Grouping:
    """Group entries: by `interview`; else by company and role; else by the company's only one.

    Feedback at work, which says its `occasion`, begins no application, and company alone does
    not put it into one.
    """
    named = [header.post for header in headers]
    folded = {text: fold(text) for text in {text for texts in named for text in texts}}
    keys = [folded[name] for name, _, _ in named]
    known = _company_and_role(named, keys, folded)
    by_post = {post: key for key, post in reversed(known.items()) if all(post)}
    problems: list[Diagnostic] = []
    at_work: list[int] = []
    for i, (_, company, role) in enumerate(named):
        if not keys[i] and company and role:
            if _is_work(headers[i]):
                at_work.append(i)
                continue
            post = (folded[company], folded[role])
            if post not in by_post:
                by_post[post] = _key_of(post, known)
            keys[i] = by_post[post]
            known[keys[i]] = post
    for i in at_work:
        _, company, role = named[i]
        keys[i] = by_post.get((folded[company], folded[role]), "")
    of_company: dict[str, list[str]] = {}
    for key, (company, _) in known.items():
        if company:
            of_company.setdefault(company, []).append(key)
    for i, (_, company, role) in enumerate(named):
        if not keys[i] and company and not role and not _is_work(headers[i]):
            keys[i] = _only_one(headers[i], company, of_company, problems)
    return _grouping(headers, named, keys, problems)


def _is_work(header: Header) -> bool:
    """Tell whether an entry is about an occasion at work rather than a round."""
    return bool(header.occasion) and header.kind is not Kind.INTERVIEW


def _key_of(post: tuple[str, str], known: Mapping[str, tuple[str, str]]) -> str:
    """Return the identity of company and role: also the `interview` of that name, if it fits."""
    key = " ".join(post)
    other = known.get(key, ("", ""))
    fits = all(not given or given == mine for given, mine in zip(other, post, strict=True))
    return key if fits else " / ".join(post)


def _company_and_role(
    named: Sequence[tuple[str, str, str]], keys: Sequence[str], folded: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return for each named application the first company and role any entry gives it."""
    known: dict[str, tuple[str, str]] = {}
    for key, (_, company, role) in zip(keys, named, strict=True):
        if key:
            before = known.get(key, ("", ""))
            if not all(before):
                known[key] = (before[0] or folded[company], before[1] or folded[role])
    return known


def _only_one(
    header: Header,
    company: str,
    of_company: dict[str, list[str]],
    problems: list[Diagnostic],
) -> str:
    candidates = of_company.setdefault(fold(company), [fold(company)])
    if len(candidates) > 1:
        problems.append(_which_one(header, company, candidates))
        return ""
    return candidates[0]


def _which_one(header: Header, company: str, candidates: Sequence[str]) -> Diagnostic:
    span = header.read.reading.fields["company"][0]
    return Diagnostic(
        Location(CONTENT + header.read.path, span.line, span.column),
        Severity.HINT,
        "ambiguous-application",
        f"there are {len(candidates)} applications with {company}",
        "say which with `interview:`, or give the `role:`",
    )


def _grouping(
    headers: Sequence[Header],
    named: Sequence[tuple[str, str, str]],
    keys: Sequence[str],
    problems: list[Diagnostic],
) -> Grouping:
    members: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        if key:
            members.setdefault(key, []).append(i)
    taken: dict[str, str] = {}
    slugs: dict[str, str] = {}
    applications: dict[str, Application] = {}
    internal = {i for i, header in enumerate(headers) if header.internal}
    for key in sorted(members):
        rows = members[key]
        name = next((named[i][0] for i in rows if named[i][0]), "")
        company = next((named[i][1] for i in rows if named[i][1]), "")
        role = next((named[i][2] for i in rows if named[i][2]), "")
        slugs[key] = distinct(name or " ".join(filter(None, (company, role))), taken, key)
        applications[slugs[key]] = Application(
            slug=slugs[key],
            key=key,
            company=company,
            role=role,
            internal=not internal.isdisjoint(rows),
            name=", ".join(filter(None, (company, role))) or name,
        )
    of = tuple(slugs[key] if key else "" for key in keys)
    return Grouping(MappingProxyType(applications), of, tuple(problems))
