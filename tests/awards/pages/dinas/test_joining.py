"""A firm that the dinas recorded and its owner registered becomes one."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from awards.models import Nomination
from awards.operations import candidates, joining, sending
from awards.operations.consent import write_consent
from awards.states import NominationState as S
from ikm import operations as firms
from ikm.joining import differences
from ikm.models import Ikm, Joining, OwnerLink, Product
from ovop_portal.accounts.holder_codes import make_code
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import now
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger import vouching
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.awards.dinas import errors, send, signed_in, state_of, words
from tests.awards.owners import bare
from tests.documents.factories import document
from tests.scene import Scene
from tests.support.standing import standing_for_a_moment

pytestmark = pytest.mark.django_db
PHONE = "+6281234567890"  # with which `bare` registers


@standing_for_a_moment
def scene() -> Scene:
    return Scene.begin(now())


@pytest.fixture
def operator(scene: Scene) -> Client:
    return signed_in(scene.dinas_operator)


def asked_by_owner(scene: Scene, name: str = "Tenun Ayu") -> Nomination:
    """What the owner registered, with the wish that it be joined with what the dinas wrote down."""
    own = bare(scene, name)
    joining.ask_to_join(own, by=scene.owner, now=scene.now)
    return own


def recorded(scene: Scene, **changes: str) -> Nomination:
    """What the dinas wrote down before the owner came."""
    firm = {"name": "UD Tenun Ayu", "owner_name": "Ni Luh Ayu", "phone": PHONE, "product_name": "SELENDANG Tenun Ayu"}
    firm |= {"regency": scene.regency, "commodity_group": scene.commodity} | changes
    return candidates.add_candidate(firm, scene.edition, by=scene.dinas_operator, now=scene.now)


def test_owner_and_dinas_get_a_hint_and_the_owner_learns_nothing_of_the_record(scene, operator):
    User.objects.filter(pk=scene.owner.pk).update(phone=PHONE)
    record, own = recorded(scene), bare(scene)

    tasks = words(signed_in(scene.owner).get(f"/usulan/{own.number}/"))

    assert "Usaha ini mungkin sudah dicatat dinas" in tasks
    assert not any(secret in tasks for secret in ("Ni Luh Ayu", "UD Tenun Ayu", record.number))
    assert "Mungkin usaha yang sama sudah dicatat dinas: UD Tenun Ayu" in words(
        operator.get(f"/dinas/berkas/{own.number}/")
    )
    assert f"Pemilik mungkin sudah mendaftar: Tenun Ayu, {own.number}" in words(
        operator.get(f"/dinas/berkas/{record.number}/")
    )


@pytest.mark.parametrize(
    ("record", "own", "hinted"),
    [
        ({"phone": "", "village": "Tenganan"}, {"village": "TENGANAN"}, True),
        ({"phone": "", "village": "Tenganan"}, {"village": "Sidemen"}, False),
        ({"phone": "", "village": ""}, {"village": ""}, False),
        ({"name": "Anyaman Ata", "village": ""}, {"village": ""}, True),
    ],
)
def test_a_name_is_a_hint_to_an_owner_in_the_same_village_only(scene, record, own, hinted):
    User.objects.filter(pk=scene.owner.pk).update(phone=PHONE)
    Ikm.objects.filter(pk=recorded(scene).ikm_id).update(**record)
    nomination = bare(scene)
    Ikm.objects.filter(pk=nomination.ikm_id).update(**own)

    page = words(signed_in(scene.owner).get(f"/usulan/{nomination.number}/"))

    assert ("Usaha ini mungkin sudah dicatat dinas" in page) is hinted


def test_a_number_or_a_name_that_the_owner_writes_into_the_record_finds_nothing_out(scene):
    """Otherwise an owner learns number by number, name by name, what the dinas has recorded."""
    User.objects.filter(pk=scene.owner.pk).update(phone="+6281299990009")
    Ikm.objects.filter(pk=recorded(scene, name="Anyaman Rahasia").ikm_id).update(village="Tenganan")
    own, owner = bare(scene), signed_in(scene.owner)
    hints = []
    for typed in ({"phone": PHONE}, {"name": "Anyaman Rahasia", "village": "Tenganan"}):
        own.ikm.refresh_from_db()
        firms.write(own.ikm, typed, seen=own.ikm.version, by=scene.owner, now=scene.now)
        hints.append("Usaha ini mungkin sudah dicatat dinas" in words(owner.get(f"/usulan/{own.number}/")))

    assert hints == [False, False]
    # The dinas, who has the record anyhow, is told; and the owner may ask at any time.
    assert "Mungkin usaha yang sama sudah dicatat dinas" in words(
        signed_in(scene.dinas_operator).get(f"/dinas/berkas/{own.number}/")
    )
    assert "Dinas sudah pernah mencatat usaha ini?" in words(owner.get(f"/usulan/{own.number}/"))
    User.objects.filter(pk=scene.owner.pk).update(phone=PHONE)
    assert "Usaha ini mungkin sudah dicatat dinas" in words(owner.get(f"/usulan/{own.number}/"))


def test_the_owner_asks_and_the_dinas_has_it_as_a_task(scene, operator):
    own, owner = bare(scene), signed_in(scene.owner)

    asked = send(owner, f"/usulan/{own.number}/sudah-dicatat/")
    send(owner, f"/usulan/{own.number}/sudah-dicatat/")

    assert asked.url == f"/usulan/{own.number}/"
    assert "1 pemilik minta usahanya digabungkan dengan catatan dinas" in words(operator.get("/dinas/"))
    assert "Pemilik minta digabungkan dengan catatan dinas." in words(operator.get(f"/dinas/berkas/{own.number}/"))
    kinds = [event.kind for event in Event.objects.about(own.ikm.subject)]
    assert kinds.count("ikm.join_asked") == 1


def test_the_page_shows_whose_account_it_is_and_what_differs_and_makes_one_firm(scene, operator):
    record, own = recorded(scene), asked_by_owner(scene)
    firms.write(own.product, {"story": "Dari ibu"}, seen=1, by=scene.owner, now=scene.now)
    firms.write(own.ikm, {"address": "Jl. Melati 3"}, seen=1, by=scene.owner, now=scene.now)
    path = f"/dinas/berkas/{own.number}/gabung/?catatan={record.ikm.uuid}"

    page, unsure = operator.get(path), send(operator, path)
    keys = {one.label: one.key for one in page.context["form"].differences}
    sides = {keys["Nama usaha"]: "dinas", keys["Nama pemilik"]: "pemilik"}
    rest = {key: "dinas" for key in keys.values() if key not in sides}
    response = send(operator, path, **sides, **rest, yakin="on", beda="on")

    assert scene.owner.name in words(page)
    assert set(keys) == {"Nama usaha", "Nama pemilik", "SELENDANG Tenun Ayu: Nama produk"}
    assert "Pastikan dahulu kepada pemilik, lalu centang kotak ini" in errors(unsure)
    assert response.url == f"/dinas/berkas/{record.number}/"
    ikm = Ikm.objects.get(pk=record.ikm_id)
    assert (ikm.name, ikm.owner_name, ikm.address, ikm.phone) == ("UD Tenun Ayu", "Ayu", "Jl. Melati 3", PHONE)
    assert Product.objects.get(ikm=ikm).story == "Dari ibu"
    assert list(OwnerLink.objects.filter(ends_at=None).values_list("ikm", "user")) == [(ikm.pk, scene.owner.pk)]
    assert (state_of(own), state_of(record)) == (S.WITHDRAWN, S.DRAFT)
    # What either said stays beside the joined one.
    before = Joining.objects.get(gone=own.ikm_id).before
    assert (before["kept"][0]["fields"]["owner_name"], before["gone"][0]["fields"]["name"]) == (
        "Ni Luh Ayu",
        "Tenun Ayu",
    )
    assert list(Ikm.objects.standing().filter(name_key="tenun ayu")) == [ikm]
    assert Event.objects.about(ikm.subject).filter(kind="ikm.joined").count() == 1


def test_the_dinas_says_no_with_a_reason_and_the_owner_goes_on_and_may_ask_again(scene, operator):
    own, owner = bare(scene), signed_in(scene.owner)
    path, asking = f"/dinas/berkas/{own.number}/gabung/tolak/", f"/usulan/{own.number}/sudah-dicatat/"
    early = send(operator, path, alasan="Tidak ada")
    send(owner, asking)
    waiting = words(owner.get(f"/usulan/{own.number}/"))

    empty = send(operator, path)
    said = send(operator, path, alasan="Kami tidak menemukan catatannya")
    late = send(signed_in(scene.dinas_signer), path, alasan="Saya juga")
    desk, page = words(operator.get("/dinas/")), words(owner.get(asking))
    tasks = words(owner.get(f"/usulan/{own.number}/"))

    assert (early.status_code, late.status_code, said.url) == (409, 409, f"/dinas/berkas/{own.number}/")
    assert errors(empty) == ["Isi alasan"]
    # What the second officer wrote is not lost with the refusal.
    assert "Saya juga" in words(late)
    assert "Dinas memeriksa catatannya" in waiting
    assert "minta usahanya digabungkan" not in desk
    assert ("Kami tidak menemukan catatannya" in page, "Minta dinas memeriksa" in page) == (True, True)
    assert "Baca jawaban dinas" in tasks
    notice = Notice.objects.get(recipient=scene.owner, kind="awards.join_declined")
    assert notice.context["reason"] == "Kami tidak menemukan catatannya"
    event = Event.objects.about(own.ikm.subject).filter(kind="ikm.join_declined").get()
    assert "menemukan" not in str(event.body)
    send(owner, asking)
    assert "1 pemilik minta usahanya digabungkan" in words(operator.get("/dinas/"))
    assert "Tidak digabungkan" in words(operator.get(f"/dinas/berkas/{own.number}/gabung/"))


def test_a_second_tap_on_the_joining_gets_the_answer_of_the_first(scene, operator):
    record, own = recorded(scene), asked_by_owner(scene)
    path = f"/dinas/berkas/{own.number}/gabung/?catatan={record.ikm.uuid}"
    sent = {one.key: "dinas" for one in differences(record.ikm, own.ikm)} | {
        "yakin": "on",
        "beda": "on",
        "kunci": str(uuid4()),
    }

    first, second = operator.post(path, sent), operator.post(path, sent)
    later = send(operator, path, **{name: value for name, value in sent.items() if name != "kunci"})

    assert (first.status_code, second.status_code, first.url == second.url) == (302, 302, True)
    assert later.status_code == 409
    assert Joining.objects.count() == 1


def test_what_was_joined_is_not_declined_any_more(scene):
    record, own = recorded(scene).ikm, asked_by_owner(scene)
    joining.join_with_record(own, record, set(), by=scene.dinas_operator, now=scene.now)

    with pytest.raises(Stale):
        joining.decline_to_join(own, "Bukan", by=scene.dinas_operator, now=scene.now)


def test_a_code_brought_to_the_joining_must_be_of_the_account_that_is_shown(scene, operator):
    record, own = recorded(scene), bare(scene)
    path = f"/dinas/berkas/{own.number}/gabung/?catatan={record.ikm.uuid}"
    sides = {one.key: "dinas" for one in differences(record.ikm, own.ikm)}
    theirs, mine = make_code(scene.other_owner, now=now()), make_code(scene.owner, now=now())

    wrong = send(operator, path, **sides, yakin="on", beda="on", kode=theirs)
    assert list(wrong.context["form"].errors) == ["kode"]
    assert send(operator, path, **sides, yakin="on", beda="on", kode=mine).status_code == 302

    event = Event.objects.about(record.ikm.subject).filter(kind="ikm.owner_linked").get()
    assert event.body == {"owner": scene.owner.actor, "proof": "code"}


def test_proofs_and_products_that_the_record_has_not_come_over_and_nothing_is_lost(scene):
    record = recorded(scene, product_name="Tas ata").ikm
    own = scene.draft("Tenun Ayu Lengkap")
    joining.ask_to_join(own, by=scene.owner, now=scene.now)
    year = own.ikm.figures.first()
    firms.record_figures(record, year.year, year.values | {"turnover": 5}, by=scene.dinas_operator, now=scene.now)
    permit = own.ikm.permits.first()
    firms.add_permit(
        record, permit.kind, number=permit.number, issued_on=date(2020, 1, 2), valid_until=None,
        document=document("ikm.permit", now=scene.now), by=scene.dinas_operator, now=scene.now,
    )  # fmt: skip
    nib, count = own.ikm.nib, own.ikm.permits.count()
    found = {one.key for one in differences(record, own.ikm)}
    theirs = {key for key in found if key.startswith("izin")}

    goes_on = joining.join_with_record(own, record, theirs, by=scene.dinas_operator, now=scene.now)

    record.refresh_from_db()
    assert {key.split("-")[0] for key in found} == {"izin", "angka", "name", "owner_name"}
    assert (record.nib, record.sentra, record.permits.count()) == (nib, scene.sentra, count)
    assert record.permits.get(kind=permit.kind, number=permit.number).issued_on == permit.issued_on
    assert record.figures.get(year=year.year).turnover == 5
    assert sorted(record.products.values_list("name", flat=True)) == sorted(["Tas ata", own.product.name])
    assert goes_on.product.photos.count() == own.product.photos.count()
    assert (goes_on.ikm, goes_on.state, state_of(own)) == (record, S.DRAFT, S.WITHDRAWN)


def test_what_was_declared_of_the_record_on_paper_does_not_cover_the_answers_that_came_with_the_owner(scene):
    full = scene.at(S.WITH_OFFICE)
    OwnerLink.objects.update(ends_at=scene.now)
    own = asked_by_owner(scene)
    firms.write(own.product, {"name": full.product.name, "story": "Lain"}, seen=1, by=scene.owner, now=scene.now)
    theirs = {one.key for one in differences(full.ikm, own.ikm)}

    goes_on = joining.join_with_record(own, full.ikm, theirs, by=scene.dinas_operator, now=scene.now)

    held = Nomination.objects.get(pk=full.pk)
    assert (goes_on.pk, held.state, held.declared_at) == (full.pk, S.WITH_OFFICE, None)
    with pytest.raises(Refused, match="sesudah pernyataan pemilik"):
        sending.mark_ready([held], by=scene.dinas_operator, now=scene.now)


def test_what_was_sent_on_has_an_owner_or_was_joined_is_refused(scene):
    record, own = recorded(scene).ikm, asked_by_owner(scene)
    given = {"by": scene.dinas_operator, "now": scene.now}
    sent = scene.at(S.SUBMITTED)
    joining.ask_to_join(sent, by=scene.owner, now=scene.now)
    with pytest.raises(Refused, match="sudah diusulkan"):
        joining.join_with_record(sent, record, set(), **given)
    joining.join_with_record(own, record, set(), **given)
    second = asked_by_owner(scene, "Tenun Kedua")

    with pytest.raises(Refused, match="sudah terhubung dengan akun pemilik"):
        joining.join_with_record(second, record, set(), **given)
    with pytest.raises(Refused, match="sudah digabungkan"):
        joining.join_with_record(second, own.ikm, set(), **given)


def test_records_of_other_regions_and_of_owners_cannot_be_picked(scene, operator):
    own = bare(scene)
    foreign = recorded(scene, regency=scene.other_regency, product_name="Lain").ikm
    owned = bare(scene, "Tenun Kedua").ikm

    answers = [
        operator.get(f"/dinas/berkas/{own.number}/gabung/?catatan={uuid}").status_code
        for uuid in (foreign.uuid, owned.uuid, own.ikm.uuid, "apa")
    ]

    assert answers == [404, 404, 404, 404]


def test_the_dinas_joins_only_what_the_owner_asks_for_or_proves_with_the_code_of_the_account(scene, operator):
    record, own = recorded(scene), bare(scene)
    path = f"/dinas/berkas/{own.number}/gabung/?catatan={record.ikm.uuid}"
    sides = {one.key: "dinas" for one in differences(record.ikm, own.ikm)} | {"yakin": "on", "beda": "on"}

    page, unasked = words(operator.get(path)), send(operator, path, **sides)
    with pytest.raises(Refused, match="Dinas sudah pernah mencatat usaha ini"):
        joining.join_with_record(own, record.ikm, set(), by=scene.dinas_operator, now=scene.now)
    with pytest.raises(Refused, match="Hanya pemilik"):
        joining.ask_to_join(own, by=scene.dinas_operator, now=scene.now)
    joined_unasked = Joining.objects.exists()
    send(signed_in(scene.owner), f"/usulan/{own.number}/sudah-dicatat/")
    joining.decline_to_join(own, "Bukan", by=scene.dinas_operator, now=scene.now)
    declined = send(operator, path, **sides)
    send(signed_in(scene.owner), f"/usulan/{own.number}/sudah-dicatat/")
    asked, done = words(operator.get(path)), send(operator, path, **sides)

    assert "Pemilik belum meminta penggabungan, jadi kodenya diperlukan" in page
    assert (unasked.status_code, declined.status_code, joined_unasked) == (422, 422, False)
    assert list(unasked.context["form"].errors) == ["kode"]
    assert "minta pemilik memilih “Dinas sudah pernah mencatat usaha ini?”" in errors(unasked)[0]
    assert ("jadi kodenya diperlukan" in asked, "Boleh kosong" in asked, done.status_code) == (False, True, 302)


def test_a_firm_that_an_owner_registered_stays_theirs_through_every_joining(scene):
    """The dinas cannot join, unlink and link a firm away: neither the record that goes on nor the one that went into it."""
    operator, given = scene.dinas_operator, {"by": scene.dinas_operator, "now": scene.now}
    own = asked_by_owner(scene)
    first = joining.join_with_record(own, recorded(scene).ikm, set(), **given)
    again = recorded(scene, name="Catatan kedua").ikm
    with pytest.raises(Refused, match="Isi kode dari pemilik"):
        joining.join_with_record(first, again, set(), **given)
    joining.ask_to_join(first, by=scene.owner, now=scene.now)
    second = joining.join_with_record(first, again, set(), **given)

    for file in (first, second, own):
        file.refresh_from_db()
        if file != second:
            with pytest.raises(Refused, match="sudah digabungkan"):
                candidates.link_owner(file, account=str(scene.other_owner.uuid), phone=scene.other_owner.phone, **given)
            with pytest.raises(Refused, match="sudah digabungkan"):
                candidates.open_drafts([file.product], scene.edition, **given)
    with pytest.raises(Refused, match="mendaftarkan usaha ini sendiri"):
        candidates.unlink_owner(second, scene.owner, "Keliru", **given)
    page = signed_in(operator).get(f"/dinas/berkas/{second.number}/pemilik/lepas/")
    assert "Akun ini tidak dapat dilepas" in words(page)
    assert list(OwnerLink.objects.filter(ends_at=None).values_list("ikm", "user")) == [(again.pk, scene.owner.pk)]


def test_what_a_wrongly_linked_account_had_asked_says_nothing_for_the_next_owner(scene):
    given = {"by": scene.dinas_operator, "now": scene.now}
    record = recorded(scene)
    firms.link_owner(record.ikm, scene.other_owner, **given)
    joining.ask_to_join(record, by=scene.other_owner, now=scene.now)
    candidates.unlink_owner(record, scene.other_owner, "Bukan pemiliknya", **given)
    firms.link_owner(record.ikm, scene.owner, **given)

    with pytest.raises(Refused, match="Isi kode dari pemilik"):
        joining.join_with_record(record, recorded(scene, name="Lain").ikm, set(), **given)


def test_a_file_without_an_owner_is_joined_with_nothing(scene):
    given = {"by": scene.dinas_operator, "now": scene.now}

    with pytest.raises(Refused, match="Isi kode dari pemilik"):
        joining.join_with_record(recorded(scene), recorded(scene, name="Lain").ikm, set(), **given)


@pytest.mark.parametrize(
    ("owner_says", "dinas_says", "shown", "refusals"),
    [
        (False, True, False, (True, False)),
        (None, True, False, (False, False)),
        (True, None, True, (False, False)),
        (True, True, True, (False, False)),
        (True, "refuses", False, (False, True)),
    ],
)
def test_what_the_owner_said_of_being_shown_goes_with_the_file_and_a_yes_of_the_dinas_is_no_yes_of_the_owner(
    scene, owner_says, dinas_says, shown, refusals
):
    own, record, operator = asked_by_owner(scene), recorded(scene), scene.dinas_operator
    if dinas_says:
        write_consent([record], may_publish=dinas_says is True, office_refuses=True, by=operator, now=scene.now)
    if owner_says is not None:
        sending.declare([own], may_publish=owner_says, by=scene.owner, now=scene.now)

    goes_on = joining.join_with_record(own, record.ikm, set(), by=operator, now=scene.now)

    held = Nomination.objects.get(pk=goes_on.pk)
    assert goes_on == record
    assert (held.may_publish, (held.owner_refuses, held.office_refuses)) == (shown, refusals)
    assert (goes_on.may_publish, goes_on.owner_refuses) == (held.may_publish, held.owner_refuses)
    if owner_says is False:
        # Whoever proves the season finds the row as the newest event says it is.
        [name, digest] = next(iter(vouching.digests_of([held]).values()))
        assert Event.objects.about(held.subject).filter(body__rows__has_key=name).first().body["rows"][name] == digest


def test_a_refusal_stays_when_the_file_is_withdrawn_and_the_dinas_begins_another(scene):
    own = bare(scene)
    sending.declare([own], may_publish=False, by=scene.owner, now=scene.now)
    sending.withdraw([own], "Sakit", by=scene.owner, now=scene.now)

    [anew] = candidates.open_drafts([own.product], scene.edition, by=scene.dinas_operator, now=scene.now)

    with pytest.raises(Refused, match="Pemilik menolak"):
        sending.declare([anew], may_publish=True, by=scene.dinas_operator, now=scene.now)
    sending.declare([anew], may_publish=True, by=scene.owner, now=scene.now)
    assert Nomination.objects.get(pk=anew.pk).may_publish
