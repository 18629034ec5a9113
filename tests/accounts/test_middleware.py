"""Pages of somebody who is signed in leave no copy behind, and what is decided there is written down for nobody else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from ovop_portal.accounts.middleware import act_for_the_signed_in
from ovop_portal.ledger import journal
from ovop_portal.ledger.models import Event
from tests.accounts.factories import NOW, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/akun/", "/kabar/", "/", "/tidak-ada/", "/panitia/jejak/"])
def test_a_private_page_is_not_to_be_stored(client: Client, path: str) -> None:
    client.force_login(person())

    assert client.get(path).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/", "/bantuan/"])
def test_a_public_page_says_nothing_of_the_kind(client: Client, path: str) -> None:
    assert "Cache-Control" not in client.get(path).headers


def test_a_request_acts_for_whoever_is_signed_in_also_when_that_changes_meanwhile(db: None, rf: RequestFactory) -> None:
    first, second = person("Sari"), person("Budi")
    written = Event.objects.count()

    def view(request: HttpRequest) -> HttpResponse:
        for user in (first, second):
            request.user = user
            journal.record("tried", "x", by=user, now=NOW)
        with pytest.raises(IntegrityError, match="in the name of another"), transaction.atomic():
            journal.record("tried", "x", by=first, now=NOW)
        request.user = AnonymousUser()
        journal.record("tried", "x", by=first, now=NOW)
        return HttpResponse()

    act_for_the_signed_in(view)(rf.get("/"))
    journal.record("tried", "x", by=second, now=NOW)

    actors = Event.objects.order_by("pk").values_list("actor", flat=True)[written:]
    assert list(actors) == [first.actor, second.actor, first.actor, second.actor]
