"""How sure a rule is, and where one can read it."""

from __future__ import annotations

import pytest

from awards.provenance import PARTLY, PROPOSED, VERIFIED, Provenance, addresses, mark_of, text_of


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        ("verified", VERIFIED),
        ("verified as practice in 2014-2015", VERIFIED),
        ("heading and level 1 verified; levels 2-3 proposed", PARTLY),
        ("stars verified, score ranges unknown", PARTLY),
        ("inferred", PARTLY),
        ("proposed default, editable", PROPOSED),
    ],
)
def test_a_rule_is_whole_in_the_sources_or_partly_or_ours(status: str, mark: str) -> None:
    assert mark_of(status) == mark


def test_what_a_row_keeps_is_read_back_with_the_address_of_each_source() -> None:
    first, second = sorted(addresses())[:2]

    found = Provenance.of(text_of({"status": "verified", "source": [first, second]}))

    assert (found.mark, str(found.words)) == (VERIFIED, "ada dalam sumber")
    assert [(source.key, source.address) for source in found.sources] == [
        (first, addresses()[first]),
        (second, addresses()[second]),
    ]


def test_a_rule_without_a_source_and_one_whose_status_has_no_words_are_shown_as_they_stand() -> None:
    assert text_of({"status": "proposed"}) == "proposed"
    assert Provenance.of("agreed in 2031 [S999]").words == "agreed in 2031"
