"""Channels of the demo and the tests: what would go to a telephone is laid beside the mails, with its channel in the address."""

from __future__ import annotations

from django.core.mail import EmailMessage

from ovop_portal.accounts.models import ContactChannel
from ovop_portal.notifications.channels import sms as real_sms
from ovop_portal.notifications.channels import whatsapp as real_whatsapp
from ovop_portal.notifications.channels.composing import Message


def whatsapp(message: Message) -> str:
    """As the template would read."""
    template = real_whatsapp.body_for(message)["template"]
    words = [part["text"] for component in template["components"] for part in component["parameters"]]
    return _lay_down(ContactChannel.WHATSAPP, message, "\n\n".join(dict.fromkeys(words)))


def sms(message: Message) -> str:
    return _lay_down(ContactChannel.SMS, message, real_sms.text_for(message))


def _lay_down(channel: ContactChannel, message: Message, text: str) -> str:
    # No such host exists: should such a letter ever reach a mail server, it goes nowhere.
    address = f"{channel.label} {message.to} <{message.to.lstrip('+')}@{channel}.invalid>"
    EmailMessage(subject=message.title, body=text, to=[address]).send()
    return f"kept:{message.id}"
