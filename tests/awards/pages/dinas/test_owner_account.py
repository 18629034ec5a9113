"""The account of a firm's owner: linked by the dinas with a proof, and taken off again."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from awards.models import Nomination
from awards.states import NominationState as S
from ikm.models import OwnerLink
from ovop_portal.accounts.holder_codes import make_code
from ovop_portal.accounts.models import User
from ovop_portal.accounts.operations import grant_role
from ovop_portal.accounts.roles import Role
from ovop_portal.common import formats
from ovop_portal.common.clock import now
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.accounts.factories import person
from tests.awards.dinas import added_by_dinas, errors, path_of, send, signed_in, words
from tests.scene import Scene
from tests.support.forms import filled
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def nomination(scene: Scene) -> Nomination:
    return scene.at(S.WITH_OFFICE)


def look_up(client: Client, nomination: Nomination, phone: str) -> Any:
    return client.post(f"{path_of(nomination)}pemilik/", {"phone": phone})


def link(client: Client, nomination: Nomination, phone: str) -> Any:
    """Both pages: the number, and yes, it is the owner's account that was shown."""
    shown = look_up(client, nomination, phone)
    if shown.status_code != 200:
        return shown
    return client.post(f"{path_of(nomination)}pemilik/", filled(shown, yakin="on", beda="on"))


def test_a_number_alone_hands_over_nothing(scene, operator):
    nomination = added_by_dinas(scene)
    stranger = person("Orang Lain", Role.OWNER)
    User.objects.filter(pk=stranger.pk).update(phone=nomination.ikm.phone)

    page = operator.get(f"{path_of(nomination)}pemilik/")
    shown = look_up(operator, nomination, nomination.ikm.phone)

    assert nomination.ikm.phone[3:] not in page.content.decode().replace("-", "").replace(" ", "")
    said = words(shown)
    assert ("Orang Lain" in said, "Ni Komang Ayu" in said, "Belum dipastikan" in said) == (True, True, True)
    assert str(stranger.email) not in said
    assert not nomination.ikm.owner_links.exists()
    unsure = operator.post(f"{path_of(nomination)}pemilik/", filled(shown))
    assert unsure.status_code == 422
    assert "Pastikan dahulu kepada pemilik, lalu centang kotak ini" in errors(unsure)
    assert not nomination.ikm.owner_links.exists()


@pytest.mark.parametrize("left_out", ["kode", "nomor", "akun", "yakin"])
def test_the_second_page_without_one_of_its_answers_is_refused_in_words(scene, operator, left_out):
    nomination = added_by_dinas(scene)
    stranger = person("Orang Lain", Role.OWNER)
    shown = look_up(operator, nomination, str(stranger.phone))
    form = {name: value for name, value in filled(shown).items() if name != left_out}

    assert operator.post(f"{path_of(nomination)}pemilik/", form).status_code == 422
    assert not nomination.ikm.owner_links.exists()


def test_an_account_of_another_name_wants_a_tick_of_its_own(scene, operator):
    nomination = added_by_dinas(scene)
    other, same = person("Orang Lain", Role.OWNER), person("NI  KOMANG AYU", Role.OWNER)
    path = f"{path_of(nomination)}pemilik/"
    differs = "Nama pada akun, Orang Lain, berbeda dari nama pemilik pada berkas, Ni Komang Ayu."

    asked, shown = operator.get(path), look_up(operator, nomination, str(other.phone))
    unsure = operator.post(path, filled(shown, yakin="on"))
    alike = look_up(operator, nomination, str(same.phone))

    assert ("Isi salah satu" in words(asked), "opsional" in words(asked)) == (True, False)
    assert differs in words(shown)
    assert (unsure.status_code, errors(unsure)) == (422, ["Periksa kedua nama itu, lalu centang bila orangnya sama"])
    assert not nomination.ikm.owner_links.exists()
    assert "berbeda dari nama pemilik" not in words(alike)
    assert operator.post(path, filled(alike, yakin="on")).status_code == 302


