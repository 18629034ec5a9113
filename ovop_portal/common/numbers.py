"""One rounding and one reader for each kind of number.

`half_up` is the only rounding of the portal: page, PDF, export and the star rule call it, so that 89.995 is 90.00
everywhere. The readers accept what people type and refuse what could be read in two ways; they speak through
`Unreadable`, and the form field turns its code into words.

Every reader begins with `plain`: a number that was copied from a letter, a PDF or a chat comes with dashes, blanks and
digits that look like those of the keyboard and are others.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from .text import same_characters

RUPIAH_MAX = 10**15
NUMBER_MAX = 2**31 - 1

_PLAIN = re.compile(r"[0-9]+\Z")
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+\Z")
# One group after a comma may be decimals; two are thousands, as spreadsheets and English letters write them.
_GROUPED_BY_COMMAS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}\Z")
_SCORE = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,3}))?\Z")
_SEPARATORS = re.compile(r"[ ./-]+")
_WORDS = re.compile(r"[^\W\d_]", re.UNICODE)
_RUPIAH = re.compile(r"\A(?:rp|idr)\.?|rupiah\Z", re.IGNORECASE)
_CENTS = re.compile(r"(?:,00?|(?<=,[0-9]{3})\.00?|[.,]--?)\Z")
_PERCENT = re.compile(r"\s*(?:%|persen|percent)\Z", re.IGNORECASE)


class Unreadable(ValueError):
    """A text is not a number of the asked kind. `code`: words, ambiguous, negative, large or invalid."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def half_up(value: Decimal | int | str, places: int = 2) -> Decimal:
    """Round a Decimal (or int, or text) half away from zero to `places`. Floats are refused: they are not exact."""
    if isinstance(value, float):
        raise TypeError("half_up wants an exact number: Decimal, int or text")
    return Decimal(value).quantize(_unit(places), rounding=ROUND_HALF_UP)


@cache
def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def plain(typed: object) -> str:
    """The typed text in characters of the keyboard: full-width digits, dashes and blanks of every kind as ASCII, invisible characters gone, single blanks."""
    return " ".join(same_characters(str(typed)).split())


def bare(typed: object) -> str:
    """An identity number without blanks, dots, dashes and slashes: what is left is digits, or it is none."""
    return _SEPARATORS.sub("", plain(typed))


def digits(typed: object) -> str:
    """The digits of an identity number however it is written, or nothing where anything else stands between them."""
    found = bare(typed)
    return found if found.isascii() and found.isdigit() else ""


def parse_rupiah(text: object) -> int:
    """Read rupiah: "1250000", "1.250.000", "Rp 1.250.000,-", "IDR 1.250.000,00", "1 250 000 rupiah", "1,250,000.00". Cents other than zero are refused."""
    amount = _CENTS.sub("", _RUPIAH.sub("", plain(text).replace(" ", "")))
    if _WORDS.search(amount):
        raise Unreadable("words")
    return _whole(amount, RUPIAH_MAX)


def parse_whole(text: object) -> int:
    """Read a whole number: "1250" or "1.250" or "1,250,000". A comma that may be another, a sign, an exponent or a foreign digit is refused."""
    return _whole(plain(text).replace(" ", ""), NUMBER_MAX)


def whole_of_json(value: object, largest: int = NUMBER_MAX) -> int:
    """A number that came as JSON: whole, not below zero, and no `true`, which Python counts as one."""
    if type(value) is not int or not 0 <= value <= largest:
        raise Unreadable("invalid")
    return value


def parse_score(text: object) -> Decimal:
    """Read a score: "87,5" and "87.5" are the same. "1.000" is refused: it may mean one or one thousand."""
    typed = plain(text)
    if typed in ("-0", "-0,0", "-0.0"):
        return Decimal(0)
    if typed.startswith("-"):
        raise Unreadable("negative")
    match = _SCORE.match(typed)
    if not match:
        raise Unreadable("invalid")
    whole, fraction = match.groups()
    if fraction is not None and len(fraction) == 3 and "." in typed:
        raise Unreadable("ambiguous")
    return Decimal(f"{int(whole)}.{fraction or 0}")


def parse_percent(text: object) -> Decimal:
    """Read a percentage: "12,5%", "12.5 persen" or "12"."""
    return parse_score(_PERCENT.sub("", plain(text)))


def _whole(text: str, largest: int) -> int:
    if text == "-0":
        return 0
    if text.startswith("-"):
        raise Unreadable("negative")
    if _GROUPED_BY_COMMAS.match(text):
        text = text.replace(",", "")
    if not (_PLAIN.match(text) or _GROUPED.match(text)):
        raise Unreadable("invalid")
    digits = text.replace(".", "").lstrip("0") or "0"
    if len(digits) > len(str(largest)) or int(digits) > largest:
        raise Unreadable("large")
    return int(digits)
