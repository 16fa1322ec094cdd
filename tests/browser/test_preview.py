"""The live preview in a real browser: from a saved file to the page that is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from afterword.preview.running import Preview
from tests.support.portfolio import TODAY, Portfolio
from tests.support.server import serving

FIRST = "journal/2026-11-02-first.html"
SECOND = "journal/2026-11-03-second.html"
LONG = "\n\n".join(f"Paragraph {i} of a long day." for i in range(60))
FRONT = "---\ncompany: Acme\nstrengths: pace\n---\n"
BASE = (Path(__file__).parents[2] / "templates/base.html").read_text("utf-8")
STYLE = (Path(__file__).parents[2] / "templates/static/afterword.css").read_text("utf-8")


@dataclass
class Desk:
    """Somebody who writes, with a browser beside the editor."""

    browser: Browser
    journal: Portfolio
    preview: Preview
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def window(self, **options: Any) -> BrowserContext:  # noqa: ANN401 — as Playwright takes them
        """Return a window whose tabs share what a browser's tabs share."""
        context = self.browser.new_context(reduced_motion="reduce", **options)
        self.contexts.append(context)
        return context

    def open(self, path: str, window: BrowserContext | None = None) -> Page:
        """Return a tab with a page, once it is connected."""
        page = (window or self.window()).new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"http://127.0.0.1:{self.preview.port}/{path}")
        expect(page.locator(".aw-state")).to_have_text("Live")
        return page

    def save(self, name: str, text: str) -> None:
        """Save an entry as most editors do: written beside, then moved over."""
        beside = self.journal.write(f"content/.{name}.new", text)
        beside.replace(self.journal.folder / "content" / name)

    def _note(self, message: ConsoleMessage) -> None:
        # What is gone, or a server that is stopped, the browser notes by itself.
        noted = message.text.startswith("Failed to load resource") or "ERR_" in message.text
        if message.type in {"warning", "error"} and not noted:
            self.complaints.append(message.text)


@pytest.fixture
def desk(chromium: Browser, tmp_path: Path) -> Iterator[Desk]:
    """A desk with two entries; afterwards nothing may have been complained of."""
    journal = Portfolio.make(
        tmp_path,
        {"2026-11-02-first.md": FRONT + LONG, "2026-11-03-second.md": "# Second\n\nShort.\n"},
    )
    preview = Preview(journal.folder, port=0, today=TODAY, token=False)
    preview.start()
    desk = Desk(chromium, journal, preview)
    yield desk
    for context in desk.contexts:
        context.close()
    desk.preview.stop()
    assert desk.complaints == []


def test_a_saved_text_is_on_the_open_page_and_nothing_else_of_it_changes(desk: Desk) -> None:
    page = desk.open(FIRST)
    page.evaluate("window.mine = true; document.querySelector('main p').mine = true")
    page.evaluate("scrollTo(0, 700)")
    page.locator("header a").first.evaluate("link => link.focus({preventScroll: true})")
    desk.save("2026-11-02-first.md", f"{FRONT}{LONG}\n\nAnd then it snowed.\n")

    expect(page.get_by_text("And then it snowed.")).to_have_count(1)
    assert page.evaluate("[window.mine, scrollY, document.activeElement.tagName]") == [
        *(True, 700, "A"),
    ]
    assert page.evaluate("document.querySelector('main p').mine")


def test_what_is_added_above_does_not_move_what_is_read(desk: Desk) -> None:
    page = desk.open(FIRST)
    page.get_by_text("Paragraph 40 of").scroll_into_view_if_needed()
    before = page.get_by_text("Paragraph 40 of").bounding_box()
    desk.save("2026-11-02-first.md", f"{FRONT}New at the top.\n\nAnd more.\n\n{LONG}")

    expect(page.get_by_text("New at the top.")).to_have_count(1)
    after = page.get_by_text("Paragraph 40 of").bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2


def test_open_details_and_typed_text_stay_as_they_are(desk: Desk) -> None:
    text = "<details><summary>More</summary><p>Inside</p></details>\n\n<input id='q'>\n"
    desk.save("2026-11-02-first.md", text)
    page = desk.open(FIRST)
    page.locator("summary", has_text="More").click()
    page.locator("#q").fill("half a wo")
    page.locator("#q").evaluate("field => field.setSelectionRange(2, 4)")
    desk.save("2026-11-02-first.md", f"Above.\n\n{text}\nBelow.\n")

    expect(page.get_by_text("Below.")).to_have_count(1)
    assert page.locator("details[open] p").is_visible()
    assert page.locator("#q").evaluate(
        "f => [f.value, f.selectionStart, f.selectionEnd, document.activeElement === f]"
    ) == ["half a wo", 2, 4, True]


