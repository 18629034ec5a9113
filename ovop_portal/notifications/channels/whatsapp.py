"""WhatsApp by the official Cloud API: messages that were approved beforehand (templates), and receipts that come back (webhooks).

Two templates, whose words stand in docs/operasi.md: a notice (category *utility*: greeting, fact, link) and a code (category *authentication*, where the code
stands in the text and behind the button that copies it). Our row's uuid goes along (`biz_opaque_callback_data`) and comes back with every receipt, so that a
receipt finds its row even where the answer to the sending was lost.

Source: developers.facebook.com/documentation/business-messaging/whatsapp (messages, webhooks, error codes).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare

from ovop_portal.notifications.channels.composing import Message
from ovop_portal.notifications.channels.outcomes import Misfit, Never, NotNow, Unanswered
from ovop_portal.notifications.channels.posting import Answer, post

GREETING = "Bapak/Ibu {name}"
NOBODY = "Bapak/Ibu"

# By the code of an error, which Meta asks to go by; the status only says the rest.
TO_THIS_READER = {131056}  # too many to one number
# Too many calls, the throughput, the daily limit; services that are down or in maintenance.
LATER = {2, 4, 80007, 130429, 131000, 131016, 131048, 131057, 133004} | TO_THIS_READER
# The token, the permission, the account, the sending number, the template.
OURS = {
    0,
    3,
    10,
    33,
    190,
    368,
    131005,
    131031,
    131042,
    131045,
    132000,
    132001,
    132005,
    132007,
    132012,
    132015,
    132016,
    133010,
}
PERMISSIONS = range(200, 300)
SIGNATURE = "sha256="
CHALLENGE = re.compile(r"[\w-]{1,200}", re.ASCII)


def send(message: Message) -> str:
    """Hand a message over; returns the id by which receipts name it.

    The Cloud API knows no key against doubles, so this channel cannot promise that a message which was given over without an answer went out at most once *and*
    at least once. At most once is kept: it is not repeated (`operations.MOST_UNANSWERED`). If no receipt comes, the next channel carries the news; then both
    may arrive.
    """
    url = f"{settings.WHATSAPP_API_URL.rstrip('/')}/{settings.WHATSAPP_PHONE_NUMBER_ID}/messages"
    answer = post(url, body_for(message), token=settings.WHATSAPP_TOKEN)
    if answer.status == 200 and (reference := _reference(answer)):
        return reference
    raise _refusal(answer)


def body_for(message: Message) -> dict[str, Any]:
    """What is posted."""
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.to.lstrip("+"),
        "type": "template",
        "template": _code(message) if message.code else _notice(message),
        "biz_opaque_callback_data": message.id,
    }


def _notice(message: Message) -> dict[str, Any]:
    greeting = GREETING.format(name=message.name) if message.name else NOBODY
    return _template(settings.WHATSAPP_TEMPLATE_NOTICE, _part("body", greeting, message.title, message.url))


def _code(message: Message) -> dict[str, Any]:
    button = {**_part("button", message.code), "sub_type": "url", "index": "0"}
    return _template(settings.WHATSAPP_TEMPLATE_CODE, _part("body", message.code), button)


def _template(name: str, *parts: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "language": {"code": settings.WHATSAPP_TEMPLATE_LANGUAGE}, "components": list(parts)}


def _part(kind: str, *words: str) -> dict[str, Any]:
    return {"type": kind, "parameters": [{"type": "text", "text": text} for text in words]}


def _reference(answer: Answer) -> str:
    messages = answer.said.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    found = first.get("id") if isinstance(first, dict) else None
    return found if isinstance(found, str) and len(found) <= 200 else ""


def _refusal(answer: Answer) -> Exception:
    """What an answer that is no receipt means. An error in the words of the API surely sent nothing."""
    code = _code_of(answer.said.get("error"))
    said = f"HTTP {answer.status}, code {code if code is not None else 'none'}"
    if code in LATER or answer.status in (429, 503):
        return NotNow(said, wait=answer.wait, everybody=code not in TO_THIS_READER)
    if code is None and (answer.status >= 500 or answer.status < 300):
        # Something between us and the API spoke, or the receipt cannot be read: it may have gone out.
        return Unanswered(said)
    if code in OURS or code in PERMISSIONS or answer.status in (401, 403) or answer.status < 400:
        return Misfit(said)
    if answer.status >= 500:
        return NotNow(said, wait=answer.wait)
    return Never(said)


def _code_of(error: object) -> int | None:
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and not isinstance(code, bool) else None


# --- What comes back --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Receipt:
    """What became of one message: `sent`, `delivered`, `read` or `failed`. `letter` is our row's uuid, where it came along."""

    reference: str
    letter: str
    status: str
    at: datetime | None
    code: int | None = None

    @property
    def comes_back(self) -> bool:
        """Did it fail by something that passes?"""
        return self.code in LATER


def challenge_in(asked: Mapping[str, str]) -> str:
    """What is answered to whoever proves our address with the word of the settings; empty to others."""
    word, challenge = settings.WHATSAPP_VERIFY_TOKEN, asked.get("hub.challenge", "")
    knows_it = bool(word) and constant_time_compare(asked.get("hub.verify_token", ""), word)
    return challenge if knows_it and CHALLENGE.fullmatch(challenge) else ""


def is_signed(body: bytes, signature: str) -> bool:
    """Did somebody who knows the app's secret write this body, byte for byte?"""
    made = hmac.new(settings.WHATSAPP_APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return bool(settings.WHATSAPP_APP_SECRET) and constant_time_compare(signature, SIGNATURE + made)


def receipts_in(said: object) -> Iterator[Receipt]:
    """The receipts of a webhook, in their order; whatever else it brings, or cannot be read, is passed over."""
    for value in _values(said):
        if _own(value):
            for status in _listed(value, "statuses"):
                if receipt := _receipt(status):
                    yield receipt


def words_in(said: object) -> Iterator[tuple[str, str]]:
    """What people wrote to our number: who (E.164) and the text."""
    for value in _values(said):
        if _own(value):
            for message in _listed(value, "messages"):
                who, text = message.get("from"), message.get("text")
                words = text.get("body") if isinstance(text, dict) else None
                if isinstance(who, str) and who.isdecimal() and isinstance(words, str):
                    yield f"+{who}", words


def _values(said: object) -> Iterator[dict[str, Any]]:
    for entry in _listed(said, "entry"):
        for change in _listed(entry, "changes"):
            if isinstance(value := change.get("value"), dict):
                yield value


def _own(value: Mapping[str, Any]) -> bool:
    """Is it about the number from which the portal sends? One app may serve several."""
    metadata = value.get("metadata")
    return isinstance(metadata, dict) and metadata.get("phone_number_id") == settings.WHATSAPP_PHONE_NUMBER_ID


def _listed(said: object, name: str) -> list[dict[str, Any]]:
    listed = said.get(name) if isinstance(said, dict) else None
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def _receipt(status: Mapping[str, Any]) -> Receipt | None:
    reference, said = status.get("id"), status.get("status")
    if not isinstance(reference, str) or not 0 < len(reference) <= 200 or said not in KNOWN:
        return None
    letter, errors = status.get("biz_opaque_callback_data"), _listed(status, "errors")
    return Receipt(
        reference=reference,
        letter=letter if isinstance(letter, str) else "",
        status=said,
        at=_moment(status.get("timestamp")),
        code=_code_of(errors[0]) if errors else None,
    )


KNOWN = ("sent", "delivered", "read", "failed")


def _moment(said: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(str(said)), UTC)
    except (ValueError, OverflowError, OSError):
        return None