def test_hours_of_holders_and_their_codes_are_those_of_the_readers_zone(scene, operator, owner):
    nomination = added_by_dinas(scene)
    scene.draft()
    owner.post("/akun/kode/", {"kunci": str(uuid4())})

    shown, code = look_up(operator, nomination, str(scene.other_owner.phone)), owner.get("/akun/kode/")

    # Karangasem reads WITA.
    joined = formats.waktu(scene.other_owner.joined_at, "Asia/Makassar")
    assert " ".join(joined.split()) in words(shown)
    assert ("WIB" in words(shown), "WITA, untuk satu kali pakai" in words(code)) == (False, True)


def test_another_account_than_the_one_that_was_shown_gets_nothing(scene, operator):
    nomination = added_by_dinas(scene)
    shown = look_up(operator, nomination, str(scene.other_owner.phone))

    answer = operator.post(f"{path_of(nomination)}pemilik/", filled(shown, yakin="on", akun=str(uuid4())))

    assert errors(answer) == ["Akun dengan nomor ini sudah berganti. Cari lagi"]
    assert not nomination.ikm.owner_links.exists()


def test_the_second_page_is_no_door_for_guesses(scene, operator):
    nomination = added_by_dinas(scene)
    code = make_code(scene.other_owner, now=now())
    shown = filled(look_up(operator, nomination, str(scene.other_owner.phone)), yakin="on", beda="on")

    for guess in (
        {"kode": code},
        {"nomor": str(scene.owner.phone)},
        {"kode": code, "akun": str(scene.other_owner.uuid)},
    ):
        answer = operator.post(f"{path_of(nomination)}pemilik/", shown | guess)
        by_code = "Akun dengan kode ini sudah berganti, atau kodenya sudah dipakai. Cari lagi"
        assert errors(answer) == [by_code if "kode" in guess else "Akun dengan nomor ini sudah berganti. Cari lagi"]
        assert scene.other_owner.name not in words(answer)
    assert not nomination.ikm.owner_links.exists()


def test_who_owned_the_firm_before_is_told_that_another_has_it(scene, operator):
    nomination = added_by_dinas(scene)
    former = person("Dahulu", Role.OWNER)
    OwnerLink.objects.create(ikm=nomination.ikm, user=former, starts_at=scene.now, ends_at=scene.now)

    link(operator, nomination, str(scene.other_owner.phone))

    assert list(Notice.objects.filter(recipient=former).values_list("kind", flat=True)) == ["awards.linked_to_another"]


def test_walking_through_numbers_is_stopped(scene, operator):
    nomination = added_by_dinas(scene)

    statuses = [look_up(operator, nomination, f"0812-9999-{n:04}").status_code for n in range(21)]

    assert statuses == [422] * 20 + [429]


def test_a_file_that_the_dinas_added_reaches_its_owner(scene, operator):
    nomination = added_by_dinas(scene)
    ayu = person("Ni Komang Ayu", Role.OWNER)
    User.objects.filter(pk=ayu.pk).update(phone="+6281234500001")
    owner = signed_in(ayu)
    assert owner.get(f"/usulan/{nomination.number}/").status_code == 404
    assert "Belum terhubung." in words(operator.get(path_of(nomination)))

    response = link(operator, nomination, "0812-3450-0001")

    assert response.url == path_of(nomination)
    page = words(operator.get(path_of(nomination)))
    assert ("Akun pemilik terhubung" in page, "Ni Komang Ayu, sejak" in page, "Hubungkan akun" in page) == (
        True,
        True,
        False,
    )
    assert owner.get(f"/usulan/{nomination.number}/").status_code == 200
    assert list(Notice.objects.filter(recipient=ayu).values_list("kind", "path")) == [
        ("awards.linked", f"/usulan/{nomination.number}/status/")
    ]
    event = Event.objects.about(f"ikm:{nomination.ikm.uuid}").filter(kind="ikm.owner_linked").get()
    assert (event.actor, event.body) == (scene.dinas_operator.actor, {"owner": ayu.actor, "proof": "asked"})
    event = Event.objects.about(ayu.actor).filter(kind="account.firm_linked").get()
    assert (event.actor, event.body) == (
        scene.dinas_operator.actor,
        {"ikm": str(nomination.ikm.uuid), "proof": "asked"},
    )


