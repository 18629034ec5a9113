"""One rounding and one reader for each kind of number.

`half_up` is the only rounding of the portal: page, PDF, export and the star rule call it, so that 89.995 is 90.00
everywhere. The readers accept what people type and refuse what could be read in two ways; they speak through
`Unreadable`, and the form field turns its code into words.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

RUPIAH_MAX = 10**15
NUMBER_MAX = 2**31 - 1

_PLAIN = re.compile(r"[0-9]+\Z")
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+\Z")
_SCORE = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,3}))?\Z")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_WORDS = re.compile(r"[^\W\d_]", re.UNICODE)


class Unreadable(ValueError):
    """A text is not a number of the asked kind. `code`: words, ambiguous, negative, large or invalid."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def half_up(value: Decimal | int | str, places: int = 2) -> Decimal:
    """Round a Decimal (or int, or text) half away from zero to `places`. Floats are refused: they are not exact."""
    if isinstance(value, float):
        raise TypeError("half_up wants an exact number: Decimal, int or text")
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def parse_rupiah(text: object) -> int:
    """Read rupiah: "1250000", "1.250.000", "Rp 1.250.000", "Rp1.250.000,00". Cents other than zero are refused."""
    text = _SPACES.sub("", str(text))
    text = re.sub(r"\A[Rr][Pp]\.?", "", text)
    text = re.sub(r",(?:00?|-)\Z", "", text)
    if _WORDS.search(text):
        raise Unreadable("words")
    return _whole(text, RUPIAH_MAX)


def parse_whole(text: object) -> int:
    """Read a whole number: "1250" or "1.250". A comma, a sign, an exponent or a foreign digit is refused."""
    return _whole(_SPACES.sub("", str(text)), NUMBER_MAX)


def parse_score(text: object) -> Decimal:
    """Read a score: "87,5" and "87.5" are the same. "1.000" is refused: it may mean one or one thousand."""
    text = str(text).strip()
    if text in ("-0", "-0,0", "-0.0"):
        return Decimal(0)
    if text.startswith("-"):
        raise Unreadable("negative")
    match = _SCORE.match(text)
    if not match:
        raise Unreadable("invalid")
    whole, fraction = match.groups()
    if fraction is not None and len(fraction) == 3 and "." in text:
        raise Unreadable("ambiguous")
    return Decimal(f"{int(whole)}.{fraction or 0}")


def parse_percent(text: object) -> Decimal:
    """Read a percentage: "12,5%", "12.5" or "12"."""
    return parse_score(str(text).strip().removesuffix("%").strip())


def _whole(text: str, largest: int) -> int:
    if text == "-0":
        return 0
    if text.startswith("-"):
        raise Unreadable("negative")
    if not (_PLAIN.match(text) or _GROUPED.match(text)):
        raise Unreadable("invalid")
    digits = text.replace(".", "").lstrip("0") or "0"
    if len(digits) > len(str(largest)) or int(digits) > largest:
        raise Unreadable("large")
    return int(digits)