def test_a_style_sheet_is_exchanged_without_loading_the_page_again(desk: Desk) -> None:
    page = desk.open(FIRST)
    page.evaluate("window.mine = true")
    desk.journal.write(
        "templates/static/afterword.css", STYLE + "\nmain h1 { color: rgb(1, 2, 3) }"
    )

    expect(page.locator("main h1").first).to_have_css("color", "rgb(1, 2, 3)")
    for blue in range(4, 12):
        # One after the other, sooner than each can be loaded.
        style = STYLE + f"\nmain h1 {{ color: rgb(1, 2, {blue}) }}"
        desk.journal.write("templates/static/afterword.css", style)
    expect(page.locator("main h1").first).to_have_css("color", "rgb(1, 2, 11)")
    expect(page.locator("link[rel=stylesheet][href*=afterword]")).to_have_count(1)
    assert page.evaluate("window.mine")


def test_a_template_is_followed_and_a_broken_one_leaves_the_last_good_page(desk: Desk) -> None:
    page = desk.open(FIRST)
    desk.journal.write("templates/base.html", BASE.replace("</main>", "<p>Mine</p></main>"))
    expect(page.get_by_text("Mine")).to_be_visible()
    desk.journal.write("templates/base.html", BASE.replace("</main>", "{% if %}</main>"))

    panel = page.locator(".aw-panel")
    expect(panel).to_contain_text("templates/base.html")
    expect(panel.locator("pre")).to_contain_text("{% if %}</main>")
    expect(page.get_by_text("Mine")).to_be_visible()
    desk.journal.write("templates/base.html", BASE)
    expect(panel).to_be_hidden()
    expect(page.get_by_text("Mine")).to_have_count(0)


def test_a_problem_is_shown_with_its_line_and_a_caret_and_goes_when_it_is_mended(
    desk: Desk,
) -> None:
    page = desk.open(FIRST)
    desk.save("2026-11-02-first.md", "---\ntitle: Ö first\nasked: 2026-13-40\n---\nStill here.\n")

    panel = page.locator(".aw-panel")
    expect(panel).to_contain_text("content/2026-11-02-first.md:3:8")
    expect(panel.locator("pre code")).to_have_text("asked: 2026-13-40")
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    expect(page.get_by_text("Still here.")).to_be_visible()
    under = page.locator(".aw-unseen").evaluate("e => e.textContent")
    assert under == "asked: "
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.get_by_role("button", name="1 problem").click()
    expect(panel).to_be_visible()
    desk.save("2026-11-02-first.md", "---\ntitle: Ö first\nasked: 2026-11-04\n---\nStill here.\n")
    expect(panel).to_be_hidden()
    expect(page).to_have_title(re.compile(r"^Ö first"))


def test_broken_settings_leave_the_site_and_entries_go_on(desk: Desk) -> None:
    page = desk.open(FIRST)
    desk.journal.write("portfolio.toml", "format = \n")
    expect(page.locator(".aw-panel")).to_contain_text("portfolio.toml:1")
    desk.save("2026-11-02-first.md", FRONT + "Written all the same.\n")

    expect(page.get_by_text("Written all the same.")).to_be_visible()
    desk.journal.write("portfolio.toml", 'format = 1\ntitle = "Renamed"\n')
    expect(page.locator("header .name")).to_have_text("Renamed")
    expect(page.locator(".aw-panel")).to_be_hidden()


def test_saving_another_entry_brings_it_up_at_the_changed_heading_and_back_goes_back(
    desk: Desk,
) -> None:
    page = desk.open(FIRST)
    page.evaluate("window.mine = true")
    desk.save("2026-11-03-second.md", f"# Second\n\n{LONG}\n\n## After lunch\n\nShort.\n")
    page.wait_for_url(re.compile("second"))
    desk.save("2026-11-02-first.md", FRONT + LONG + "\n\nMore.\n")
    page.wait_for_url(re.compile("first"))
    desk.save("2026-11-03-second.md", f"# Second\n\n{LONG}\n\n## After lunch\n\nLonger now.\n")
    page.wait_for_url(re.compile("second.html#h-after-lunch$"))

    expect(page.get_by_text("Longer now.")).to_be_in_viewport()
    assert page.evaluate("window.mine"), "the page was loaded anew"
    page.go_back()
    page.wait_for_url(re.compile("first"))
    expect(page.locator("main")).to_contain_text("Paragraph 3")


def test_follow_can_be_switched_off_and_stays_so(desk: Desk) -> None:
    window = desk.window()
    page = desk.open(FIRST, window)
    page.get_by_label("Follow what I save").uncheck()
    desk.save("2026-11-03-second.md", "# Second\n\nLonger now.\n")
    desk.save("2026-11-02-first.md", FRONT + "Seen here.\n")
    expect(page.get_by_text("Seen here.")).to_be_visible()

    assert FIRST in page.url
    other = desk.open(SECOND, window)
    expect(other.get_by_label("Follow what I save")).not_to_be_checked()
    expect(other.get_by_text("Longer now.")).to_be_visible()


