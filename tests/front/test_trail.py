"""The trail of decisions: in order, filtered, with every reason proved and none of them readable."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from awards.models import Nomination
from awards.operations import candidates, joining, sending
from awards.states import NominationState as S
from ikm import operations as firms
from ovop_portal.common.canonical import digest
from ovop_portal.front.trail import PAGE, TrailFilter, read_trail
from ovop_portal.ledger.journal import record
from ovop_portal.ledger.models import Event
from ovop_portal.ledger.sealing import seal
from ovop_portal.ledger.vouching import hidden
from tests.accounts.factories import NOW
from tests.front.events import write
from tests.scene import Scene
from tests.support.second_person import disqualify

# Beside the endings of files that another test walks through.
KINDS_WITH_A_REASON = {
    "nomination.withdrawn",
    "nomination.declined",
    "ikm.join_declined",
    "ikm.owner_unlinked",
    "account.firm_unlinked",
}


def subjects(**chosen: Any) -> list[str]:
    return [line.event.subject for line in read_trail(TrailFilter(**chosen)).lines]


@pytest.mark.django_db
def test_the_newest_stands_first_and_pages_follow_the_key() -> None:
    write(PAGE + 3)

    first = read_trail(TrailFilter())
    second = read_trail(TrailFilter.from_query(QueryDict(first.older.removeprefix("?"))))

    assert [line.event.subject[-4:] for line in first.lines] == [f"{n:04}" for n in range(PAGE + 3, 3, -1)]
    assert [line.event.subject[-4:] for line in second.lines] == ["0003", "0002", "0001"]
    assert second.older == ""


@pytest.mark.django_db
def test_the_reason_of_an_ending_stands_beside_its_event_and_one_that_was_changed_is_called_so() -> None:
    scene = Scene.begin()
    file = scene.at(S.DRAFT)
    sending.withdraw([file], "Bu Sari sakit", by=scene.owner, now=scene.now)
    chosen = TrailFilter(subject=file.subject, kind="nomination.withdrawn")

    [line] = read_trail(chosen, with_reasons=True).lines
    assert "Sari" not in str(line.event.body)
    file.refresh_from_db()
    assert line.event.body["reason_sha256"] == hidden("Bu Sari sakit", file.salt)
    assert ("alasan", "Bu Sari sakit") in line.said
    [line] = read_trail(chosen).lines
    assert ("alasan", "sama dengan yang dicatat waktu itu") in line.said

    Nomination.objects.filter(pk=file.pk).update(reason="Lain")
    [line] = read_trail(chosen).lines
    assert ("alasan", "berbeda dari yang dicatat waktu itu") in line.said
    assert "Lain" not in str(line.said)


@pytest.mark.django_db
def test_every_reason_that_an_event_carries_is_found_again_in_its_row_and_cannot_be_guessed() -> None:
    """Files that end, an account that is taken off a firm (told of firm and account), and two answers to an owner who asks twice."""
    scene = Scene.begin()
    given = {"by": scene.dinas_signer, "now": scene.now}
    sending.withdraw([asking := scene.at(S.WITH_OFFICE), scene.at(S.DRAFT)], "Sakit", **given)
    sending.decline_to_nominate([scene.at(S.READY)], "Sakit", **given)
    for answer in ("Sakit", "Sakit lagi"):
        joining.ask_to_join(asking, by=scene.owner, now=scene.now)
        joining.decline_to_join(asking, answer, **given)
    firm = candidates.add_candidate(
        {"name": "UD Ata", "owner_name": "Ayu", "regency": scene.regency, "product_name": "Ata", "commodity_group": scene.commodity},
        scene.edition, **given,
    )  # fmt: skip
    for reason in ("Sakit", "Sakit lagi"):
        firms.link_owner(firm.ikm, scene.other_owner, **given)
        candidates.unlink_owner(firm, scene.other_owner, reason, **given)

    told = [line for line in read_trail(TrailFilter()).lines if "reason_sha256" in line.event.body]
    read = [
        line for line in read_trail(TrailFilter(), with_reasons=True).lines if line.event in [one.event for one in told]
    ]

    assert {line.event.kind for line in told} >= KINDS_WITH_A_REASON
    assert [line.event.kind for line in told if ("alasan", "sama dengan yang dicatat waktu itu") not in line.said] == []
    assert {dict(line.said)["alasan"] for line in read} == {"Sakit", "Sakit lagi"}
    guesses = {digest("Sakit"), digest("Sakit lagi")}
    assert [line.event.kind for line in told if line.event.body["reason_sha256"] in guesses] == []


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["decline", "fail", "disqualify"])
def test_every_ending_keeps_the_hash_of_its_reason(ending: str) -> None:
    scene = Scene.begin()
    if ending == "decline":
        file = scene.at(S.NOT_NOMINATED)
    elif ending == "fail":
        file = scene.at(S.FAILED)
    else:
        disqualify([file := scene.at(S.PASSED)], "Usaha tutup", by=scene.secretariat, now=scene.now)
    ended = Nomination.objects.get(pk=file.pk)

    lines = read_trail(TrailFilter(subject=file.subject)).lines
    assert [line.event.body["reason_sha256"] for line in lines if "reason_sha256" in line.event.body] == [
        hidden(ended.reason, ended.salt)
    ]


@pytest.mark.django_db
def test_a_short_reason_is_not_found_by_trying_and_two_of_the_same_words_look_different() -> None:
    scene = Scene.begin()
    files = scene.bring(*[S.DRAFT] * 2)
    sending.withdraw(files, "Sakit", by=scene.owner, now=scene.now)

    kept = [event.body["reason_sha256"] for event in Event.objects.filter(kind="nomination.withdrawn")]

    assert (len(set(kept)), digest("Sakit") in kept) == (2, False)


@pytest.mark.django_db
def test_a_full_last_page_offers_no_older_one() -> None:
    write(PAGE)

    assert read_trail(TrailFilter()).older == ""


@pytest.mark.django_db
def test_a_filter_keeps_what_begins_so_and_the_kind_chosen() -> None:
    write(2)
    record("nomination.withdrawn", "nomination:OVOP-2026-0002", by="system:tests", now=NOW)
    record("edition.published", "edition:2026", by="system:tests", now=NOW)

    assert subjects(subject="nomination:OVOP-2026-0002") == ["nomination:OVOP-2026-0002"] * 2
    assert subjects(subject="nomination:", kind="nomination.withdrawn") == ["nomination:OVOP-2026-0002"]
    assert subjects(kind="nomination") == []
    assert subjects(subject="%") == []


@pytest.mark.django_db
def test_each_line_says_its_place_under_the_seal_or_that_it_waits() -> None:
    write(2)
    seal(NOW)
    record("edition.published", "edition:2026", by="system:tests", now=NOW)

    trail = read_trail(TrailFilter())

    assert [line.position for line in trail.lines] == [None, 1, 0]
    assert trail.head is not None
    assert (trail.head.size, len(trail.root)) == (2, 64)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", TrailFilter()),
        ("perihal=+nomination:X+&peristiwa=role.ended&sebelum=12", TrailFilter("nomination:X", "role.ended", 12)),
        ("perihal=ovop-2026-0147", TrailFilter("nomination:OVOP-2026-0147")),
        ("perihal=a%00b&sebelum=-1", TrailFilter("ab")),
        ("sebelum=99999999999999999999", TrailFilter()),
        ("sebelum=%C2%B2", TrailFilter()),
        ("perihal=" + "x" * 300, TrailFilter("x" * 120)),
    ],
)
def test_a_query_that_cannot_be_is_left_aside(query: str, expected: TrailFilter) -> None:
    assert TrailFilter.from_query(QueryDict(query)) == expected


def test_a_filter_becomes_an_address_and_loses_its_parts_one_by_one() -> None:
    chosen = TrailFilter("nomination:X", "role.ended", 12)

    assert chosen.query == "?perihal=nomination%3AX&peristiwa=role.ended&sebelum=12"
    assert (chosen.without_subject, chosen.without_kind, chosen.from_the_top, TrailFilter().query) == (
        "?peristiwa=role.ended",
        "?perihal=nomination%3AX",
        "?perihal=nomination%3AX&peristiwa=role.ended",
        "",
    )
