"""Phrases that close doors, in English and in German."""

from __future__ import annotations

import re
from typing import NamedTuple


class Phrases(NamedTuple):
    """Phrases of one kind."""

    code: str
    says: str
    """Follows the phrase in a sentence."""
    hint: str
    pattern: re.Pattern[str]


def _any(*phrases: str) -> re.Pattern[str]:
    """Return what finds any of the phrases, across line ends too; a star stands for an ending."""
    wide = (phrase.replace(" ", r"\s+").replace("*", r"\w*") for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(wide)})(?!\w)", re.IGNORECASE)


BLAME = Phrases(
    "blame",
    "puts the fault on somebody",
    "Say what you would like to learn; what they did is theirs.",
    _any(
        *("your (?:fault|mistake|error)", "you (?:should|could) (?:at least )?have", "unfair*"),
        *("you (?:failed|forgot|neglected|refused) to", "biased", "discriminat*", "prejudiced"),
        *("unprofessional*", "you (?:mis(?:understood|judged|read)|overlooked|ignored)"),
        *("you (?:didn't|did not) (?:even|bother|listen|care|read|give me a chance)",),
        *("wrong (?:decision|choice|person)", "waste of (?:my )?time", "disrespectful*"),
        *("(?:ihr|dein|euer)e? (?:fehler|schuld|versäumnis)", "fehlentscheidung*"),
        *("ungerecht*", "voreingenommen*", "unprofessionell*", "diskriminier*", "parteiisch*"),
        *("(?:sie|ihr) (?:hätten|hättet) (?:mir |mich )?(?:doch|wenigstens|zumindest)",),
        *(
            "du hättest (?:mir |mich )?(?:doch|wenigstens|zumindest)",
            "(?:haben sie|hast du) versäumt",
        ),
        *("(?:falsche|verkehrte) (?:entscheidung|wahl)", "zeitverschwendung", "respektlos*"),
        *("nicht (?:einmal|mal) (?:zugehört|gelesen|geantwortet)",),
    ),
)
ARGUING = Phrases(
    "arguing",
    "argues with the decision or the feedback",
    "Leave it out: a question gets further. If you must answer, let a day pass first.",
    _any(
        *("i (?:strongly |have to |must |do )?(?:disagree|object|protest)", "reconsider*"),
        *("(?:in|to) my (?:own )?(?:defen[cs]e)", "to defend myself", "with all due respect"),
        *("(?:that|this|it) (?:is|was)(?: simply| just)? (?:not true|untrue|wrong|not correct)",),
        *("(?:that's|it's) (?:simply |just )?(?:not true|untrue|wrong)", "i deserve*"),
        *("(?:more|better|over) ?(?:qualified|suited) than", "the best candidate", "as i said"),
        *("as i (?:already|clearly) (?:said|told|explained)", "but i (?:did|was right|already)"),
        *("you(?:'re| are) (?:wrong|mistaken)", "change your mind", "i (?:don't|cannot) accept"),
        *("i do not accept", "are you sure (?:that )?(?:you|this|it)"),
        *("ich widerspreche", "ich bin (?:da )?anderer meinung", "zu meiner verteidigung"),
        *("(?:das )?stimmt (?:so |einfach )?nicht", "das ist (?:so |einfach )?(?:falsch|unwahr)"),
        *("mit verlaub", "bei allem respekt", "noch ?einmal (?:zu )?überdenken"),
        *("(?:entscheidung|urteil) (?:noch einmal |nochmals )?(?:zu )?überdenken",),
        *("besser (?:qualifiziert|geeignet) als", "wie (?:ich )?(?:bereits|schon) (?:ich )?gesagt"),
        *("aber ich (?:habe|hatte|war|bin) doch", "(?:da )?irren sie sich", "ich akzeptiere nicht"),
        *("sind sie (?:sich )?sicher, dass",),
    ),
)
ACCUSING = Phrases(
    "accusing-why",
    "asks for reasons, and is answered with reasons",
    'Ask what instead: "What could I do better?", "What would you try next time?"',
    _any(
        *("why (?:was|wasn't|were|weren't|am|did|didn't|do|don't|have|haven't|has|hasn't)",),
        *("why (?:would|wouldn't|can't|couldn't|is|isn't|on earth)", "how come"),
        *("how could you", "what was wrong with (?:me|my)", "what did i do wrong"),
        *("(?:warum|wieso|weshalb) (?:wurde|bin|habe|haben|hat|hast|habt|war|ist|nicht|sind)",),
        *("(?:warum|wieso|weshalb) (?:ausgerechnet|bloß)", "wie konnten sie"),
        *("wie kommen sie dazu", "was habe ich (?:denn )?falsch gemacht"),
        *("was (?:war|ist) (?:denn )?(?:an mir |daran )?(?:so )?falsch",),
    ),
)
GROVELLING = Phrases(
    "grovelling",
    "makes you smaller than you are",
    "They asked you to come: thank them, and ask.",
    _any(
        *("(?:so |very |terribly )?sorry (?:to|for) (?:bother|disturb|trouble|tak)*",),
        *("i(?:'m| am) (?:so |really )?(?:useless|hopeless|desperate|a failure)", "i beg"),
        *("forgive me", "i know i (?:was|did) (?:\\w+ )?(?:terribl\\w+|awful\\w*|badly|bad)"),
        *("please,? please", "waste your time", "i(?:'m| am) not worth"),
        *("(?:verzeihen|entschuldigen) sie (?:bitte )?(?:die störung|dass ich (?:sie )?störe)",),
        *("ich flehe", "verzweifelt", "es tut mir (?:so |furchtbar |schrecklich )leid"),
        *("ich weiß,? dass ich (?:\\w+ )?(?:schlecht|furchtbar|schrecklich)", "bitte,? bitte"),
    ),
)
HARSH = Phrases(
    "harsh-word",
    "judges a person; feedback helps when it is about the task",
    "Name the task: an answer, an example, a minute that ran long.",
    _any(
        *("weakness(?:es)?", "failed", "failure*", "incompeten*", "stupid*", "my shortcomings"),
        *("schwächen?", "versag\\w+", "unfähig*", "inkompeten*", "dumm*", "meine mängel"),
    ),
)
