"""What is wrong with a template, and where in it."""

from __future__ import annotations

import jinja2

from afterword.diagnostics import AfterwordError, Diagnostic, Location, Severity
from afterword.site.catalogue import CatalogueError

FOLDER = "templates/"


class TemplateError(AfterwordError):
    """A template is broken, missing, or asks for what its view does not have."""

    def __init__(self, template: str, line: int, reason: str) -> None:
        super().__init__(template, line, reason)
        self.template = template
        self.line = line
        self.reason = reason
        self.hint = "delete the file to use the default theme's, or compare the two"

    def __str__(self) -> str:
        """Name the template, the line and what is wrong."""
        place = f"{FOLDER}{self.template}" + (f":{self.line}" if self.line else "")
        return f"{place}: {self.reason}"

    def diagnostic(self) -> Diagnostic:
        """Return it as a value, for lists of what is wrong."""
        place = Location(FOLDER + self.template, self.line, int(self.line > 0))
        return Diagnostic(place, Severity.ERROR, "broken-template", self.reason, self.hint)


def misspelt(error: jinja2.TemplateSyntaxError, template: str) -> TemplateError:
    """Return what is wrong with a template that cannot be compiled, at its place."""
    name = error.filename or error.name or template
    reason = error.message or "is not a template"
    return TemplateError(name.removeprefix(FOLDER), error.lineno, reason)


def fault(error: Exception, template: str) -> TemplateError | None:
    """Return an error as a template's, at its place; None when no template has part in it."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return misspelt(error, template)
    place = _place_in_template(error)
    if isinstance(error, jinja2.TemplateNotFound) and place is None:
        return TemplateError(str(error.name or template), 0, "is missing")
    if isinstance(error, RecursionError):
        return TemplateError(*(place or (template, 0)), "includes itself without end")
    reason = _reason(error)
    return TemplateError(*place, reason) if place and reason else None


def _reason(error: Exception) -> str:
    """Return what went wrong in a template; empty when it is no fault of a template's."""
    if isinstance(error, jinja2.TemplateNotFound):
        return f'there is no template "{error.name}"'
    if isinstance(error, CatalogueError):
        return error.reason
    return "" if isinstance(error, AfterwordError) else f"{type(error).__name__}: {error}"


def _place_in_template(error: BaseException) -> tuple[str, int] | None:
    """Return the innermost template on the way to an error, and its line."""
    place = None
    trace = error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(FOLDER):
            place = (name.removeprefix(FOLDER), trace.tb_lineno)
        trace = trace.tb_next
    return place
