"""One normal form of names: five spellings of a firm are one firm, in Python and in the database."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from ovop_portal.common.names import key, sorting
from ovop_portal.common.text import printable

SPELLINGS = [
    "UD. Ma'ruf", "UD Ma’ruf", "ud ma'ruf", "ＵＤ．Ｍａ＇ｒｕｆ", "U.D. Ma‘ruf", "Ma'ruf, UD", "MA\u00adRUF", "Ma\u200bʼruf", "ma´ruf", "PT. Ma`ruf", "Ma\ufe0f'ruf\u00a0",
]  # fmt: skip


def in_database(names: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name_key(n) FROM unnest(%s::text[]) WITH ORDINALITY AS given (n, place) ORDER BY place", [names]
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_every_spelling_of_a_firm_has_one_form() -> None:
    assert {key(name) for name in SPELLINGS} == {"maruf"}
    assert set(in_database(SPELLINGS)) == {"maruf"}


NAMES = {
    "CV. Sari-Rasa": "sari rasa",
    "Sari – Rasa (CV)": "sari rasa",
    "Toko “Sari & Rasa”": "toko sari dan rasa",
    "Koperasi Tenun Résam": "tenun resam",
    "Batik_Tulis": "batik tulis",
    "H. M. Ali, S.T.": "h m ali st",
    "ﬁlosofi kopi": "filosofi kopi",
    "PT": "pt",
    "UD.": "ud",
    "☕": "☕",
    "Udang Sari": "udang sari",
    "Kapten PT": "kapten",
    "Batik 2000": "batik 2000",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "form"), NAMES.items())
def test_quotes_go_marks_are_blanks_and_the_legal_form_stands_apart(name: str, form: str) -> None:
    assert (key(name), in_database([name])) == (form, [form])


printed = st.text(max_size=30).map(printable)
marked = st.text("aUuDdCcVPt.,'’‘“-–&+ é\u00ad\u200b\ufe0f１Ａ_()/", max_size=24)


@given(st.one_of(printed, marked, st.text(max_size=20)))
def test_the_form_of_a_form_is_itself(name: str) -> None:
    assert key(key(name)) == key(name)


@pytest.mark.django_db
def test_database_and_python_make_the_same_form_of_whatever_can_be_printed() -> None:
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.one_of(printed, marked), max_size=30))
    def compare(names: list[str]) -> None:
        names = [name.replace("\x00", "") for name in names]
        assert in_database(names) == [key(name) for name in names]

    compare()


def test_names_stand_in_the_order_a_reader_expects() -> None:
    names = ["Zaitun", "UD Ayu", "éka Karya", "“Bunga”", "CV. Dewi", "batik Ayu", "Batik Abadi"]

    assert sorted(names, key=sorting) == [
        "UD Ayu",
        "Batik Abadi",
        "batik Ayu",
        "“Bunga”",
        "CV. Dewi",
        "éka Karya",
        "Zaitun",
    ]
