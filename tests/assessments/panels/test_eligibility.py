"""One rule of who may judge: each bond that keeps a juror from a file is found, said in words, and refused whoever picks the juror."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assessments.models import Entry, Juror, Scoresheet
from assessments.operations import assigning, seats
from assessments.operations import jurors as jurors_side
from assessments.pages.monitor.progress import replacements_for
from assessments.panels.eligibility import BARS, BRIEFLY, obstacles
from awards.models import Nomination
from awards.states import NominationState as S
from ikm.models import OwnerLink
from ovop_portal.accounts.models import Membership
from ovop_portal.accounts.roles import Role
from ovop_portal.common.verbs import Refused
from tests.assessments.factories import InstitutionFactory, JurorFactory
from tests.assessments.officers import get, post, words
from tests.regions.factories import RegencyFactory
from tests.scene import Scene, sheets_for_sending
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def file(scene: Scene) -> Nomination:
    """A file of Karangasem, Bali, before five jurors."""
    return scene.at(S.IN_ASSESSMENT)


def entry_of(file: Nomination) -> Entry:
    return Entry.objects.select_related("nomination__edition", "panel").get(nomination=file)


def sixth(scene: Scene, **values: Any) -> Juror:
    """One more juror on the panel."""
    juror = JurorFactory(**{"name": "Juri 6", "now": scene.now} | values)
    assigning.seat_panel(scene.edition, scene.commodity.pk, [juror], by=scene.secretariat, now=scene.now)
    return juror


def bound(scene: Scene, file: Nomination, bond: str) -> Juror:
    """A juror on the panel who must not judge `file` for the reason `bond`."""
    if bond == "own_region":
        return sixth(scene, home_regency=scene.regency)
    if bond == "own_province":
        return sixth(scene, home_regency=RegencyFactory(code="51.02"))
    if bond == "institution":
        house = InstitutionFactory(name="Dekranasda Bali", province=scene.regency.province)
        return sixth(scene, institution=house)
    juror = sixth(scene)
    if bond == "own_firm":
        OwnerLink.objects.create(ikm=file.ikm, user=juror.user, ends_at=scene.now, starts_at=scene.now - timedelta(1))
    elif bond in {"dinas", "province"}:
        of_whom = scene.dinas_operator if bond == "dinas" else scene.province_officer
        served = of_whom.memberships.get()
        since = scene.now - timedelta(days=400)
        Membership.objects.create(
            user=juror.user,
            role=served.role,
            office=served.office,
            starts_at=since,
            ends_at=since + timedelta(1),
            granted_by="system:test",
        )
    elif bond == "conflict":
        assigning.declare_conflict(juror, [file], "firm", by=juror.user, now=scene.now)
    elif bond == "seat_ended":
        seats.end_seat(juror.seats.get(), "Sakit", by=scene.secretariat, now=scene.now)
    elif bond == "no_role":
        juror.user.memberships.update(ends_at=scene.now - timedelta(minutes=1), starts_at=scene.now - timedelta(days=1))
    return juror


BONDS = {
    "own_region": "own_region",
    "own_province": "own_province",
    "institution": "own_province",
    "own_firm": "own_firm",
    "dinas": "own_office",
    "province": "own_office",
    "conflict": "conflict",
    "seat_ended": "seat_ended",
    "no_role": "no_role",
}


@pytest.mark.parametrize(("bond", "code"), BONDS.items())
def test_each_bond_is_refused_by_the_verb_and_offered_by_no_page(scene, file, officer, bond, code):
    juror, entry = bound(scene, file, bond), entry_of(file)

    with pytest.raises(Refused) as refused:
        assigning.assign_sheets([(entry, juror)], by=scene.secretariat, now=scene.now)
    [missing] = refused.value.missing
    assert (missing.code, file.blind_code in missing.message, "Juri 6" in missing.message) == (code, True, True)

    assert juror not in replacements_for(entry).offered
    sheet = sheets_for_sending(file).get(juror__user=scene.juror1)
    with pytest.raises(Refused):
        seats.withdraw_sheets([sheet], "Sakit", replacements={sheet: juror}, by=scene.secretariat, now=scene.now)

    seats.withdraw_sheets([sheet], "Sakit", by=scene.secretariat, now=scene.now)
    page = get(officer, "assignment", bagian="pembagian", benih="7", kode=file.blind_code)
    assert (page.context["proposal"].pairs, page.context["proposal"].short) == ([], {entry.pk: 1})
    if bond != "seat_ended":  # whose seat has ended is on no list any more
        assert f"Juri 6: {BRIEFLY[code]}" in words(page)
        answer = post(
            officer,
            "assignment",
            query="?bagian=pembagian",
            tindakan="tambah",
            kode=file.blind_code,
            juri=str(juror.user.uuid),
        )
        assert (answer.status_code, missing.message in words(answer)) == (422, True)
    assert not Scoresheet.objects.filter(juror=juror).exists()


def test_who_read_a_file_in_screening_does_not_judge_it(scene):
    reader = JurorFactory(user=scene.screener)
    Membership.objects.create(user=scene.screener, role=Role.JUROR, starts_at=scene.now, granted_by="system:test")
    read = scene.at(S.IN_ASSESSMENT)
    assigning.seat_panel(scene.edition, scene.commodity.pk, [reader], by=scene.secretariat, now=scene.now)

    found = obstacles([(entry_of(read), reader)])

    assert [item.code for item in found.values()] == ["reader"]


def test_a_juror_without_any_bond_judges(scene, file):
    juror = sixth(scene, home_regency=scene.other_regency)

    assert obstacles([(entry_of(file), juror)]) == {}
    assert replacements_for(entry_of(file)).offered == [juror]


def test_every_bar_has_its_words_twice():
    assert list(BARS) == list(BRIEFLY)


def test_the_rule_costs_the_same_for_one_pair_and_for_many(scene, django_assert_num_queries):
    file, more = scene.at(S.IN_ASSESSMENT), scene.bring(*[S.IN_ASSESSMENT] * 2)
    entries = [entry_of(each) for each in [file, *more]]

    with django_assert_num_queries(3):
        obstacles([(entries[0], scene.jurors[0])])
    with django_assert_num_queries(3):
        found = obstacles([(entry, juror) for entry in entries for juror in scene.jurors])

    assert {missing.code for missing in found.values()} == {"twice"}


def test_a_bond_that_was_taken_away_binds_on(scene: Scene, file: Nomination) -> None:
    """Else one hand empties the home, gives the sheet, and puts the home back."""
    at_home = jurors_side.keep_juror
    juror = sixth(scene, home_regency=RegencyFactory(code="51.02"))
    house = InstitutionFactory(name="Dekranasda Bali", province=scene.regency.province)
    sent = sixth(scene, name="Juri 7", institution=house)
    for one in (juror, sent):
        at_home(one, [scene.commodity], by=scene.secretariat, now=scene.now)

    juror.home_regency = None
    at_home(juror, [scene.commodity], by=scene.secretariat, now=scene.now)
    house.province = None
    jurors_side.keep_institution(house, by=scene.secretariat, now=scene.now)

    entry = entry_of(file)
    found = obstacles([(entry, juror), (entry, sent)])
    assert {missing.code for missing in found.values()} == {"own_province"}
    assert len(found) == 2
