"""The criteria of the scoring form, written in Python: a juror opens this page hundreds of times, and a template takes five times as long for it.

Words from the rubric and from people are escaped here; codes, keys and points are the portal's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.rubric.guides import guide
from assessments.rubric.questionnaire import CANNOT, Answered, Question
from ovop_portal.common.formats import angka


def criteria(rows: Iterable[Answered], *, is_open: bool) -> SafeString:
    """All criteria in the order of the form, each aspect under its heading."""
    language, aspect, parts = str(get_language()), "", []
    for row in rows:
        if row.question.aspect != aspect:
            aspect = row.question.aspect
            parts.append(f"<h3>{escape(aspect)}</h3>")
        parts.append(_criterion(row, is_open, *_fixed(row.question, language)))
    return mark_safe("\n".join(parts))  # noqa: S308


Option = tuple[str, str, str]


def _criterion(row: Answered, is_open: bool, legend: str, options: tuple[Option, ...], note: str) -> str:
    pk = row.question.pk
    missing, closed = "" if row.is_answered else " is-missing", "" if is_open else " disabled"
    error = f'<p class="error">{escape(row.error)}</p>' if row.error else ""
    theirs = _theirs(row, row.theirs) if row.theirs else ""
    chosen = "".join([before + (" checked" if value == row.choice else "") + after for value, before, after in options])
    return (
        f'<fieldset class="criterion{missing}" id="k{pk}" data-criterion="{pk}"{closed}>{legend}{error}{theirs}'
        f'{chosen}<div class="field">{note}{escape(row.note)}</textarea></div></fieldset>'
    )


def _theirs(row: Answered, theirs: Answered) -> str:
    """What stands on the server, beside what was chosen here."""
    words = _("Di perangkat ini: {here} poin. Di server: {there} poin.").format(
        here=row.choice or "–", there=theirs.choice or "–"
    )
    return f'<div class="banner banner-warning"><p>{escape(words)} {escape(theirs.note)}</p></div>'


@lru_cache(maxsize=1024)
def _fixed(question: Question, language: str) -> tuple[str, tuple[Option, ...], str]:
    """What is the same on every sheet, in one language: the legend with its guide, each option around its mark, and the note up to its text."""
    name = f"k{question.pk}"
    options = [
        _option(name, level.value, level.label, f'<span class="points">{_points(angka(level.points))}</span>')
        for level in question.levels
    ]
    hint = f'<span class="hint">{escape(_("Perlu alasan; tidak dihitung sebagai nol"))}</span>'
    options.append(_option(name, CANNOT, _("Tidak dapat dinilai"), "", hint))
    legend = f'<legend><span class="code">{escape(question.code)}</span> {escape(question.label)}</legend>'
    field = f"n{question.pk}"
    note = (
        f'<label for="{field}">{escape(_("Catatan"))} <span class="optional">{escape(_("(wajib bila tidak dapat dinilai)"))}</span></label>'
        f'<textarea id="{field}" name="{field}" rows="2" maxlength="2000">\n'
    )
    return legend + guide(question.evidence), tuple(options), note


def _points(number: str) -> str:
    return escape(_("{points} poin").format(points=number))


def _option(name: str, value: str, words: str, points: str, hint: str = "") -> Option:
    # Points of one digit are the key that chooses the option.
    key = f'<kbd aria-hidden="true">{value}</kbd>' if len(value) == 1 and value.isdigit() else ""
    return (
        value,
        f'<label class="opt"><input type="radio" name="{name}" value="{escape(value)}"',
        f">{key}<span>{escape(words)}{hint}</span>{points}</label>",
    )