def test_a_new_entry_is_brought_up_and_a_removed_one_says_so_and_leads_on(desk: Desk) -> None:
    page = desk.open("index.html")
    desk.save("2026-11-04-third.md", "# Third\n\nNew.\n")
    page.wait_for_url(re.compile("third"))
    (desk.journal.folder / "content/2026-11-04-third.md").unlink()

    expect(page.locator("h1")).to_have_text("This entry is not there any more")
    page.get_by_role("link", name="Second").click()
    expect(page.locator("h1")).to_have_text("Second")


def test_a_renamed_entry_is_found_under_its_new_name(desk: Desk) -> None:
    page = desk.open(SECOND)
    content = desk.journal.folder / "content"
    (content / "2026-11-03-second.md").rename(content / "2026-11-03-renamed.md")

    page.wait_for_url(re.compile("renamed"))
    expect(page.locator("h1")).to_have_text("Second")


def test_ten_tabs_share_one_connection_and_another_takes_over(desk: Desk) -> None:
    window = desk.window()
    pages = [desk.open(FIRST, window) for _ in range(10)]
    assert desk.preview.listening == 1
    desk.save("2026-11-02-first.md", FRONT + "Seen in all of them.\n")
    for page in pages:
        expect(page.get_by_text("Seen in all of them.")).to_have_count(1)
    pages[0].close()
    expect(pages[1].locator(".aw-state")).to_have_text("Live")
    desk.save("2026-11-02-first.md", FRONT + "Seen in the other nine.\n")

    for page in pages[1:]:
        expect(page.get_by_text("Seen in the other nine.")).to_have_count(1)


def test_a_server_that_is_started_again_is_found_again(desk: Desk) -> None:
    page = desk.open(FIRST)
    port = desk.preview.port
    desk.preview.stop()
    expect(page.locator(".aw-state")).to_have_text("Connection lost, trying again")
    desk.save("2026-11-02-first.md", FRONT + "Written meanwhile.\n")
    desk.preview = Preview(desk.journal.folder, port=port, today=TODAY, token=False)
    desk.preview.start()
    assert desk.preview.port == port

    expect(page.get_by_text("Written meanwhile.")).to_be_visible()
    expect(page.locator(".aw-state")).to_have_text("Live")


def test_a_server_with_another_token_says_what_to_do_and_then_goes_on(desk: Desk) -> None:
    keyed = Preview(desk.journal.folder, port=0, today=TODAY)
    keyed.start()
    window = desk.window()
    page = window.new_page()
    page.goto(keyed.address)
    expect(page.locator(".aw-state")).to_have_text("Live")
    assert "token" not in page.url
    keyed.stop()
    again = Preview(desk.journal.folder, port=keyed.port, today=TODAY)
    again.start()
    expect(page.locator(".aw-state")).to_contain_text("open the address shown in the terminal")
    window.new_page().goto(again.address)

    expect(page.locator(".aw-state")).to_have_text("Live")
    again.stop()


HOSTILE = """<!DOCTYPE html><title>Hostile</title>
<script>
  const results = [];
  const note = (what) => (event) => results.push(what + " " + event.type);
  function put(name, what, attributes) {
    const element = Object.assign(document.createElement(name), attributes);
    element.onload = note(what);
    element.onerror = note(what);
    document.documentElement.append(element);
  }
  async function attack(target) {
    put("script", "script", {src: target + "/static/afterword.css"});
    put("img", "img", {src: target + "/static/favicon.svg"});
    put("link", "style", {rel: "stylesheet", href: target + "/static/afterword.css"});
    for (const mode of ["cors", "no-cors"]) {
      for (const path of ["/", "/-/events", "/journal/2026-11-02-first.html"]) {
        await fetch(target + path, {mode, credentials: "include"}).then(
          (answer) => results.push(`${mode} ${path} ${answer.type} ${answer.status}`),
          () => results.push(`${mode} ${path} refused`));
      }
    }
    await fetch(target + "/-/open", {method: "POST", mode: "no-cors", credentials: "include",
      body: JSON.stringify({file: "content/2026-11-02-first.md", line: 1})}).catch(() => 0);
  }
</script>"""


