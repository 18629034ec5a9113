"""SMS by a plain HTTP gateway: one POST with a bearer token and a JSON body. Gateways differ; one that speaks otherwise gets a small translator before it.

    {"to": "+6281234567890", "text": "…", "from": "OVOP", "reference": "<uuid>"}     # 2xx: taken; {"id": "…"} may come back

SMS carries codes alone: 160 characters, no link.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ovop_portal.notifications.channels.composing import Message
from ovop_portal.notifications.channels.outcomes import Misfit, Never, NotNow, Unanswered
from ovop_portal.notifications.channels.posting import Answer, post

LONGEST = 160


def send(message: Message) -> str:
    """Hand a message over; returns the gateway's id where it gives one.

    The row's uuid goes along as `Idempotency-Key`, for gateways that heed one. That cannot be relied on, so what was given over without an answer is not
    repeated: at most one SMS, and perhaps none.
    """
    body = {"to": message.to, "text": text_for(message), "from": settings.SMS_SENDER, "reference": message.id}
    answer = post(settings.SMS_URL, body, token=settings.SMS_TOKEN, headers={"Idempotency-Key": message.id})
    if 200 <= answer.status < 300:
        said = answer.said.get("id")
        return said[:200] if isinstance(said, str) else ""
    raise _refusal(answer)


def text_for(message: Message) -> str:
    """The words of a code, or the title of whatever else: never more than one SMS."""
    if not message.code:
        return message.title[:LONGEST]
    with override(settings.LANGUAGE_CODE):
        words = _("Kode Portal OVOP: {code}. Jangan berikan kepada siapa pun. Bila Anda tidak memintanya, abaikan.")
        return words.format(code=message.code)


def _refusal(answer: Answer) -> Exception:
    said = f"HTTP {answer.status}"
    if answer.status in (429, 503):
        return NotNow(said, wait=answer.wait)
    if answer.status >= 500:
        return Unanswered(said)
    return Misfit(said) if answer.status in (401, 402, 403) or answer.status < 400 else Never(said)
