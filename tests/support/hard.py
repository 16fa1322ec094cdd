"""A journal that is hard to lay out: long, wide, empty, and in several scripts."""

from __future__ import annotations

LONG_TITLE = ("A title that goes on and on " * 11)[:300]
LONG_WORD = "Donaudampfschifffahrtsgesellschaft" * 6
HEBREW = "היא אמרה שהקצב שלי טוב (and then in English) ושכדאי להאט בסוף."
CHINESE = "她说我讲得很清楚但是最后的部分太快了下次要留出时间给提问" * 4
THEMES = ", ".join(f"theme number {number}" for number in range(60))


def _table() -> str:
    rows = [[f"{word} {column}" for column in range(24)] for word in ("head", "a longer cell")]
    rows.insert(1, ["---"] * 24)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


HARD_JOURNAL = {
    "2026-01-10-long.md": (
        f"---\ncompany: {LONG_WORD}\nrole: {LONG_TITLE}\nstage: {LONG_WORD}\n"
        f"source: interviewer\nby: {LONG_WORD}\nplace: {LONG_WORD}\n"
        f"strengths: {LONG_WORD}\nimprovements: {THEMES}\ntitle: {LONG_TITLE}\n---\n"
        f"{LONG_WORD}\n\n{_table()}\n\n```\n{'code ' * 60}\n{LONG_WORD}\n```\n\n"
        f"## Questions\n\n- {LONG_WORD}\n\n  Better: {LONG_WORD}\n  Went: badly\n\n"
        "![A missing picture](gone.png)\n\n![A wide one](wide.svg)\n\n"
        "## What went well\n\n## To improve\n\n"
        f"- **{LONG_WORD}** {LONG_WORD}\n\n  > {LONG_WORD}\n"
    ),
    "wide.svg": ('<svg xmlns="http://www.w3.org/2000/svg" width="6000" height="90"/>'),
    "2026-02-11-hebrew.md": (
        "---\ncompany: חברה גדולה\nrole: מנהלת (senior)\nstage: panel\nsource: interviewer\n"
        "by: רות לוי\nstrengths: קצב\nimprovements: סיום, pacing\ntitle: ראיון, שלב שני (2)\n---\n"
        f"{HEBREW}\n\n## What went well\n\n- #קצב {HEBREW}\n\n  > {HEBREW}\n\n"
        f"## To improve\n\n- #סיום {HEBREW}\n\n## Next steps\n\n- [ ] {HEBREW}\n"
    ),
    "2026-03-12-chinese.md": (
        "---\ncompany: 大公司\nstage: final\nsource: hiring manager\nlang: zh\n"
        f"strengths: 清楚\nimprovements: 速度\ntitle: {CHINESE}\n---\n{CHINESE}\n\n"
        f"## To improve\n\n- #速度 {CHINESE}\n\n  > {CHINESE}\n"
    ),
    "2026-04-13-empty.md": ("---\nsource: mentor\n---\n## To improve\n\n## Questions\n"),
}
"""Path below `content/` -> what stands there."""
