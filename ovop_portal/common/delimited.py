"""Tables in text files (CSV), as people and spreadsheets save them: whatever can be read without guessing is read, anything else is said in one sentence.

Excel saves a byte order mark or none, semicolons or commas or tabs, "sep=;" on a line of its own, TRUE for true, and days in the manner of the
country. A row knows where it stands, so that what is wrong is named by file, line and column.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import formats, numbers
from .text import same_characters, tidy_line, validate_line

DELIMITERS = ",;\t"
_FLAGS = {
    "true": True,
    "false": False,
    "benar": True,
    "salah": False,
    "ya": True,
    "tidak": False,
    "1": True,
    "0": False,
}


class Unfit(ValueError):
    """A table cannot be read. The text is one sentence that names file, line and column."""


class Row:
    """One row of a table: its cells by the names of their columns."""

    def __init__(self, file: str, line: int, cells: dict[str, str]) -> None:
        self.file, self.line, self._cells = file, line, cells

    def __getitem__(self, column: str) -> str:
        return self._cells[column]

    def unfit(self, column: str, words: str) -> Unfit:
        """What is wrong in `column` of this row, to be raised."""
        place = _("{berkas}, baris {line}, kolom {column}: {words}")
        return Unfit(place.format(berkas=self.file, line=self.line, column=column, words=words))

    def shaped(self, column: str, pattern: str, example: str) -> str:
        """The cell, if it is written as `pattern` asks. A spreadsheet takes "11.10" for a number and saves 11.1."""
        if not re.fullmatch(pattern, self[column]):
            raise self.unfit(
                column, _("“{cell}” harus ditulis seperti {example}").format(cell=self[column], example=example)
            )
        return self[column]

    def one_of(self, column: str, values: Sequence[str]) -> str:
        """The cell, if it is one of `values`."""
        if self[column] not in values:
            words = _("“{cell}” harus salah satu dari {values}")
            raise self.unfit(column, words.format(cell=self[column], values=", ".join(values)))
        return self[column]

    def filled(self, column: str) -> str:
        """The cell, if there is anything in it."""
        if not self[column]:
            raise self.unfit(column, _("harus diisi"))
        return self[column]

    def whole(self, column: str) -> int:
        """The cell as a whole number."""
        try:
            return numbers.parse_whole(self[column])
        except numbers.Unreadable:
            raise self.unfit(column, _("“{cell}” harus berupa angka bulat").format(cell=self[column])) from None

    def flag(self, column: str) -> bool:
        """The cell as yes or no."""
        found = _FLAGS.get(self[column].lower())
        if found is None:
            raise self.unfit(column, _("“{cell}” harus true atau false").format(cell=self[column]))
        return found

    def day(self, column: str) -> date:
        """The cell as a day."""
        found = formats.parse_tanggal(self[column])
        if found is None:
            raise self.unfit(column, _("“{cell}” harus tanggal, misalnya 2026-11-21").format(cell=self[column]))
        return found


def read(data: bytes, file: str, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of the table `data`, which `file` names in sentences; it must have `columns` and may have others. Raises `Unfit`."""
    lines = _text(data, file).splitlines()
    skipped = 0
    delimiters = DELIMITERS
    if lines and (said := re.fullmatch(r"sep=(.)", lines[0].strip(), re.IGNORECASE)):
        skipped, delimiters = 1, said[1]
    head = next((place for place in range(skipped, len(lines)) if lines[place].strip(" " + DELIMITERS)), None)
    if head is None:
        raise Unfit(_("{berkas} kosong: baris pertama harus memuat nama kolom").format(berkas=file))
    delimiter = max(delimiters, key=lambda mark: len(set(_names(lines[head], mark)) & set(columns)))
    names = _names(lines[head], delimiter)
    lacking = [column for column in columns if column not in names]
    if lacking:
        words = _("{berkas}, baris {line}: kolom {columns} tidak ada")
        raise Unfit(words.format(berkas=file, line=head + 1, columns=", ".join(lacking)))
    if doubled := next((name for name in names if name and names.count(name) > 1), None):
        words = _("{berkas}, baris {line}: kolom {columns} ada dua kali")
        raise Unfit(words.format(berkas=file, line=head + 1, columns=doubled))
    return _rows(lines[head + 1 :], file, head + 1, names, delimiter)


def _rows(lines: list[str], file: str, before: int, names: list[str], delimiter: str) -> Iterator[Row]:
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    first = before + 1
    while True:
        try:
            raw = next(reader, None)
        except csv.Error:
            raise Unfit(
                _("{berkas}, baris {line}: tanda kutip tidak ditutup").format(berkas=file, line=first)
            ) from None
        if raw is None:
            return
        cells = [" ".join(tidy_line(cell).split()) for cell in raw]
        if any(cells):
            yield _row(file, first, names, cells, delimiter)
        first = before + reader.line_num + 1


def _row(file: str, line: int, names: list[str], cells: list[str], delimiter: str) -> Row:
    row = Row(file, line, {name: cell for name, cell in zip(names, cells, strict=False) if name})
    if len(cells) < len(names):
        raise row.unfit(names[len(cells)], _("tidak ada isinya, barisnya terlalu pendek"))
    if any(cells[len(names) :]):
        words = _("barisnya terlalu panjang; isi yang memuat “{mark}” harus diapit tanda kutip")
        raise row.unfit(names[-1], words.format(mark=delimiter))
    for column, cell in zip(names, cells, strict=False):
        try:
            validate_line(cell)
        except ValidationError:
            raise row.unfit(column, _("memuat tanda yang tidak dapat disimpan")) from None
    return row


def _names(line: str, delimiter: str) -> list[str]:
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return [same_characters(cell).strip().lower() for cell in cells]


def _text(data: bytes, file: str) -> str:
    """UTF-8 with or without a mark, UTF-16 with one ("Unicode text"), else the code page in which a Windows of the west saves."""
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unfit(_("{berkas} bukan tabel teks. Simpan sebagai “CSV UTF-8”").format(berkas=file))