def test_a_hostile_page_reads_nothing_and_opens_nothing(desk: Desk, tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    desk.journal.write("portfolio.toml", f'format = 1\neditor = "touch {noted}"\n')
    evil = tmp_path / "evil"
    evil.mkdir()
    (evil / "index.html").write_text(HOSTILE, "utf-8")
    window = desk.window()
    desk.open(FIRST, window)
    with serving(evil) as address:
        page = window.new_page()
        page.goto(f"{address}/index.html")
        page.evaluate("attack", f"http://127.0.0.1:{desk.preview.port}")
        page.wait_for_function("results.filter(r => / (load|error)$/.test(r)).length == 3")
        found = set(page.evaluate("results"))

    assert found == {
        *("script error", "img error", "style error"),
        *(f"cors {path} refused" for path in ("/", "/-/events", f"/{FIRST}")),
        *(f"no-cors {path} refused" for path in ("/", "/-/events", f"/{FIRST}")),
    }
    assert not noted.exists()


def test_a_problem_opens_the_editor_at_its_line(desk: Desk, tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    script = desk.journal.write(
        "editor.sh", f'#!/bin/sh\necho "$@" > "{noted}.new"; mv "{noted}.new" "{noted}"\n'
    )
    script.chmod(0o755)
    setting = f"{script} -g {{file}}:{{line}}"
    desk.preview.stop()
    desk.preview = Preview(desk.journal.folder, port=0, today=TODAY, token=False, trusted=setting)
    desk.preview.start()
    page = desk.open(FIRST)
    desk.journal.write("portfolio.toml", f'format = 1\neditor = "{setting}"\n')
    desk.save("2026-11-02-first.md", "---\nasked: 2026-13-40\n---\n")
    page.get_by_role("button", name="Open in editor").click()

    expect(page.locator(".aw-said")).to_have_text("Opened")
    page.wait_for_function("() => true")
    wanted = f"-g {desk.journal.folder / 'content/2026-11-02-first.md'}:2\n"
    assert appears(noted) == wanted


def appears(path: Path) -> str:
    """Return the text of a file that another program is about to write."""
    for _ in range(200_000):
        if path.exists():
            return path.read_text("utf-8")
    return ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_bar_and_panel_can_be_used_by_everyone(
    desk: Desk, axe: str, scheme: str, width: int
) -> None:
    window = desk.window(color_scheme=scheme, viewport={"width": width, "height": 700})
    page = desk.open(FIRST, window)
    desk.save("2026-11-02-first.md", "---\nasked: 2026-13-40\nodd: key\n---\nText.\n")
    expect(page.locator(".aw-panel li")).to_have_count(2)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document)")

    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(media="print")
    assert not page.locator("#afterword-preview").is_visible()


def test_the_bar_says_for_whom_the_pages_are(chromium: Browser, tmp_path: Path) -> None:
    journal = Portfolio.make(
        tmp_path,
        {"2026-11-02-first.md": "---\ncompany: Zweig\nshare: sam\n---\nZweig rang.\n"},
        'format = 1\n[readers.sam]\nname = "Sam"\n',
    )
    preview = Preview(journal.folder, port=0, today=TODAY, token=False, reader="sam")
    preview.start()
    desk = Desk(chromium, journal, preview)
    page = desk.open("")
    expect(page.locator(".aw-reader")).to_have_text("As Sam would see it")
    page.locator("main a[href^='journal/']").first.click()
    expect(page.locator("main")).to_contain_text("rang.")
    assert "Zweig" not in page.content()
    desk.save("2026-11-02-first.md", "---\ncompany: Zweig\nshare: sam\n---\nZweig rang twice.\n")

    expect(page.locator("main")).to_contain_text("rang twice.")
    desk.contexts[0].close()
    preview.stop()
    assert desk.complaints == []


def test_the_bar_shows_the_site_as_a_reader_sees_it_and_back(
    chromium: Browser, tmp_path: Path, axe: str
) -> None:
    journal = Portfolio.make(
        tmp_path,
        {"2026-11-02-first.md": "---\ncompany: Zweig\nshare: sam\n---\nZweig rang.\n"},
        'format = 1\n[readers.sam]\nname = "Sam"\n',
    )
    preview = Preview(journal.folder, port=0, today=TODAY, token=False)
    preview.start()
    desk = Desk(chromium, journal, preview)
    page = desk.open("journal/2026-11-02-first.html")
    choice = page.get_by_label("Shown as")
    expect(choice).to_have_value("")
    choice.select_option("As Sam would see it")

    expect(page.locator("main")).not_to_contain_text("Zweig")
    expect(page.locator("main")).to_contain_text("rang.")
    expect(choice).to_be_focused()
    assert "2026-11-02" not in page.url
    page.evaluate(axe)
    assert page.evaluate("axe.run(document)")["violations"] == []
    page.reload()
    expect(choice).to_have_value("sam")
    choice.select_option("As you see it")
    expect(page.locator("main")).to_contain_text("Zweig rang.")
    assert page.url.endswith("journal/2026-11-02-first.html")
    desk.contexts[0].close()
    preview.stop()
    assert desk.complaints == []
