"""The mail that carries a notice: plain text, one fact, one link. The same row always gives the same Message-ID, so that a mail sent twice after a crash is
recognised as one."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from ovop_portal.notifications.kinds import FORGOTTEN
from ovop_portal.notifications.models import Outbox

# A plain name: letters with what stands between them, and nothing that a mail program turns into a link. Whoever registers may write anything as their name,
# and an address that is not theirs: it must not go out as a message under the portal's name.
PLAIN_NAME = re.compile(r"(?!.*[^\W\d_]{3,}\.[^\W\d_]{2,})(?:[^\W\d_]|[ .,'’-]){1,60}")


class NoAddress(Exception):
    """The person has no address any more, or is no longer active."""


class UnknownKind(Exception):
    """This process does not know the kind: it is older than the one that wrote the row, and a newer one will send it."""


def send(letter: Outbox) -> None:
    """Hand the mail over to the mail server, or raise."""
    message_for(letter).send()


def message_for(letter: Outbox) -> EmailMessage:
    """The mail as it goes out, in the portal's own language: nobody's preference is known outside a request."""
    if not letter.address:
        raise NoAddress(letter.dedup_key)
    kind = letter.notice_kind
    if kind is FORGOTTEN:
        raise UnknownKind(letter.kind)
    name, path = letter.name or (letter.recipient.name if letter.recipient else ""), letter.path
    context = letter.context
    if kind.settle is not None:
        settled = kind.settle(letter.address, letter.context)
        kind, name, path, context = settled.kind, settled.name, settled.path, settled.context
    with override(settings.LANGUAGE_CODE):
        text = render_to_string(
            "notifications/mail.txt",
            {
                "name": name if PLAIN_NAME.fullmatch(name) else "",
                "body": kind.body_for(context),
                "url": settings.PORTAL_URL + path,
            },
        )
        subject = kind.title_for(context)
    return EmailMessage(
        subject=subject,
        body=text,
        to=[letter.address],
        reply_to=[settings.CONTACT_EMAIL],
        headers={"Message-ID": message_id(letter), "Auto-Submitted": "auto-generated"},
    )


def message_id(letter: Outbox) -> str:
    """The Message-ID: always the same for one row, made of its uuid and the portal's own host name."""
    return f"<{letter.uuid}@{urlsplit(settings.PORTAL_URL).hostname}>"
