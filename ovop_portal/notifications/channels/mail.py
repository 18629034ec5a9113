"""E-mail: plain text, one fact, one link. The same row always gives the same Message-ID, so that a mail sent twice after a crash is recognised as one."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from ovop_portal.notifications.channels.composing import Message
from ovop_portal.notifications.channels.outcomes import Never

PERMANENT = 500


class NoSuchAddress(Never):
    """The mail server refuses this reader for good."""


def send(message: Message) -> str:
    """Hand the mail over to the mail server, or raise.

    SMTP cannot promise one copy: a letter that was taken without an answer, or whose worker was killed before it noted the answer, is repeated once
    (docs/decisions/0025). The twin has the same Message-ID.
    """
    try:
        mail_for(message).send()
    except SMTPRecipientsRefused as refused:
        if all(code >= PERMANENT for code, _words in refused.recipients.values()):
            raise NoSuchAddress(str(refused)) from refused
        raise
    return ""


def mail_for(message: Message) -> EmailMessage:
    """The mail as it goes out."""
    with override(settings.LANGUAGE_CODE):
        text = render_to_string(
            "notifications/mail.txt", {"name": message.name, "body": message.body, "url": message.url}
        )
    return EmailMessage(
        subject=message.title,
        body=text,
        to=[message.to],
        reply_to=[settings.CONTACT_EMAIL],
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    )


def message_id(message: Message) -> str:
    """The Message-ID: made of the row's uuid and the portal's own host name."""
    return f"<{message.id}@{urlsplit(settings.PORTAL_URL).hostname}>"