def test_a_number_without_an_owners_account_is_told_so_in_one_sentence(scene, operator):
    nomination = added_by_dinas(scene)
    closed = person("Tutup", Role.OWNER)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    juror = scene.juror1

    answers = [link(operator, nomination, str(phone)) for phone in ("0812-9999-0000", juror.phone, closed.phone)]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert {tuple(errors(answer)) for answer in answers} == {
        ("Tidak ada akun pemilik dengan nomor ini. Minta pemilik mendaftar lebih dahulu di localhost:8000/daftar/",)
    }
    assert juror.name not in words(answers[1])


def test_a_file_that_has_an_owner_is_not_given_to_another(scene, nomination, operator):
    refused = link(operator, nomination, str(scene.other_owner.phone))

    assert (refused.status_code, errors(refused)) == (422, ["Usaha ini sudah terhubung dengan akun pemilik"])
    assert signed_in(scene.other_owner).get(f"/usulan/{nomination.number}/").status_code == 404


def test_nobody_links_an_account_of_their_own(scene, operator):
    nomination = added_by_dinas(scene)
    grant_role(scene.dinas_operator, Role.OWNER, by="system:tests", now=scene.now)

    refused = link(operator, nomination, str(scene.dinas_operator.phone))

    assert errors(refused) == ["Akun Anda sendiri dihubungkan oleh petugas lain di dinas"]
    assert not nomination.ikm.owner_links.exists()


def test_linking_is_for_the_dinas_of_the_region(scene):
    nomination = added_by_dinas(scene)
    phone = str(scene.other_owner.phone)
    people = {"other_dinas": 404, "owner": 403, "province_officer": 403, "secretariat": 403}

    assert {name: link(signed_in(scene.people[name]), nomination, phone).status_code for name in people} == people
    assert not nomination.ikm.owner_links.exists()


def test_linking_twice_links_once(scene, operator):
    nomination = added_by_dinas(scene)
    sent = filled(look_up(operator, nomination, str(scene.other_owner.phone)), yakin="on", beda="on")

    assert [operator.post(f"{path_of(nomination)}pemilik/", sent).status_code for _ in range(2)] == [302, 302]
    assert nomination.ikm.owner_links.count() == 1


def test_the_code_of_the_account_is_the_proof_and_serves_once(scene, operator):
    nomination, second = added_by_dinas(scene), added_by_dinas(scene, "Kedua")
    path, ayu = f"{path_of(nomination)}pemilik/", scene.other_owner
    code = make_code(ayu, now=now())

    shown = operator.post(path, {"kode": f"{code[:4]} {code[4:]}"})
    answer = operator.post(path, filled(shown, yakin="on", beda="on"))
    again = operator.post(f"{path_of(second)}pemilik/", {"kode": code})

    assert ("Dipastikan: pemegang akun" in words(shown), "Belum dipastikan: siapa" in words(shown)) == (True, False)
    assert answer.url == path_of(nomination)
    event = Event.objects.about(f"ikm:{nomination.ikm.uuid}").filter(kind="ikm.owner_linked").get()
    assert event.body == {"owner": ayu.actor, "proof": "code"}
    assert errors(again) == ["Kode ini belum cocok atau sudah lewat. Minta pemilik membuat kode baru di Akun saya"]
    assert not second.ikm.owner_links.exists()


