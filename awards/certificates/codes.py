"""Codes that people type or scan: random, without letters that are mistaken for others, and the certificate's with a check character."""

import re
import secrets
from collections.abc import Callable, Collection, Iterable

from ovop_portal.common.text import same_characters

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0, O, 1, I
BODY_LENGTH = 10
_ADDRESS = re.compile(r"(?:/v/|[?&]kode=)([^/?&#\s]+)", re.IGNORECASE)

_BETWEEN = re.compile(r"[^A-Z0-9]+")


def blind_code() -> str:
    """A code under which the jury knows a file. There are 33 million, so two of many can be alike: see `fresh_blind_codes`."""
    return "K-" + "".join(secrets.choice(ALPHABET) for _ in range(5))


def fresh_blind_codes(count: int, taken_among: Callable[[Collection[str]], Iterable[str]]) -> list[str]:
    """`count` codes, no two alike and none that a file has. `taken_among` tells which of some codes are taken; it is asked once, and again only for the
    few that were.
    """
    fresh: dict[str, None] = {}
    while len(fresh) < count:
        drawn = dict.fromkeys(blind_code() for _ in range(count - len(fresh)))
        taken = set(taken_among(list(drawn)))
        fresh.update((code, None) for code in drawn if code not in taken)
    return list(fresh)


def example() -> str:
    """A code as it is printed, to be shown where one is asked for. Its check character is wrong, so that no certificate has it."""
    return spaced("KD7F4M2Q9XR")


def certificate_code(body: str | None = None) -> str:
    """An unguessable certificate code: ten characters (50 bits) and a check character. `body` is for made seasons, which must come out the same."""
    body = body or "".join(secrets.choice(ALPHABET) for _ in range(BODY_LENGTH))
    return body + check_character(body)


def check_character(body: str) -> str:
    """Luhn's rule over 32 letters: notices every single wrong character and nearly every swap of neighbours."""
    total = 0
    for place, letter in enumerate(reversed(body)):
        doubled = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += doubled // 32 + doubled % 32
    return ALPHABET[-total % 32]


def tidy(typed: str) -> str:
    """What somebody typed, as a code: spaces, dashes and case forgiven, and taken out of the address of the QR code or the sentence that was pasted."""
    plain = same_characters(typed).strip()
    if address := _ADDRESS.search(plain):
        plain = address[1]
    whole = "".join(letter for letter in plain.upper() if letter.isalnum())
    found = [] if is_well_formed(whole) else codes_in(plain)
    return found[0] if len(found) == 1 else whole


def codes_in(text: str) -> list[str]:
    """The certificate codes in a text, each once: in one piece, or in the groups in which they are printed."""
    words = _BETWEEN.split(same_characters(text).upper())
    groups = ["".join(words[place : place + 3]) for place in range(len(words)) if _is_printed(words[place : place + 3])]
    return list(dict.fromkeys(code for code in [*words, *groups] if is_well_formed(code)))


def _is_printed(words: list[str]) -> bool:
    return [*map(len, words)] == [4, 4, 3]


def is_well_formed(code: str) -> bool:
    """Has `code` the length, the letters and the check character of a certificate code?"""
    return (
        len(code) == BODY_LENGTH + 1
        and all(letter in ALPHABET for letter in code)
        and check_character(code[:-1]) == code[-1]
    )


def is_shaped(code: str) -> bool:
    """Could `code` be a mistyped code? It has the right length and consists of letters and digits. Anything else is no code at all."""
    return len(code) == BODY_LENGTH + 1 and code.isascii() and code.isalnum()


def spaced(code: str) -> str:
    """The code in groups for reading: ABCD EFGH JKL."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
