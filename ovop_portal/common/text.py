"""Cleaning of typed text: what is mended in silence, and what is refused (reliability 11 A)."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError

# Zero-width characters, the byte order mark, and the marks that turn the direction of writing.
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_IN_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
MARKS_PER_LETTER = 3
LONGEST = 10_000


def tidy(text: str) -> str:
    """The same text in one spelling: NFC, without invisible characters, lines ended by a single newline."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def tidy_line(text: str) -> str:
    """`tidy` for one line: a pasted tab is a space."""
    return tidy(text).replace("\t", " ")


def validate_text(text: str) -> None:
    """Refuse control characters except newline and tab, lone surrogates, and piles of combining marks."""
    _refuse(text, _CONTROL)


def validate_line(text: str) -> None:
    """Refuse what `validate_text` refuses, and line breaks."""
    _refuse(text, _CONTROL_IN_LINE)


def _refuse(text: str, control: re.Pattern[str]) -> None:
    if not isinstance(text, str):
        return
    if control.search(text) or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValidationError("", code="control_characters")
    if not text.isascii() and _piled(text):
        raise ValidationError("", code="too_many_marks")


def _piled(text: str) -> bool:
    run = 0
    for letter in text:
        run = run + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if run > MARKS_PER_LETTER:
            return True
    return False