def test_who_comes_second_with_one_code_reads_of_the_code_and_not_of_a_number(scene, operator):
    """In another tab the same officer, or another officer of the dinas: the code had served by then."""
    first, second, third = (added_by_dinas(scene, name) for name in ("Satu", "Dua", "Tiga"))
    signer = signed_in(scene.dinas_signer)
    code = make_code(scene.other_owner, now=now())
    shown = [
        (
            client,
            f"{path_of(file)}pemilik/",
            filled(client.post(f"{path_of(file)}pemilik/", {"kode": code}), yakin="on", beda="on"),
        )
        for client, file in ((signer, third), (operator, second), (operator, first))
    ]

    *late, done = [client.post(path, sent) for client, path, sent in reversed(shown)][::-1]

    assert done.status_code == 302
    assert [errors(answer) for answer in late] == [
        ["Kode ini belum cocok atau sudah lewat. Minta pemilik membuat kode baru di Akun saya"],
        ["Akun dengan kode ini sudah berganti, atau kodenya sudah dipakai. Cari lagi"],
    ]
    assert not any("nomor ini" in words(answer) for answer in late)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Isi kode dari pemilik, atau nomor WhatsApp-nya"),
        ({"kode": "123"}, "Kode harus 8 angka, seperti tampil di halaman Akun saya pemilik"),
        ({"kode": "00000000"}, "Kode ini belum cocok atau sudah lewat. Minta pemilik membuat kode baru di Akun saya"),
    ],
)
def test_a_code_that_is_none_is_said_at_its_field(scene, operator, sent, says):
    answer = operator.post(f"{path_of(added_by_dinas(scene))}pemilik/", {"kunci": str(uuid4())} | sent)

    assert (answer.status_code, errors(answer), list(answer.context["form"].errors)) == (422, [says], ["kode"])


def test_a_wrong_account_is_taken_off_and_everybody_hears_of_it(scene, operator):
    nomination = added_by_dinas(scene)
    wrong, right = person("Orang Lain", Role.OWNER), person("Ni Komang Ayu", Role.OWNER)
    link(operator, nomination, str(wrong.phone))
    path = f"{path_of(nomination)}pemilik/lepas/"

    page = operator.get(path)
    empty = operator.post(path, filled(page))
    done = operator.post(path, filled(page, alasan="Nomornya salah ketik"))
    link(operator, nomination, str(right.phone))

    assert "Orang Lain" in words(page)
    assert f"{path}" in operator.get(path_of(nomination)).content.decode()
    assert (empty.status_code, errors(empty)) == (422, ["Isi alasan melepas akun"])
    assert done.url == path_of(nomination)
    assert signed_in(wrong).get(f"/usulan/{nomination.number}/").status_code == 404
    told = Notice.objects.order_by("pk").values_list("kind", "path")
    assert list(told.filter(recipient=wrong)) == [
        ("awards.linked", f"/usulan/{nomination.number}/status/"),
        ("awards.unlinked", "/kabar/"),
        ("awards.linked_to_another", "/kabar/"),
    ]
    assert Notice.objects.get(recipient=wrong, kind="awards.unlinked").context["reason"] == "Nomornya salah ketik"
    assert [kind for kind, _path in told.filter(recipient=right)] == ["awards.linked", "awards.wrongly_linked"]
    assert [kind for kind, _path in told.filter(recipient=scene.dinas_signer)] == ["awards.unlinked_for_dinas"]


def test_two_officers_take_an_account_off_once_and_an_owners_own_stays(scene, operator):
    nomination, own = added_by_dinas(scene), scene.draft()
    link(operator, nomination, str(scene.other_owner.phone))
    path = f"{path_of(nomination)}pemilik/lepas/"
    page = operator.get(path)
    first = operator.post(path, filled(page, alasan="Keliru"))
    second = signed_in(scene.dinas_signer).post(path, filled(page, alasan="Keliru juga", kunci=str(uuid4())))

    kept = operator.get(f"{path_of(own)}pemilik/lepas/")
    forged = send(operator, f"{path_of(own)}pemilik/lepas/", akun=str(scene.owner.uuid), alasan="Mau saya")

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Akun ini tidak dapat dilepas" in words(kept)
    assert "Lepas akun yang keliru" not in words(operator.get(path_of(own)))
    assert errors(forged) == ["Pemilik mendaftarkan usaha ini sendiri, jadi akunnya tidak dapat dilepas"]
    assert own.ikm.owner_links.filter(ends_at=None).exists()
    strange = [send(operator, path, akun=akun, alasan="x").status_code for akun in ("apa", str(uuid4()))]
    assert strange == [409, 409]
