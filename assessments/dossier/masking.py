"""What tells whose a file is, taken out of what people wrote: names, addresses on the net, telephone and identity numbers.

A text is looked at as a reader sees it: without invisible characters, without accents, in whatever case and width, with any quote and any dash. What is no
name stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.translation import gettext as _

from ovop_portal.common.names import QUOTES
from ovop_portal.common.text import UNSEEN, same_characters, spelled

# A name of several words is looked for inside longer words, too, if it has so many letters ("#griyatenunwastrabali").
UNMISTAKABLE = 8

_UNSEEN = re.compile(f"[{UNSEEN}]")
_QUOTE = re.compile(f"[{QUOTES}]")
# Where somebody can be looked up; "@Rp5.000" is a price.
_CONTACT = (
    r"(?<!\S)\S*@(?!rp)[a-z_][\w.-]*\w|(?:https?://|www\.)\S*[\w/]"
    r"|(?<![\w.-])[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,4}\.(?:com|net|org|id|me|shop|store|biz|info)(?:/\S*[\w/])?(?![\w-])"
)
_GAP = r"[ \n./()-]{0,3}"
_DIGIT_WORD = r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
# Mobile and fixed lines as they are written here; any number with its country's code; a number of an identity card, a tax card or a licence; digits in words.
_NUMBERS = (
    rf"(?<![\w.,])(?:\+|00)[1-9](?:{_GAP}\d){{8,13}}(?!\d)"
    rf"|(?<![\w.,+])(?<!rp )(?:62{_GAP}|0)8\d{{1,2}}(?:{_GAP}\d){{6,10}}(?!\d)"
    r"|(?<![\w.,+])0[ .-]8(?:[ .-]\d){7,11}(?!\d)"
    rf"|(?<![\w.,])\(?0[2-79]\d{{1,2}}\)?[ ./-]{{1,3}}\d(?:[ .-]?\d){{4,7}}(?!\d)"
    rf"|(?<![\w.,])0[2-79]\d{{7,10}}(?!\d)"
    r"|(?<!\d)\d{13,16}(?!\d)"
    r"|(?<!\d)\d{4} \d{4} \d{4} \d{1,4}(?!\d)"
    rf"|\b{_DIGIT_WORD}(?:[ ,-]+{_DIGIT_WORD}){{7,}}\b"
)


def masked(text: str, names: Iterable[str]) -> str:
    """`text` without `names`, which stand there as whole words in whatever spelling, and without addresses and numbers by which somebody is found.

    >>> masked("Sari dari Sarirejo, sari@contoh.test, 0812-3456-7890", ["Sari"])
    '[disamarkan] dari Sarirejo, [disamarkan], [disamarkan]'
    """
    seen = spelled(_UNSEEN.sub("", text))
    pieces, end = [], 0
    for found in _pattern(tuple(names)).finditer(_folded(seen)):
        pieces += [seen[end : found.start()], _("[disamarkan]")]
        end = found.end()
    return "".join([*pieces, seen[end:]])


def _folded(text: str) -> str:
    """`text` for comparing, letter by letter: the same places, so that what is found there can be cut out here."""
    return "".join(map(_letter, text))


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    plain = "\n" if letter == "\n" else "'" if _QUOTE.match(letter) else same_characters(letter)
    base = spelled(plain, "NFD")[:1].lower()
    return base if len(base) == 1 else letter


@lru_cache(maxsize=1024)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Names side by side become one mask, so that their number does not tell. Longest first, or a part would be taken for the whole."""
    said = sorted(dict.fromkeys(part for name in names for part in _spellings(name)), key=len, reverse=True)
    one = rf"(?:{'|'.join([_NUMBERS, _CONTACT, *said])})"
    return re.compile(rf"{one}(?:\s+{one})*")


def _spellings(name: str) -> Iterator[str]:
    """Patterns for `name`: as it stands, and, where it has several words, joined or with other marks between them."""
    folded = _folded(spelled(_UNSEEN.sub("", name)))
    words = [re.sub(r"[\W_]", "", word) for word in re.split(r"[^\w']+", folded)]
    words = [word for word in words if word]
    if not any(letter.isalpha() for letter in folded):
        return
    if marks := folded.split():
        yield r"(?<!\w)" + r"\s+".join(map(_by_the_letter, marks)) + r"(?!\w)"
    yield from _runs(words)


def _runs(words: list[str]) -> Iterator[str]:
    """Neighbouring words of a name, joined or parted by any mark: "wayansari", "Wayan-Sari", "griya_tenun_wastra"."""
    if len(words) < 2:
        return
    joined = r"[\W_]{0,3}".join(map(_loosely, words))
    size = sum(map(len, words))
    yield rf"(?<!\w)\w{{0,40}}{joined}\w*" if size >= UNMISTAKABLE else rf"(?<![^\W_]){joined}(?![^\W_])"


def _loosely(word: str) -> str:
    """A word with or without an apostrophe between any two letters: "ma'ruf", "maruf"."""
    return "'?".join(map(re.escape, word))


def _by_the_letter(mark: str) -> str:
    """One word of a name with its marks, of which quotes may be left out."""
    return "".join("'?" if letter == "'" else re.escape(letter) + "'?" for letter in mark).removesuffix("'?") or "'"
