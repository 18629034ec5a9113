"""Reading of typed text: what is mended in silence, and what is refused (reliability 11 A).

Whatever comes from outside is looked at in one order: how long it is, what stands in it, and only then is it brought into one spelling. Normalisation
takes the square of the marks that stand on one letter, inside a single call during which the whole process stands still, so nobody but `spelled` calls it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# What nobody sees: soft hyphens, joiners and fillers, zero-width characters, the byte order mark, the marks that turn the
# direction of writing, variation selectors and tags. Line and paragraph separators are breaks before they are looked for here; the normal form of names still
# drops them.
UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{UNSEEN}]")
# Every way to end a line, as other programs write it: Word a line tabulation, PDFs a form feed, design programs a line separator.
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_DASHES = re.compile("[\u02d7\u058a\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]")
# Compatibility characters that are the same letter or digit in another dress. Not "²", "½" or "①": they mean something else.
_DRESSES = ("<wide>", "<narrow>", "<small>", "<font>", "<noBreak>")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_IN_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
MARKS_PER_LETTER = 3
LONGEST = 10_000
# Blanks around an answer, and what nobody sees in it, are forgiven up to here.
FORGIVEN = 1_000


def _marks() -> str:
    """All combining marks as ranges of a pattern. They stand in the first two planes, and their selectors far behind."""
    places = (
        place
        for plane in (range(0x300, 0x20000), range(0xE0000, 0xE1000))
        for place in plane
        if unicodedata.category(letter := chr(place)) in ("Mn", "Me") or unicodedata.combining(letter)
    )
    runs = ([place for _, place in run] for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0]))
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


MARKS = _marks()
_PILE = re.compile(f"[{MARKS}]{{{MARKS_PER_LETTER + 1}}}")
_SURPLUS = re.compile(f"(?<=[{MARKS}]{{{MARKS_PER_LETTER}}})[{MARKS}]+")
_SURROGATE = re.compile("[\ud800-\udfff]")

# What the fonts of a certificate (those inside the typst wheel) can show in every style we use: Latin, Greek and Cyrillic letters, usual accents, punctuation,
# currencies.
SHOWN = [
    (0x20, 0x7E),
    (0xA0, 0x331),
    (0x370, 0x481),
    (0x1E00, 0x1FFF),
    (0x2010, 0x2027),
    (0x2030, 0x203E),
    (0x2070, 0x209C),
    (0x20A0, 0x20BF),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
]


def tidy(text: str) -> str:
    """The same text in one spelling: NFC, without invisible characters, lines ended by a single newline."""
    return spelled(_INVISIBLE.sub("", _BREAKS.sub("\n", text)))


def tidy_line(text: str) -> str:
    """`tidy` for one line: a pasted tab and a line break are spaces."""
    return tidy(text).replace("\t", " ").replace("\n", " ")


def seen(text: str) -> str:
    """`tidy_line` without control characters either: what is left is what a reader sees."""
    return _CONTROL_IN_LINE.sub(" ", tidy_line(text))


def spelled(text: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"] = "NFC") -> str:
    """`text` in a normal form of Unicode; as it is where marks are piled up, which no text of a person has and `validate_text` refuses."""
    return text if text.isascii() or _PILE.search(text) else unicodedata.normalize(form, text)


def most_raw(longest: int) -> int:
    """How many characters may be sent where `longest` are kept: letters may come with separate marks, and some characters are dropped."""
    return longest * (MARKS_PER_LETTER + 1) + FORGIVEN


def read(typed: str, longest: int = LONGEST) -> str:
    """A text of several lines as it is kept. Raises `ValidationError` with the code max_length, control_characters or too_many_marks."""
    if len(typed) > most_raw(longest):
        raise ValidationError("", code="max_length")
    text = tidy(typed).strip()
    validate_text(text)
    if len(text) > longest:
        raise ValidationError("", code="max_length")
    return text


def without_piles(text: str) -> str:
    """`text` with no more marks on a letter than a person writes: for what cannot be refused, such as the name of a file."""
    return _SURPLUS.sub("", text)


def same_characters(text: str) -> str:
    """`text` by the characters of a keyboard, for what is compared or counted: full-width letters, all dashes and all blanks as ASCII, nothing invisible."""
    if text.isascii():
        return text
    seen = _DASHES.sub("-", _INVISIBLE.sub("", _BREAKS.sub(" ", text)))
    return "".join(map(_undressed, seen))


@lru_cache(maxsize=4096)
def _undressed(letter: str) -> str:
    if letter.isspace():
        return " "
    return spelled(letter, "NFKC") if unicodedata.decomposition(letter).startswith(_DRESSES) else letter


def validate_text(text: str) -> None:
    """Refuse control characters except newline and tab, lone surrogates, and piles of combining marks."""
    _refuse(text, _CONTROL)


def validate_line(text: str) -> None:
    """Refuse what `validate_text` refuses, and line breaks."""
    _refuse(text, _CONTROL_IN_LINE)


def printable(text: str) -> str:
    """`text` without what the fonts of a certificate cannot show (emoji, scripts other than Latin, Greek and Cyrillic)."""
    composed = spelled(text)
    return " ".join("".join(letter if _is_shown(letter) else " " for letter in composed).split())


def lost_letters(text: str) -> str:
    """The letters of a name, each once, that a certificate could not show."""
    composed = spelled(tidy_line(text))
    return "".join(dict.fromkeys(letter for letter in composed if not _is_shown(letter)))


def validate_printable(text: str) -> None:
    """Refuse a name that would stand on a certificate or a receipt without one of its letters. The refusal names them."""
    if lost := lost_letters(text):
        words = _("Tulis dengan huruf Latin, supaya dapat dicetak pada piagam. Ganti %(letters)s")
        raise ValidationError(words, code="unprintable", params={"letters": lost[:10]})


def _is_shown(letter: str) -> bool:
    place = ord(letter)
    return any(first <= place <= last for first, last in SHOWN) and unicodedata.category(letter) not in ("Cn", "Cf")


def _refuse(text: str, control: re.Pattern[str]) -> None:
    if not isinstance(text, str):
        return
    if control.search(text) or _SURROGATE.search(text):
        raise ValidationError("", code="control_characters")
    if not text.isascii() and _PILE.search(text):
        raise ValidationError("", code="too_many_marks")
