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


_THEY = (
    r"(?:interviewers?|panel|recruiters?|managers?|committee|chair|team|people|assessors?|tone"
    r"|you|he|she|they)"
)
_WAS = r"(?:was|were|is|are|seemed|felt|sounded|acted|came across as)"
_UNKIND = (
    r"(?:rude|arrogant|hostile|condescending|dismissive|impolite|patroni[sz]ing|unfriendly"
    r"|uninterested|disinterested|unprepared|clueless|ignorant)"
)
_SIE = (
    r"(?:interviewer(?:in)?|gesprächspartner(?:in)?|personaler(?:in)?|recruiter(?:in)?|chef(?:in)?"
    r"|leiter(?:in)?|gremium|jury|kommission|panel|leute|ton|sie|er|ihr)"
)
_WAR = r"(?:war|waren|wart|ist|sind|seid|wirkte|wirkten)"
_UNFREUNDLICH = (
    r"(?:unhöflich|unverschämt|arrogant|herablassend|feindselig|unfreundlich|überheblich"
    r"|abweisend|desinteressiert|frech|ahnungslos)"
)
_DECISION = "(?:decision|verdict|rejection)"
_ENTSCHEIDUNG = "(?:entscheidung|absage|ablehnung)"
_REJECTED = (
    r"(?:rejected|refused|declined|dropped|excluded|unsuccessful|turned down|passed over"
    r"|not (?:chosen|selected|hired|picked|successful|considered|taken|good enough))"
)
_ABGELEHNT = (
    r"(?:abgelehnt|aussortiert|übergangen"
    r"|nicht (?:genommen|eingestellt|ausgewählt|eingeladen|berücksichtigt))"
)


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
        *("du hättest (?:mir |mich )?(?:doch|wenigstens|zumindest)",),
        *("(?:haben sie|hast du) versäumt",),
        *("(?:falsche|verkehrte) (?:entscheidung|wahl)", "zeitverschwendung", "respektlos*"),
        *("nicht (?:einmal|mal) (?:zugehört|gelesen|geantwortet)",),
        rf"{_THEY} {_WAS} (?:(?:so|very|quite|rather|really|just|simply|a bit) )?{_UNKIND}",
        rf"{_SIE} {_WAR} (?:(?:so|sehr|ziemlich|recht|wirklich|einfach|etwas) )?{_UNFREUNDLICH}",
        rf"{_WAR} (?:der|die|das|ihre?|eure?) {_SIE} (?:(?:so|sehr|ziemlich) )?{_UNFREUNDLICH}",
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
        rf"(?:(?:the|this) {_DECISION}|your (?:{_DECISION}|choice|assessment|rating)) "
        r"(?:is|was|seems|feels|felt) (?:(?:simply|just|clearly|plainly|completely) )?"
        r"(?:wrong|unjust|incorrect|a mistake|arbitrary|not (?:right|fair))",
        # At the start of a sentence: one may well be treated with respect, and say so.
        r"(?:(?-i:W)|but w)ith respect,(?: but)?(?: i did \w+)?",
        r"(?<!how\s)(?<!what\s)(?<!one\s)(?<!that\s)(?<!question\s)i did (?:in fact|actually"
        r"|clearly|(?:answer|explain|address|cover|provide|show) "
        r"(?:that|this|the|your|it|all|every))",
        *("i do not accept", "are you sure (?:that )?(?:you|this|it)"),
        *("ich widerspreche", "ich bin (?:da )?anderer meinung", "zu meiner verteidigung"),
        *("(?:das )?stimmt (?:so |einfach )?nicht", "das ist (?:so |einfach )?(?:falsch|unwahr)"),
        *("mit verlaub", "bei allem respekt", "noch ?einmal (?:zu )?überdenken"),
        *("(?:entscheidung|urteil) (?:noch einmal |nochmals )?(?:zu )?überdenken",),
        *("besser (?:qualifiziert|geeignet) als", "wie (?:ich )?(?:bereits|schon) (?:ich )?gesagt"),
        *("aber ich (?:habe|hatte|war|bin) doch", "(?:da )?irren sie sich", "ich akzeptiere nicht"),
        *("sind sie (?:sich )?sicher, dass", "(?-i:M)it respekt,"),
        rf"(?:(?:die|diese) {_ENTSCHEIDUNG}|(?:ihre|eure|deine) (?:{_ENTSCHEIDUNG}|wahl|bewertung"
        r"|beurteilung|einschätzung)) (?:ist|war) (?:(?:einfach|schlicht|völlig|"
        r"ganz klar|klar|eindeutig|leider) )?(?:falsch|willkürlich|unbegründet|ein fehler"
        r"|nicht (?:richtig|gerechtfertigt|fair))",
        rf"(?:halte|finde) (?:ich )?(?:die|ihre|eure|deine|diese) {_ENTSCHEIDUNG} (?:für )?falsch",
        r"ich habe (?:\w+ ){0,4}sehr wohl(?: \w+){0,3} (?:beantwortet|erklärt|gesagt|erwähnt)",
    ),
)
ACCUSING = Phrases(
    "accusing-why",
    "asks for reasons, and is answered with reasons",
    'Ask what instead: "What could I do better?", "What would you try next time?"',
    _any(
        *("why (?:was|wasn't|were|weren't|am|did|didn't|do|don't|have|haven't|has|hasn't)",),
        *("why (?:would|wouldn't|can't|couldn't|is|isn't|on earth)", "how come"),
        r"(?:please|must|should|(?:can|could|would|will|do) you(?: (?:please|really|even))?)"
        rf" (?:justify|explain) (?:the|your|this|that) {_DECISION}(?! (?:of|to|between))",
        *("how (?:can|could|do) you justify (?:that|this|it)",),
        *("(?:demand|insist on|owe me) an? (?:explanation|answer|reason)",),
        # That one understands why is gracious.
        r"(?:(?<!understand\s)(?<!see\s)|(?<=like\sto\sunderstand\s)"
        r"|(?<=want\sto\sunderstand\s)|(?<=not\sunderstand\s)|(?<=n't\sunderstand\s))why "
        r"(?:(?:i|my application) (?:was|am|is|got"
        rf"|have been|has been) (?:\w+ )?{_REJECTED}|i (?:didn't|did not) (?:get|pass|make)"
        r"|you (?:rejected|refused|dropped|turned down) (?:me|my)|you turned me down)",
        r"what (?:made|led|drove|caused|prompted) you (?:to )?(?:(?:reject|refuse|drop|turn down"
        r"|pass over|decide against) (?:me|my)|turn me down"
        r"|(?:choose|prefer|pick) (?:some|an)(?:body|one|other))",
        *("how could you", "what was wrong with (?:me|my)", "what did i do wrong"),
        *("(?:warum|wieso|weshalb) (?:wurde|bin|habe|haben|hat|hast|habt|war|ist|nicht|sind)",),
        *("(?:warum|wieso|weshalb) (?:ausgerechnet|bloß)", "wie konnten sie"),
        *("wie kommen sie dazu", "was habe ich (?:denn )?falsch gemacht"),
        *("was (?:war|ist) (?:denn )?(?:an mir |daran )?(?:so )?falsch",),
        r"(?:können|könnten|würden|kannst|könntest) (?:sie|du) (?:(?:mir|bitte) ){0,2}"
        rf"(?:das rechtfertigen|(?:die|ihre|diese|deine) {_ENTSCHEIDUNG} (?:bitte )?"
        r"(?:begründen|rechtfertigen|erklären))",
        r"(?:begründen|rechtfertigen|erklären) sie (?:(?:mir|bitte) ){0,2}(?:die|ihre|diese) "
        rf"{_ENTSCHEIDUNG}",
        *("ich (?:verlange|fordere|erwarte) eine (?:erklärung|begründung)",),
        r"(?<!verstehe,\s)(?<!verstehe\s)(?:warum|wieso|weshalb) (?:(?:ich|meine bewerbung)"
        rf" (?:\w+ ){{0,2}}{_ABGELEHNT}|sie mich (?:\w+ ){{0,2}}{_ABGELEHNT}"
        r"|sie mir (?:\w+ ){0,2}abgesagt|sie sich gegen mich)",
        r"was (?:hat|brachte|bewog|veranlasste) (?:sie|dich|euch)(?: dazu)?(?: (?:gebracht|bewogen"
        r"|veranlasst))?,? (?:mich (?:abzulehnen|nicht)|mir (?:abzusagen|nicht)|sich gegen mich)",
    ),
)
GROVELLING = Phrases(
    "grovelling",
    "makes you smaller than you are",
    "They asked you to come: thank them, and ask.",
    _any(
        *("(?:so |very |terribly )?sorry (?:to|for) (?:bother|disturb|trouble|tak)*",),
        *("i(?:'m| am) (?:so |really )?(?:useless|hopeless|desperate|a failure)", "i beg"),
        *("forgive me", "i know i (?:was|did) (?:\\w+ )?(?:terribl\\w+|awful*|badly|bad)"),
        r"i(?:(?:'m| am| was)(?: (?:just|simply|probably|clearly))? not(?: really)?|'ll never be) "
        r"(?:good|smart|clever|worthy|talented|bright) enough(?! (?:at|in|with))",
        *("please,? please", "waste your time", "i(?:'m| am) not worth"),
        *("(?:verzeihen|entschuldigen) sie (?:bitte )?(?:die störung|dass ich (?:sie )?störe)",),
        *("ich flehe", "verzweifelt", "es tut mir (?:so |furchtbar |schrecklich )leid"),
        r"nicht (?:gut|klug|schlau|begabt|talentiert) genug (?:bin|war)",
        r"ich (?:bin|war) (?:\w+ )?nicht (?:gut|klug|schlau|begabt|talentiert) genug"
        r"(?=\s{0,9}(?:[.,;:!?)]|\Z|für\b|und\b|gewesen\b))",
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
