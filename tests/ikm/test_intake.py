"""The one door for firms: each record has its answer, and the rules are those of the verbs that write one part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from ikm import operations as firms
from ikm import sentras
from ikm.intake import Answer, Record, register, take_in
from ikm.models import Ikm, OwnerLink, Product, Sentra
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.models import Event
from tests.ikm.factories import RecordFactory
from tests.regions.factories import DistrictFactory
from tests.scene import NOW, Scene
from tests.support.rivals import at_once
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
FIGURES = {
    "year": 2025, "workers_male": 4, "workers_female": 9, "workers_local": 10, "investment": 250_000_000, "turnover": 900_000_000,
}  # fmt: skip


@standing
def scene() -> Scene:
    return Scene.begin()


def a_record(scene: Scene, name: str = "Tenun Baru", *, product: Any = (), **rest: Any) -> Record:
    proofs = {part: rest.pop(part) for part in ("permits", "photos", "figures", "owner") if part in rest}
    firm = {"name": name, "owner_name": "Ayu", "regency": scene.regency} | rest
    return Record(firm, {"name": "Selendang", "commodity_group": scene.commodity} | dict(product), **proofs)


def outcome(answer: Answer) -> str:
    """The name of the firm that was made, or the codes of what keeps it out."""
    return answer.product.ikm.name if answer.product else ", ".join(item.code for item in answer.missing)


def test_each_record_has_its_answer_in_order_and_what_is_refused_keeps_nothing_else_out(scene: Scene) -> None:
    known = scene.product().ikm
    records = [
        a_record(scene, "Satu"),
        a_record(scene, "Dua", nib=known.nib),
        a_record(scene, "Tiga ☕", figures=[FIGURES | {"workers_local": 14}]),
        a_record(scene, "Empat", nib="9120001234567"),
    ]

    answers = take_in(records, by=scene.dinas_operator, now=NOW)

    assert [outcome(answer) for answer in answers] == ["Satu", "nib_taken", "unprintable, local", "Empat"]
    assert [answer.record for answer in answers] == records
    assert [item.message for item in answers[1].missing] == ["NIB ini sudah terdaftar"]
    assert set(Ikm.objects.exclude(pk=known.pk).values_list("name", flat=True)) == {"Satu", "Empat"}
    made = [answer.product.ikm.subject for answer in answers if answer.product]
    assert set(Event.objects.filter(kind="ikm.registered", subject__in=made).values_list("subject", flat=True)) == set(
        made
    )


def test_all_or_none_names_the_firm_of_each_refusal_where_there_are_several(scene: Scene) -> None:
    good, late = a_record(scene, "Satu"), a_record(scene, "Dua", founded_in=2010, sentra_since=2001)

    with pytest.raises(Refused) as of_two:
        register([good, late], by=scene.dinas_operator, now=NOW)
    with pytest.raises(Refused) as of_one:
        register([late], by=scene.dinas_operator, now=NOW)

    words = "ahun masuk sentra (2001) lebih awal daripada tahun berdiri (2010)"
    assert (str(of_two.value), str(of_one.value)) == (f"Dua: t{words}", f"T{words}")
    assert not Ikm.objects.exists()
    assert not Event.objects.filter(kind="ikm.registered").exists()


def test_a_nib_that_stands_in_two_rows_is_nobody_s_until_somebody_looks(scene: Scene) -> None:
    twice = [a_record(scene, name, nib="9120001234567") for name in ("Satu", "Dua")]

    answers = take_in([*twice, a_record(scene, "Tiga")], by=scene.dinas_operator, now=NOW)

    assert [outcome(answer) for answer in answers] == ["nib_taken", "nib_taken", "Tiga"]


def test_an_account_comes_with_whoever_brings_the_firm_and_with_nobody_else(scene: Scene) -> None:
    record = a_record(scene, owner=scene.owner)

    [refused] = take_in([record], by=scene.dinas_operator, now=NOW)
    [own] = take_in([record], by=scene.owner, now=NOW)

    assert outcome(refused) == "other_account"
    assert OwnerLink.objects.values_list("ikm__name", "user", "given_by").get() == ("Tenun Baru", scene.owner.pk, "")
    assert outcome(own) == "Tenun Baru"


def foreign_sentra(scene: Scene) -> Sentra:
    return sentras.add_sentra(
        name="Sentra Batik", regency=scene.other_regency, commodity_group=scene.commodity, unit_count=9, number="7/2019", date=date(2019, 5, 6),
        document=None, by=scene.other_dinas, now=NOW,
    )  # fmt: skip


def kilns(scene: Scene) -> Sentra:
    return Sentra.objects.create(
        name="Sentra Gerabah", regency=scene.regency, commodity_group_id="gerabah", unit_count=9
    )


def place(product: Product, sentra: Sentra | None, **values: Any) -> None:
    ikm = product.ikm
    firms.place_in_sentra(ikm, sentra, values, seen=ikm.version, by="system:tests", now=NOW)


def paper(product: Product, **dates: date) -> None:
    dates = {"issued_on": None, "valid_until": None} | dates  # type: ignore[dict-item]
    firms.add_permit(product.ikm, "merek", number="IDM1", **dates, document=None, by="system:tests", now=NOW)  # type: ignore[arg-type]


AHEAD, LONG_AGO = NOW.date() + timedelta(days=2), date(2020, 1, 1)
# The same thing said of a whole record and of the part that holds it.
RULES: dict[str, tuple[Callable[[Scene], Record], Callable[[Scene, Product], None]]] = {
    "a sentra of another region": (
        lambda s: a_record(s, sentra=foreign_sentra(s)),
        lambda s, product: place(product, Sentra.objects.get(name="Sentra Batik")),
    ),
    "a sentra of another trade": (
        lambda s: a_record(s, sentra=kilns(s)),
        lambda s, product: place(product, Sentra.objects.get(name="Sentra Gerabah")),
    ),
    "a district of another region": (
        lambda s: a_record(s, district=DistrictFactory(code="33.75.01")),
        lambda s, product: place(product, product.ikm.sentra, district=DistrictFactory(code="33.75.02")),
    ),
    "a paper from the future": (
        lambda s: a_record(s, permits=[{"kind": "merek", "number": "IDM1", "issued_on": AHEAD}]),
        lambda s, product: paper(product, issued_on=AHEAD),
    ),
    "a paper that ends before it begins": (
        lambda s: a_record(s, permits=[{"kind": "merek", "number": "1", "issued_on": LONG_AGO, "valid_until": date(2019, 1, 1)}]),
        lambda s, product: paper(product, issued_on=LONG_AGO, valid_until=date(2019, 1, 1)),
    ),
    "more neighbours than workers": (
        lambda s: a_record(s, figures=[FIGURES | {"workers_local": 14}]),
        lambda s, product: firms.record_figures(product.ikm, 2025, FIGURES | {"workers_local": 14}, by="system:tests", now=NOW) and None,
    ),
    "a name that cannot be printed": (
        lambda s: a_record(s, address="Jl. 茶"),
        lambda s, product: firms.write(product.ikm, {"address": "Jl. 茶"}, seen=product.ikm.version, by="system:tests", now=NOW) and None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_the_door_refuses_in_the_words_of_the_verb_that_writes_the_part(scene: Scene, rule: str) -> None:
    record, write = RULES[rule]

    with pytest.raises(Refused) as whole:
        register([record(scene)], by="system:tests", now=NOW)
    with pytest.raises(Refused) as part:
        write(scene, scene.product())

    assert whole.value.missing == part.value.missing


def test_a_set_costs_the_same_for_one_and_three(django_assert_num_queries: Any) -> None:
    for records in (RecordFactory.build_batch(1), RecordFactory.build_batch(3)):
        with django_assert_num_queries(11):
            answers = take_in(records, by="system:tests", now=NOW)
        assert [outcome(answer) for answer in answers] == [record.firm["name"] for record in records]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_bring_one_nib_at_once_the_later_keeps_the_rest_of_the_set() -> None:
    scene = Scene.begin(NOW)
    said: list[list[str]] = []

    def bring(name: str) -> None:
        records = [a_record(scene, f"{name} satu", nib="9120001234567"), a_record(scene, f"{name} dua")]
        said.append([outcome(answer) for answer in take_in(records, by="system:tests", now=NOW)])

    assert at_once(lambda: bring("Pagi"), lambda: bring("Sore")) == ["done", "done"]

    assert sorted(first == "nib_taken" for first, _second in said) == [False, True]
    assert {second for _first, second in said} == {"Pagi dua", "Sore dua"}
    assert Ikm.objects.count() == 3
