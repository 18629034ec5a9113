"""Letters that were given up are put back by one command."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from ovop_portal.common.clock import now
from ovop_portal.notifications.kinds import Kind
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import notify
from tests.accounts.factories import person


@pytest.mark.django_db
def test_every_letter_that_was_given_up_waits_again_and_the_command_says_how_many(
    returned: Kind, words: dict[str, str]
) -> None:
    notify([person("Sari"), person("Made")], returned, context=words, path="/kabar/", now=now(), key="a:1")
    Outbox.objects.update(attempts=5, parked_at=now(), error="ConnectionRefusedError: no mail server")
    out = io.StringIO()

    call_command("revive_mail", stdout=out)

    assert out.getvalue() == "2 letters wait for their turn again.\n"
    assert list(Outbox.objects.values_list("attempts", "parked_at")) == [(0, None)] * 2
