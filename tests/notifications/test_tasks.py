"""One mail all the way: a committed verb, the broker, a real worker, a file in the mailbox."""

from __future__ import annotations

import email
import email.policy
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from ovop_portal import celery_app
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import now
from ovop_portal.notifications import kinds
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import SWEEP, notify

pytestmark = pytest.mark.django_db(transaction=True)


def letters() -> list[Any]:
    """What lies in the mailbox of the processes beside the tests."""
    folder = Path(settings.EMAIL_FILE_PATH)
    texts = [path.read_text() for path in sorted(folder.glob("*.log"))] if folder.exists() else []
    parts = [part for text in texts for part in text.split("-" * 79 + "\n") if part.strip()]
    return [email.message_from_string(part, policy=email.policy.default) for part in parts]


def until_sent(count: int) -> None:
    deadline = time.monotonic() + 20
    while Outbox.objects.filter(sent_at__isnull=False).count() < count:
        assert time.monotonic() < deadline, list(Outbox.objects.values("attempts", "error", "sent_at"))
        time.sleep(0.05)


@pytest.fixture
def told(worker: Any) -> User:
    """Somebody is told, in a transaction, something the installed rooms know how to say: the worker does not know kinds of tests."""
    user = User.objects.create_user(name="Ni Wayan Sari", email="sari@contoh.id")
    kind = kinds.all_kinds()[0]
    with transaction.atomic():
        notify([user], kind, context=dict.fromkeys(kind.placeholders(), "x"), path="/kabar/", now=now(), key="journey")
    return user


def test_a_committed_verb_ends_as_one_mail(told: User) -> None:
    until_sent(1)
    letter = Outbox.objects.get()
    mine = [sent for sent in letters() if str(letter.uuid) in sent["Message-ID"]]
    assert [(sent["To"], sent["Message-ID"]) for sent in mine] == [("sari@contoh.id", f"<{letter.uuid}@localhost>")]
    assert "Yth. Bapak/Ibu Ni Wayan Sari," in mine[0].get_content()


def test_the_sweep_sends_what_the_broker_lost(told: User) -> None:
    until_sent(1)
    Outbox.objects.update(sent_at=None, due_at=now() - timedelta(seconds=1))
    celery_app.send_task(SWEEP)
    until_sent(1)
    assert Outbox.objects.get().attempts == 2
