"""Rows of the long tables, written in Python: a template takes five times as long for hundreds of rows of many cells.

Words are looked up once for a table, not once for a row. Text from people is escaped here; codes, numbers and states are the portal's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


class Cells:
    """The cells of one table. `labels` are the heads of its columns, which a phone prints beside each value."""

    def __init__(self, labels: Mapping[str, object]) -> None:
        self._open = {name: f'<td role="cell" data-label="{escape(str(label))}">' for name, label in labels.items()}
        self._number = {
            name: f'<td role="cell" class="num" data-label="{escape(str(label))}">' for name, label in labels.items()
        }

    def text(self, name: str, inner: str) -> str:
        """A cell of words. `inner` is HTML."""
        return f"{self._open[name]}{inner}</td>"

    def number(self, name: str, inner: str) -> str:
        """A cell of a number. `inner` is HTML."""
        return f"{self._number[name]}{inner}</td>"


def head(inner: str) -> str:
    """The first cell of a row, which names it. `inner` is HTML."""
    return f'<th role="rowheader" scope="row">{inner}</th>'


def row(cells: Iterable[str], *, marked: bool = False) -> str:
    """A row of cells."""
    css = ' class="is-marked"' if marked else ""
    return f'<tr role="row"{css}>{"".join(cells)}</tr>'


def tag(words: object, tint: str) -> str:
    """A status tag. `words` are escaped."""
    return f'<span class="tag tag-{tint}">{escape(str(words))}</span>'


def hint(words: object) -> str:
    """A small line below a value. `words` are escaped."""
    return f'<br><span class="hint">{escape(str(words))}</span>'


def body(rows: Iterable[str]) -> SafeString:
    """All rows."""
    return mark_safe("".join(rows))  # noqa: S308
