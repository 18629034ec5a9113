"""What a row of the outbox says to its reader, before a channel puts it into its own form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, override

from ovop_portal.notifications.channels.outcomes import NoAddress, Pointless, UnknownKind
from ovop_portal.notifications.kinds import FORGOTTEN
from ovop_portal.notifications.models import Outbox

# A plain name: letters with what stands between them, and nothing that a mail program turns into a link. Whoever registers may write anything as their name,
# and an address that is not theirs: it must not go out as a message under the portal's name.
PLAIN_NAME = re.compile(r"(?!.*[^\W\d_]{3,}\.[^\W\d_]{2,})(?:[^\W\d_]|[ .,'’-]){1,60}")


# Placeholders that quote a stranger: whoever registers names a product and a firm as they like. Those names stand in the inbox as they are; a letter under the
# portal's name bears them only where nothing of them becomes a link or a number to call, in whatever letters it is written. A test asks that every placeholder is known to be
# one of these or our own.
QUOTED = frozenset({"product", "ikm", "whom"})
LINKED = re.compile(r"[:/@\\\r\n]|[.\u3002\uff0e\uff61\u2024](?! |$)|www|(?:\d[ ().+-]*){6}", re.IGNORECASE)
LONGEST_QUOTED = 80


@dataclass(frozen=True)
class Message:
    """One message, in the portal's own language. `id` is always the same for one row; `name` is empty where it cannot be printed; `code` for a message that is
    nothing but a code."""

    id: str
    to: str
    name: str
    title: str
    body: str
    url: str
    code: str = ""


def compose(letter: Outbox) -> Message:
    """The message of this row. Raises `NoAddress`, `UnknownKind` or `Pointless`."""
    if not letter.address:
        raise NoAddress(letter.dedup_key)
    kind = letter.notice_kind
    if kind is FORGOTTEN:
        raise UnknownKind(letter.kind)
    name, path = letter.name or (letter.recipient.name if letter.recipient else ""), letter.path
    context = letter.context
    if kind.settle is not None:
        settled = kind.settle(letter.address, letter.context)
        if settled is None:
            raise Pointless(letter.dedup_key)
        kind, name, path, context = settled.kind, settled.name, settled.path, settled.context
    context = {key: _in_a_letter(key, said) for key, said in context.items()}
    # Nobody's preference of a language is known outside a request.
    with override(settings.LANGUAGE_CODE):
        return Message(
            id=str(letter.uuid),
            to=letter.address,
            name=name if PLAIN_NAME.fullmatch(name) else "",
            title=kind.title_for(context),
            body=kind.body_for(context),
            url=settings.PORTAL_URL + path,
            code=str(context["code"]) if kind.is_code else "",
        )


def _in_a_letter(key: str, said: object) -> object:
    """What a letter says where the notice in the portal says `said`."""
    if key not in QUOTED or not isinstance(said, str) or not said:
        return said
    return gettext("nama di portal") if len(said) > LONGEST_QUOTED or LINKED.search(said) else said
