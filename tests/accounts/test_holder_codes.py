"""A code tells an officer whose account it is: for minutes, once, and to nobody who reads the database."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from ovop_portal.accounts.holder_codes import VALID_FOR, code_of, holder_of, make_code, use_code
from ovop_portal.accounts.models import HolderCode
from ovop_portal.accounts.roles import Role
from ovop_portal.common.verbs import Refused
from tests.accounts.factories import NOW, person
from tests.support.rivals import at_once

pytestmark = pytest.mark.django_db


def test_a_code_names_its_account_for_minutes() -> None:
    sari, other = person("Sari"), person("Lain")
    code = make_code(sari, now=NOW)
    make_code(other, now=NOW)

    assert re.fullmatch(r"[0-9]{8}", code)
    assert code_of(sari, now=NOW) == (code, NOW + VALID_FOR)
    assert holder_of(code, now=NOW + VALID_FOR - timedelta(seconds=1)) == sari
    assert holder_of(code, now=NOW + VALID_FOR) is None
    assert code_of(sari, now=NOW + VALID_FOR) is None


def test_a_code_serves_once_and_a_new_one_voids_the_one_before() -> None:
    sari = person("Sari")
    first, second = make_code(sari, now=NOW), make_code(sari, now=NOW)
    assert (holder_of(first, now=NOW), holder_of(second, now=NOW)) == (None, sari)

    use_code(sari, now=NOW)

    assert holder_of(second, now=NOW) is None
    with pytest.raises(Refused, match="sudah dipakai"):
        use_code(sari, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_acts_in_one_moment_a_code_serves_one() -> None:
    sari = person("Sari")
    make_code(sari, now=NOW)

    def act() -> None:
        use_code(sari, now=NOW)

    assert at_once(act, act) == ["Refused", "done"]


def test_the_table_does_not_hold_the_code() -> None:
    code = make_code(person("Sari"), now=NOW)

    row = HolderCode.objects.values_list("seed", "fingerprint").get()
    assert code not in "".join(map(str, row))
    with pytest.raises(IntegrityError, match="holder_code_is_fingerprint"), transaction.atomic():
        HolderCode.objects.update(fingerprint=code)


def test_the_owner_makes_a_code_on_a_page_of_their_own() -> None:
    sari, client = person("Sari", Role.OWNER), Client()
    client.force_login(sari)
    before = client.get("/akun/kode/")

    made = client.post("/akun/kode/", {"kunci": str(uuid4())}, follow=True)

    assert HolderCode.objects.filter(user=sari).count() == 1
    assert "Kode Anda" not in before.content.decode()
    code, _until = code_of(sari, now=HolderCode.objects.get().ends_at - timedelta(minutes=1)) or ("", None)
    page = made.content.decode()
    assert f"{code[:4]}\u00a0{code[4:]}" in page
    assert "WIB" in page
    assert made.headers["Cache-Control"].startswith("max-age=0")
    assert "/akun/kode/" in client.get("/akun/").content.decode()


def test_a_double_tap_makes_one_code_and_many_must_wait() -> None:
    client, key = Client(), str(uuid4())
    client.force_login(person("Sari", Role.OWNER))
    client.post("/akun/kode/", {"kunci": key})
    code = HolderCode.objects.get().fingerprint
    client.post("/akun/kode/", {"kunci": key})
    assert HolderCode.objects.get().fingerprint == code

    statuses = [client.post("/akun/kode/", {"kunci": str(uuid4())}).status_code for _ in range(19)]

    assert statuses == [302] * 18 + [429]
