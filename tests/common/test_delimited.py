"""Tables as spreadsheets save them."""

from __future__ import annotations

from datetime import date

import pytest

from ovop_portal.common import delimited
from ovop_portal.common.delimited import Row, Unfit

COLUMNS = ("code", "name", "since")
TABLE = 'code,name,since\n11.10,"Aceh, Barat",2020-11-19\n'


def read(data: bytes | str) -> list[Row]:
    return list(delimited.read(data.encode() if isinstance(data, str) else data, "daerah.csv", COLUMNS))


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        TABLE.replace("\n", "\r\n").encode(),
        b"code;name;since\r\n11.10;Aceh, Barat;19/11/2020\r\n",
        b"\xef\xbb\xbfcode;name;since\r\n11.10;Aceh, Barat;19-11-2020\r\n;;\r\n",
        b"sep=;\r\ncode;name;since\r\n11.10;Aceh, Barat;19 November 2020\r\n",
        b"code\tname\tsince\r\n11.10\tAceh, Barat\t2020-11-19\r\n",
        b'Since, CODE ,"Name"\n2020-11-19,11.10," Aceh,\tBarat "\n\n\n',
        b"name;code;since;catatan;;\n  Aceh,\xc2\xa0Barat;11.10;2020-11-19;;;\n",
    ],
)
def test_a_table_is_read_however_a_spreadsheet_saved_it(data: bytes) -> None:
    [row] = read(data)

    assert (row.shaped("code", r"[0-9]{2}\.[0-9]{2}", "33.10"), row["name"], row.day("since")) == (
        "11.10",
        "Aceh, Barat",
        date(2020, 11, 19),
    )


def test_letters_of_an_old_code_page_are_read() -> None:
    assert read("code;name;since\n1;Café;2020\n".encode("cp1252"))[0]["name"] == "Café"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "daerah.csv kosong: baris pertama harus memuat nama kolom"),
        ("\n,,\n", "daerah.csv kosong: baris pertama harus memuat nama kolom"),
        ("code,nama,since\n1,2,3\n", "daerah.csv, baris 1: kolom name tidak ada"),
        ("code;since\n1;2\n", "daerah.csv, baris 1: kolom name tidak ada"),
        ("code,name,since,name\n", "daerah.csv, baris 1: kolom name ada dua kali"),
        ("code,name,since\n1,2\n", "daerah.csv, baris 2, kolom since: tidak ada isinya, barisnya terlalu pendek"),
        (
            "code,name,since\n\n1,Aceh, Barat,2020\n",
            "daerah.csv, baris 3, kolom since: barisnya terlalu panjang; isi yang memuat “,” harus diapit tanda kutip",
        ),
        ('code,name,since\n1,2,3\n1,"Aceh,3\n', "daerah.csv, baris 3: tanda kutip tidak ditutup"),
        (b"PK\x03\x04\x00\x00", "daerah.csv bukan tabel teks. Simpan sebagai “CSV UTF-8”"),
    ],
)
def test_what_is_no_table_is_said_in_one_sentence(data: bytes | str, sentence: str) -> None:
    with pytest.raises(Unfit) as said:
        read(data)

    assert str(said.value) == sentence


def test_a_cell_that_cannot_be_is_named_by_file_line_and_column() -> None:
    [_first, row] = read('code,name,since\n1,"dua\nbaris",x\n11.1,,31/02/2020\n')
    asked = [
        lambda: row.shaped("code", r"[0-9]{2}\.[0-9]{2}", "33.10"),
        lambda: row.whole("code"),
        lambda: row.flag("code"),
        lambda: row.filled("name"),
        lambda: row.day("since"),
        lambda: row.one_of("code", ["a", "b"]),
    ]
    said = []
    for ask in asked:
        with pytest.raises(Unfit) as unfit:
            ask()
        said.append(str(unfit.value))

    assert said == [
        "daerah.csv, baris 4, kolom code: “11.1” harus ditulis seperti 33.10",
        "daerah.csv, baris 4, kolom code: “11.1” harus berupa angka bulat",
        "daerah.csv, baris 4, kolom code: “11.1” harus true atau false",
        "daerah.csv, baris 4, kolom name: harus diisi",
        "daerah.csv, baris 4, kolom since: “31/02/2020” harus tanggal, misalnya 2026-11-21",
        "daerah.csv, baris 4, kolom code: “11.1” harus salah satu dari a, b",
    ]
