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

# What the fonts of a certificate (those inside the typst wheel) can show in every style we use: Latin, Greek and Cyrillic letters, usual accents, punctuation, currencies.
SHOWN = [
    (0x20, 0x7E),
    (0xA0, 0x331),
    (0x370, 0x481),
    (0x1E00, 0x1FFF),
    (0x2010, 0x2027),
    (0x2030, 0x203E),
    (0x2070, 0x209C),
    (0x20A0, 0x20BF),
]


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


def printable(text: str) -> str:
    """`text` without what the fonts of a certificate cannot show (emoji, scripts other than Latin, Greek and Cyrillic)."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(letter if _is_shown(letter) else " " for letter in composed).split())


def validate_printable(text: str) -> None:
    """Refuse a name of which nothing would stand on a certificate."""
    if text and not printable(text):
        raise ValidationError("", code="unprintable")


def _is_shown(letter: str) -> bool:
    place = ord(letter)
    return any(first <= place <= last for first, last in SHOWN) and unicodedata.category(letter) not in ("Cn", "Cf")


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
