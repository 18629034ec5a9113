from __future__ import annotations

import pytest

from ovop_portal.notifications import kinds, letters
from ovop_portal.notifications.kinds import FORGOTTEN, Kind, register


def test_a_kind_names_what_its_context_must_bring(returned: Kind) -> None:
    assert returned.placeholders() == {"product", "deadline", "count"}


def test_the_same_kind_may_be_registered_twice_but_no_other_under_its_code(returned: Kind) -> None:
    assert register(returned) is returned
    with pytest.raises(ValueError, match=r"two kinds are called tests\.returned"):
        register(Kind(code="tests.returned", title="Lain", body=""))


def test_a_placeholder_reaches_no_further_than_the_context() -> None:
    with pytest.raises(ValueError, match="plain names"):
        register(Kind(code="tests.sly", title="{user.password}", body=""))


def test_what_stands_in_the_context_is_never_read_as_a_template(returned: Kind) -> None:
    sly = {"product": "{count} {{7*7}} {% load x %} %s", "deadline": "{deadline.__class__}", "count": "2"}
    assert returned.title_for(sly) == "Perlu diperbaiki: {count} {{7*7}} {% load x %} %s (sebelum {deadline.__class__})"


def test_a_title_stays_on_one_line_whatever_a_name_contains(returned: Kind) -> None:
    context = {"product": "Wayan\r\nBcc: all@example.id\n\n", "deadline": "30 Juni", "count": "2"}
    assert returned.title_for(context) == "Perlu diperbaiki: Wayan Bcc: all@example.id (sebelum 30 Juni)"


def test_an_old_notice_stays_readable_after_its_text_gained_a_placeholder(returned: Kind) -> None:
    assert returned.body_for({}) == "Dinas meminta perbaikan pada – bagian."


def test_a_kind_no_longer_known_has_a_stand_in() -> None:
    assert (kinds.get("tests.never"), str(FORGOTTEN.title)) == (FORGOTTEN, "Kabar dari Portal OVOP")


def test_the_first_40_characters_of_every_title_carry_words_of_the_fact() -> None:
    """The subject of a mail is cut on a phone: it begins with what happened, not with a long name."""
    for kind in kinds.all_kinds():
        title = str(kind.title)
        fact = title.split("{")[0].strip()
        assert 3 <= len(fact) <= 40, f"{kind.code}: {title}"


def test_whatever_befalls_an_account_is_told_at_once_even_to_whoever_wants_nothing() -> None:
    """Whoever guesses at a second step, or takes one off, could have chosen that nothing is told."""
    of_accounts = [*letters.CHANGED.values(), *letters.SECOND_STEP.values()]
    assert of_accounts
    assert [kind.code for kind in of_accounts if not (kind.is_owed and kind.at_any_hour)] == []
