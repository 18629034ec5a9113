"""The port: every channel takes a message and returns by what it names it, or raises one of `outcomes`. Which program stands behind it, the settings say."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from ovop_portal.accounts.models import ContactChannel
from ovop_portal.notifications.channels.composing import compose
from ovop_portal.notifications.channels.outcomes import Misfit
from ovop_portal.notifications.models import Outbox

MAIL = "ovop_portal.notifications.channels.mail.send"


def send(letter: Outbox) -> str:
    """Hand a row over to its channel. Returns the channel's own name for it, empty where it has none."""
    program = _program(letter.channel)
    if not program:
        raise Misfit(f"{letter.channel} has no program")
    reference: str = import_string(program)(compose(letter))
    return reference


def _program(channel: str) -> str:
    return {
        ContactChannel.EMAIL: MAIL,
        ContactChannel.WHATSAPP: settings.WHATSAPP_BACKEND,
        ContactChannel.SMS: settings.SMS_BACKEND,
    }[ContactChannel(channel)]
