"""What a blind jury may read of a dossier in its owner's own words."""

from __future__ import annotations

from typing import Any

import pytest

from assessments.dossier import evidence
from assessments.dossier.evidence import names_in
from assessments.dossier.masking import masked
from assessments.rubric.guides import GUIDES
from awards.dossier.snapshot import Snapshot
from tests.support import dossiers

MASK = "[disamarkan]"
# What names the firm of the dossier below, each in a text of its own.
GIVEAWAYS = [
    "UD Griya Tenun Wastra",
    "griya tenun wastra",
    "Ni Wayan Sari",
    "Wayan",
    "SARI",
    "Sentra Tenun Gringsing",
    "Tenganan",
    "Manggis",
    "Karangasem",
    "Bali",
    "@griya.wastra",
    "sari@contoh.test",
    "https://contoh.test/sari",
]


TOLD = " ".join(f"Ini {name}, itu saja." for name in GIVEAWAYS)


def a_dossier(
    story: str = TOLD, others: str = TOLD, photo: str | None = TOLD, sentra: Any = (), **ikm: Any
) -> Snapshot:
    """A dossier whose texts tell whose it is: the story, the other free texts, what is said of the photo."""
    return dossiers.a_dossier(
        ikm={"sentra_since": None, "nib": "1234567890123"} | ikm,
        sentra={"decrees": []} if sentra == () else sentra,
        product={text: story if text == "story" else others for text in evidence.FREE_TEXTS},
        permits=[],
        photos=[] if photo is None else [{"slot": "utuh", "alt": photo, "document": dossiers.document(1)}],
        figures=[],
    )


def read(dossier: Snapshot, *, blind: bool, province: str = "") -> str:
    """All that stands in facts and beside photos."""
    facts = [fact.value for part in evidence.chapters(dossier, blind=blind, province=province) for fact in part.facts]
    return " ".join([*facts, *(photo.alt for photo in evidence.pictures(dossier, blind=blind, province=province))])


@pytest.mark.parametrize("name", GIVEAWAYS)
def test_no_free_text_tells_a_blind_jury_whose_dossier_it_is(name):
    assert name in read(a_dossier(), blind=False)
    assert name.casefold() not in read(a_dossier(), blind=True).casefold()


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize(("is_anchor", "read_as"), [(True, "Ya"), (False, "Tidak")])
def test_the_jury_reads_whether_the_firm_pulls_its_sentra_along(is_anchor, read_as, blind):
    parts = evidence.chapters(a_dossier(is_anchor=is_anchor), blind=blind)

    assert [fact.value for part in parts for fact in part.facts if fact.label == "Penghela sentra"] == [read_as]


def test_the_jury_still_reads_what_is_said_of_the_product():
    [story] = [
        fact.value
        for part in evidence.chapters(a_dossier(), blind=True)
        for fact in part.facts
        if "erita" in fact.label
    ]

    assert story == " ".join([f"Ini {MASK}, itu saja."] * len(GIVEAWAYS))


def test_what_is_no_name_stays():
    text = "Sarinah menenun di Kebalian seperti Wayang: 40 helai, sarung @Rp50.000, ni dan bin. Sari-sari"

    assert masked(text, names_in(a_dossier())) == text.replace("Sari-sari", f"{MASK}-{MASK}")


def test_names_side_by_side_and_over_a_line_become_one_mask():
    names = names_in(a_dossier())

    assert masked("Oleh Ni Wayan\n Sari Wayan Karangasem Bali.", names) == f"Oleh {MASK}."


def test_the_facts_that_criteria_rest_on_go_by_the_rubric_s_names():
    dossier = dossiers.a_dossier(product={"supply_years": 3, "story": "Panjang"}, permits=[], photos=[])
    found = evidence.by_evidence(evidence.chapters(dossier, blind=False))

    assert [(fact.label, fact.value) for fact in found["supply_secured_years"]] == [("Jaminan pasokan", "3 tahun")]
    assert set(found) <= set(GUIDES)
    assert "Panjang" not in [fact.value for facts in found.values() for fact in facts]


@pytest.mark.parametrize(
    ("name", "text", "read_as"),
    [
        ("Tenun (Asli) *1", "Kain Tenun (Asli) *1 kami", f"Kain {MASK} kami"),
        ("A+B", "Toko A+B dan AAB", f"Toko {MASK} dan AAB"),
        ("C:\\d", "di C:\\d dan C:1", f"di {MASK} dan C:1"),
        ("Ma'ruf", "kata Ma'ruf", f"kata {MASK}"),
        ("Über Rasa", "di über  rasa.", f"di {MASK}."),
        ("", "tidak berubah", "tidak berubah"),
        ("   ", "tidak  berubah", "tidak  berubah"),
        ("-", "a - b", "a - b"),
        ("12", "12 helai", "12 helai"),
    ],
)
def test_a_name_is_taken_by_the_letter(name, text, read_as):
    assert masked(text, [name]) == read_as


@pytest.mark.parametrize("province", ["Nusa Tenggara Timur", "Daerah Istimewa Yogyakarta"])
def test_the_full_name_of_the_province_is_masked_as_its_short_one_is(province):
    short = province.removeprefix("Daerah Istimewa ")
    dossier = a_dossier(
        story=f"Kain {province}, kain NTT, kain {short}, Sumba Timur",
        others="",
        photo=None,
        regency={"code": "53.11", "name": "Kab. Sumba Timur, NTT"},
    )

    assert f"kain {MASK}, kain {MASK}, {MASK}" in read(dossier, blind=True, province=province)


def test_a_bare_dossier_has_nothing_to_hide_and_is_left_as_it_is():
    said = "Ditenun tiga generasi."
    nobody = {"name": "", "owner_name": "", "village": "", "district": "", "regency": {"code": "", "name": ""}}
    dossier = a_dossier(said, said, photo="", sentra=None, **nobody)

    assert names_in(dossier) == ("",)
    assert read(dossier, blind=True).count("Ditenun tiga generasi.") == len(evidence.FREE_TEXTS)


def test_a_craft_is_not_taken_for_a_firm_nor_short_words_for_an_owner():
    names = names_in(a_dossier(name="CV Tenun", owner_name="H. Ali bin Umar", district="Kota Baru"))

    assert not {"Tenun", "H", "Ali", "bin", "Baru"} & set(names)
    assert {"CV Tenun", "H. Ali bin Umar", "Umar", "Kota Baru"} <= set(names)


def test_very_long_words_are_read_in_no_time():
    assert masked("a" * 10_000 + " " + "@a" * 5_000, names_in(a_dossier())).startswith("aaa")
