"""No field of any form, and no door beside the forms, can be made to work for long by what is typed into it."""

from __future__ import annotations

import copy
import time
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse
from django.utils.http import urlencode

from ovop_portal.accounts.models import User
from ovop_portal.common.forms import OvopForm, PortalFormMixin
from tests.support.marks import AT_ONCE, pile

# As much as the portal takes in at once (DATA_UPLOAD_MAX_MEMORY_SIZE), and as much as an address holds.
BODY = pile(1_200_000)
ADDRESS = pile(1_300)


def _all_forms(kind: type) -> set[type]:
    return {kind}.union(*(_all_forms(each) for each in kind.__subclasses__()))


def _fields() -> dict[str, forms.Field]:
    """One of each kind of field that a form of the portal has."""
    assert get_resolver().url_patterns  # Every view, and with it every form, is there.
    kinds = {}
    for form in sorted(_all_forms(PortalFormMixin), key=lambda form: f"{form.__module__}.{form.__qualname__}"):
        for name, field in getattr(form, "base_fields", {}).items():
            kind = type(field), type(field.widget), getattr(field, "max_length", None), len(field.validators)
            kinds.setdefault(kind, (f"{form.__module__}.{form.__qualname__}.{name}", field))
    return dict(kinds.values())


@pytest.mark.django_db
def test_every_kind_of_field_answers_a_whole_body_of_marks_in_words_and_at_once() -> None:
    slow, silent = {}, []
    for place, field in _fields().items():
        if isinstance(field, forms.FileField):
            continue
        form_type = type("OneField", (OvopForm,), {"answer": copy.deepcopy(field)})
        data = QueryDict(mutable=True)
        for name in ("answer", "answer_0", "answer_1", "answer_2"):
            data[name] = BODY
        form: Any = form_type(data)

        begun = time.process_time()
        is_valid = form.is_valid()
        page = f"{form.errors}{form['answer']}{form.has_changed()}"
        taken = time.process_time() - begun

        if taken > AT_ONCE:
            slow[place] = taken
        if (is_valid and not isinstance(field, forms.BooleanField)) or not page:
            silent.append(place)
    assert (slow, silent) == ({}, [])


def test_every_form_of_the_admin_reads_as_the_others_do() -> None:
    request = RequestFactory().get("/pengelola/")
    request.user = User(is_superuser=True, is_active=True)
    writers = [one for one in admin.site._registry.values() if one.has_add_permission(request)]

    assert writers
    assert [one for one in writers if not issubclass(one.get_form(request), PortalFormMixin)] == []


DOORS = {
    "accounts:sign_in": ("login", "password", "next"),
    "accounts:password_reset": ("email",),
    "awards:register": ("jenis", "provinsi", "lanjut"),
    "awards:register_account": ("nama", "telepon", "sandi", "kunci", "versi", "produk"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("door", "name"), [(door, name) for door, names in DOORS.items() for name in names])
@pytest.mark.parametrize("before", ["", "//"], ids=["text", "address"])
def test_a_stranger_holds_nobody_up_with_one_field(client: Client, door: str, name: str, before: str) -> None:
    client.post(reverse(door), {name: "a"})  # What is loaded once is not what is measured.
    begun = time.process_time()
    answer = client.post(reverse(door), {name: before + BODY})
    assert (time.process_time() - begun < 2 * AT_ONCE, answer.status_code < 500) == (True, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("awards:catalogue", ["q", "provinsi", "komoditas", "laman", "bintang", "tahun"]),
        ("awards:verify_lookup", ["kode"]),
        ("awards:status_lookup", ["nomor"]),
        ("awards:register", ["jenis", "provinsi"]),
        ("accounts:sign_in", ["next"]),
    ],
)
def test_what_stands_in_an_address_is_read_at_once(client: Client, page: str, names: list[str]) -> None:
    client.get(reverse(page), {names[0]: "a"})
    for name in names:
        begun = time.process_time()
        answer = client.get(f"{reverse(page)}?{urlencode({name: ADDRESS})}")
        assert (time.process_time() - begun < 2 * AT_ONCE, answer.status_code < 500) == (True, True), name


@pytest.mark.django_db
def test_every_control_for_an_identity_number_or_a_code_is_marked_for_the_device() -> None:
    secret = {place: field for place, field in _fields().items() if getattr(field, "is_secret", False)}
    assert {type(field).__name__ for field in secret.values()} >= {
        "NibField",
        "NpwpField",
        "HolderCodeField",
        "ContactCodeField",
    }
    assert [place for place, field in secret.items() if "data-rahasia" not in field.widget.attrs] == []
