"""What a message should not say: each kind of phrase, in both languages, with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.insight.message_check import check_message, hidden_names

KIND_WORDS = """Subject: A short question

Dear Dana,

Thank you for Thursday. I accept the decision. That is why I am writing: what would you try next
time? I had hoped for the post, but I am grateful for the talk.

- [ ] Say it
See <https://example.org> or write to <ines@example.org>; [the sheet](sheet.pdf).
"""


def codes(text: str) -> list[str]:
    return [doubt.code for doubt in check_message(text)]


def test_a_kind_message_is_left_alone() -> None:
    assert check_message(KIND_WORDS) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("This was your fault.", "blame"),
        ("You failed to read my CV.", "blame"),
        ("You didn’t even read it.", "blame"),
        ("It felt unfair.", "blame"),
        ("Sie hätten mir wenigstens schreiben können.", "blame"),
        ("Das war eine Fehlentscheidung.", "blame"),
        ("Das ist Ihre Schuld.", "blame"),
        ("I strongly disagree.", "arguing"),
        ("Please reconsider.", "arguing"),
        ("In my defence, it was early.", "arguing"),
        ("I am more qualified than she is.", "arguing"),
        ("Das stimmt so nicht.", "arguing"),
        ("Zu meiner Verteidigung: es war früh.", "arguing"),
        ("Why was I wrong?", "accusing-why"),
        ("Why didn't you call?", "accusing-why"),
        ("How come nobody wrote?", "accusing-why"),
        ("Warum wurde ich nicht genommen?", "accusing-why"),
        ("Weshalb haben Sie abgesagt?", "accusing-why"),
        ("So sorry to bother you.", "grovelling"),
        ("I know I was terrible.", "grovelling"),
        ("Entschuldigen Sie bitte die Störung.", "grovelling"),
        ("Tell me my weaknesses.", "harsh-word"),
        ("I failed.", "harsh-word"),
        ("Was sind meine Schwächen?", "harsh-word"),
        ("Ich habe versagt.", "harsh-word"),
        ("Dear {name},", "placeholder"),
        ("Dear {{ name }},", "placeholder"),
        ("Dear [name],", "placeholder"),
        ("Dear <name>,", "placeholder"),
        ("TODO: the date", "placeholder"),
        ("The decision was wrong.", "arguing"),
        ("I feel that your decision is simply not fair.", "arguing"),
        ("With respect, I did answer that question.", "arguing"),
        ("I did answer the question about queues.", "arguing"),
        ("Die Entscheidung war falsch.", "arguing"),
        ("Ich halte Ihre Entscheidung für falsch.", "arguing"),
        ("Mit Verlaub, ich habe die Frage beantwortet.", "arguing"),
        ("Ich habe die Frage sehr wohl klar beantwortet.", "arguing"),
        ("Can you justify the decision?", "accusing-why"),
        ("Please explain your decision.", "accusing-why"),
        ("I demand an explanation.", "accusing-why"),
        ("Please explain why I was rejected.", "accusing-why"),
        ("I would like to understand why\nI was not chosen.", "accusing-why"),
        ("What made you reject me?", "accusing-why"),
        ("What made you choose somebody else?", "accusing-why"),
        ("Können Sie die Entscheidung begründen?", "accusing-why"),
        ("Bitte erklären Sie mir, warum ich abgelehnt wurde.", "accusing-why"),
        ("Was hat Sie dazu gebracht, mich abzulehnen?", "accusing-why"),
        ("To be honest, the interviewer was rude.", "blame"),
        ("You were very condescending.", "blame"),
        ("Ehrlich gesagt war der Interviewer unhöflich.", "blame"),
        ("Ihr Ton war herablassend.", "blame"),
        ("I know I am not good enough.", "grovelling"),
        ("I know I was awful.", "grovelling"),
        ("Ich weiß, dass ich nicht gut genug bin.", "grovelling"),
        ("Ich bin einfach nicht gut genug.", "grovelling"),
    ],
)
def test_a_phrase_that_closes_doors_is_found_once(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "You said “you failed to convince us”.",
        "Sie sagten „eine Schwäche beim Rechnen“.",
        'You said "why was it so long".',
        "> It was unfair to stop you there.",
    ],
)
def test_the_words_of_others_are_quoted_as_they_are(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I accept the decision, and I am glad I came.",
        "Thank you for letting me know how you decided.",
        "Thank you for taking the time to explain your decision.",
        "I don't expect you to justify your decision; one sentence would help me.",
        "I understand why I was not chosen, and I agree with what you said.",
        "I see why I did not get further.",
        "The number I gave was wrong, and I noticed it on the way home.",
        "The result was wrong at first, so I checked the query again.",
        "I would like to justify the cost better next time.",
        "Could you explain the decision to use two queues once more?",
        "How would you justify a rewrite to a client?",
        "You asked me to explain why I left my last post.",
        "That is why I was glad to meet you.",
        "What made you choose the second example?",
        "What made you join the team?",
        "I was treated with respect, and I am grateful.",
        "With respect to the second task: what would you try?",
        "How I did answer the question was too long.",
        "To be honest, I was nervous.",
        "I hope it is not rude to ask.",
        "The customer in the role play was rude, and I lost my thread.",
        "I felt unprepared for the last question.",
        "My example was not good enough, and I have a better one now.",
        "I was not loud enough in the first five minutes.",
        "I was not good enough at keeping the time.",
        "What could I do better, and what would it have looked like?",
        "What set the person you chose apart?",
        "Ich nehme die Entscheidung an.",
        "Danke, dass Sie mir Ihre Entscheidung erklärt haben.",
        "Ich verstehe, warum ich nicht genommen wurde.",
        "Meine Wahl war falsch: das Beispiel war zu lang.",
        "Die Rechnung war falsch, das habe ich zu spät gesehen.",
        "Können Sie das an einem Beispiel erklären?",
        "Wie würden Sie die Wahl einem Kunden begründen?",
        "Deshalb habe ich mich über das Gespräch gefreut.",
        "Was hat Sie zu dieser Abteilung gebracht?",
        "Ehrlich gesagt war ich aufgeregt.",
        "Der Patient im Rollenspiel war unhöflich, und ich wurde leise.",
        "Ich war auf die letzte Frage unvorbereitet.",
        "Ich war nicht gut genug vorbereitet.",
        "Ich habe nicht laut genug gesprochen.",
        "Mit Respekt habe ich gesehen, wie Ihr Team arbeitet.",
        "Was könnte ich beim nächsten Mal besser machen?",
    ],
)
def test_an_innocent_sentence_is_left_alone(text: str) -> None:
    assert codes(text) == []


def test_a_place_is_given_by_line_and_column_across_line_ends() -> None:
    (found,) = check_message("Dear Dana,\r\n\r\nI ask: why\r\nwas I wrong?\r\n")

    assert (found.line, found.column) == (3, 8)
    assert found.message.startswith('"why was" ')
    assert found.hint


def test_a_long_message_says_where_it_is_too_long() -> None:
    text = "Subject: seven words that do not count here\n\n" + "word " * 149 + "last\nmore"
    (found,) = check_message(text)

    assert (found.code, found.line, found.column) == ("long", 4, 1)
    assert check_message(text, most_words=0) == ()
    assert check_message(text.removesuffix("\nmore")) == ()


def test_a_hidden_name_is_found_however_it_is_written() -> None:
    text = "Dear Ana,\n\nANA  LIMA and Bananas."
    found = check_message(text, hidden=("Ana Lima", "Ana"))

    assert [(d.code, d.line, d.column) for d in found] == [
        ("hidden-name", 1, 6),
        ("hidden-name", 3, 1),
    ]


def test_a_third_reminder_is_one_too_many() -> None:
    assert [d.code for d in check_message("Hello", reminders=2)] == ["third-reminder"]
    assert check_message("Hello", reminders=1) == ()


def test_who_the_message_is_for_is_not_hidden_from_them() -> None:
    names = [("Ana Lima", "Ana"), ("Acme",), ("Borealis", "B.")]

    assert hidden_names(names, ("Ana Lima", "Acme")) == ("Borealis", "B.")


@given(st.text(max_size=400))
def test_any_text_can_be_checked_and_every_place_is_in_it(text: str) -> None:
    found = check_message(text, hidden=("a",))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    assert all(1 <= d.line <= len(lines) for d in found)
    assert all(1 <= d.column <= len(lines[d.line - 1]) + 1 for d in found)
