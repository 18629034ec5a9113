"""One normal form for the names of firms, products, sentra and people: what is compared, looked for and sorted by.

"UD. Ma'ruf", "Ma’ruf, UD" and "ＭＡ'ＲＵＦ" are one name: `maruf`. Letters count, in whatever case, width or accent; quotes do not, any other mark is a
blank, and the legal form stands apart. The database keeps the form as a generated column by the function `name_key`, so that no door can leave it
out; `key` is the same in Python, and a test holds one against the other.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from django.db.models import Func, GeneratedField, Q, TextField, Value

from .text import UNSEEN, seen, spelled

QUOTES = "'\"`´‘’‚‛“”„‟ʹʺʻʼʽˈ′″‵‶«»‹›＇＂"
# No stored name is longer, and the database should not normalise more than that for a search.
LONGEST = 200
FORMS = "ud|cv|pt|pd|po|kop|koperasi"

_QUOTES = re.compile(f"[{QUOTES}{UNSEEN}]")
_MARKS = re.compile("[\u0300-\u036f]")
_ABBREVIATED = re.compile(r"\b(\w)\.(?=\w\b)")
_NO_LETTERS = re.compile(r"[\W_]+")
_LEGAL_FORM_FIRST = re.compile(rf"\A(?:(?:{FORMS}) )+(?=.)")
_LEGAL_FORM_LAST = re.compile(rf"(?: (?:{FORMS}))+\Z")

# `key` in SQL. It is written into a migration by hand: a change here needs a new one, and the index made anew.
FUNCTION = """
CREATE OR REPLACE FUNCTION public.name_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT COALESCE(
        NULLIF(
            regexp_replace(
                regexp_replace(
                    btrim(
                        regexp_replace(
                            regexp_replace(
                                replace(replace(
                                    regexp_replace(lower(normalize(regexp_replace(name, E'[{quotes}{unseen}]', '', 'g'), NFKD)), E'[\\u0300-\\u036f]', '', 'g'),
                                '&', ' dan '), '+', ' dan '),
                                '\\m(\\w)\\.(?=\\w\\M)', '\\1', 'g'
                            ),
                            '[^[:alnum:]]+', ' ', 'g'
                        )
                    ),
                    '^((({forms}) )+)(?=.)', ''
                ),
                '( ({forms}))+$', ''
            ),
            ''
        ),
        lower(btrim(name))
    )
$$
"""


def function_sql() -> str:
    """The statement that makes `name_key`."""
    escaped = "".join(_as_sql(letter) for letter in QUOTES), "".join(_as_sql(letter) for letter in UNSEEN)
    return FUNCTION.replace("{quotes}", escaped[0]).replace("{unseen}", escaped[1]).replace("{forms}", FORMS)


def _as_sql(letter: str) -> str:
    """A character inside E'…' and inside the brackets of a pattern; a dash is the range it stands for."""
    return "-" if letter == "-" else f"\\U{ord(letter):08x}"


def key(name: str) -> str:
    """The normal form of `name`; never empty where the name is not.

    >>> [key(name) for name in ("UD. Ma'ruf", "Ma’ruf, UD", "CV Sari & Rasa", "PT")]
    ['maruf', 'maruf', 'sari dan rasa', 'pt']
    """
    bare = _MARKS.sub("", _QUOTES.sub("", name))
    letters = _MARKS.sub("", spelled(bare, "NFKD").lower())
    joined = _ABBREVIATED.sub(r"\1", letters.replace("&", " dan ").replace("+", " dan "))
    words = _NO_LETTERS.sub(" ", joined).strip()
    return _LEGAL_FORM_LAST.sub("", _LEGAL_FORM_FIRST.sub("", words)) or name.strip().lower()


class NameField(models.CharField):
    """A name as its readers see it: what nobody sees is taken out on the way into the database, by whatever door it comes (form, import, verb, `update`).

    To migrations it is the plain column that it is in the database.
    """

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return seen(text) if isinstance(text, str) else text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.to_python(value)
            setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class NameKey(Func):
    """`name_key` of a column or a value, in a statement."""

    function = "name_key"
    output_field = TextField()
    arity = 1


def key_column(of: str = "name") -> GeneratedField:
    """A column that holds the normal form of the column `of`, kept by the database."""
    return GeneratedField(expression=NameKey(models.F(of)), output_field=TextField(), db_persist=True)


def holding(typed: str, *fields: str) -> Q:
    """The condition that one of the key columns `fields` holds what was typed, anywhere in it."""
    condition = Q()
    for field in fields:
        condition |= Q(**{f"{field}__contains": NameKey(Value(typed[:LONGEST].replace("\x00", "")))})
    return condition


def same_as(typed: str) -> Q:
    """The condition that a row's name and what was typed are one name."""
    return Q(name_key=NameKey(Value(typed[:LONGEST])))


def sorting(name: str) -> tuple[str, str]:
    """How rows in memory are put in order by their names: by the normal form, then as written."""
    return key(name), name
