"""What can stand in front matter: the table, its words, and those of one portfolio."""

from afterword.fields.table import AMBIGUOUS, FIELDS, SECTIONS, Field, Shape
from afterword.fields.vocabulary import Settings, Vocabulary, vocabulary
from afterword.fields.words import (
    ask_about,
    did_you_mean,
    find_field,
    find_word,
    fold,
    suggest,
)

__all__ = (
    "AMBIGUOUS",
    "FIELDS",
    "SECTIONS",
    "Field",
    "Settings",
    "Shape",
    "Vocabulary",
    "ask_about",
    "did_you_mean",
    "find_field",
    "find_word",
    "fold",
    "suggest",
    "vocabulary",
)
