"""What owners hear. The notice of a file leads to its status page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from awards.models import Milestone, Nomination
from awards.notices import kinds
from awards.notices.telling import NOTHING, context_of, key_of, mark_of, office_names
from awards.states import OPEN_TO_OWNER
from ikm.models import OwnerLink
from ovop_portal.accounts.models import User
from ovop_portal.common.formats import tanggal
from ovop_portal.notifications.kinds import Kind
from ovop_portal.notifications.models import Notice
from ovop_portal.notifications.operations import News, amend, notify, notify_many

NOTHING_EACH: Mapping[str, Mapping[str, object]] = {}
# An answer that is another now, in words: its section, its name, what stood there, what stands there, and what is said where both read alike though
# they are not the same (a photo); empty where the same words are the same answer.
Line = Sequence[str]
# What somebody writes within this time is one piece of work, and told as one.
WORKING_SESSION = timedelta(hours=1)
# As much of an answer is told.
LONGEST = 60


def tell_former_owners(nomination: Nomination, *, now: datetime) -> None:
    """Tell those whose account the firm belonged to before that another has it."""
    links = OwnerLink.objects.filter(ikm=nomination.ikm)
    former = User.objects.filter(pk__in=links.exclude(ends_at=None).values("user")).exclude(
        pk__in=links.filter(ends_at=None).values("user")
    )
    key = key_of(nomination, kinds.LINKED_TO_ANOTHER, now)
    notify(
        former,
        kinds.LINKED_TO_ANOTHER,
        context={"ikm": nomination.ikm.name} | mark_of(nomination.edition),
        path=reverse("notifications:inbox"),
        now=now,
        key=key,
    )


def tell_unlinked(nomination: Nomination, account: User, reason: str, *, now: datetime) -> None:
    """Tell the account that the firm is no longer its own. The notice leads nowhere but to the inbox: the file is closed to it."""
    context = {"ikm": nomination.ikm.name, "reason": reason} | mark_of(nomination.edition)
    notify(
        [account],
        kinds.UNLINKED,
        context=context,
        path=reverse("notifications:inbox"),
        now=now,
        key=key_of(nomination, kinds.UNLINKED, now),
    )


def tell_of_wrong_link(nomination: Nomination, *, since: datetime, until: datetime, now: datetime) -> None:
    """Tell the owner that the file was another's for a while: whoever's data it is has a right to hear of it."""
    zone = nomination.regency.zone
    also = {"since": tanggal(since, zone), "until": tanggal(until, zone), "contact": settings.CONTACT_EMAIL}
    tell_owners([nomination], kinds.WRONGLY_LINKED, now=now, also=also)


def tell_owners(
    nominations: Sequence[Nomination],
    kind: Kind,
    *,
    now: datetime,
    besides: User | str | None = None,
    also: Mapping[str, object] = NOTHING,
    each: Mapping[str, Mapping[str, object]] = NOTHING_EACH,
    delay: timedelta = timedelta(),
) -> None:
    """Tell the owners of each nomination's firm; the notice leads to the status page, its letter goes after `delay`. Nobody is told what they did themselves
    (`besides`). `also` is said of all of them, `each` by number of the file.
    """
    owners = defaultdict(list)
    dinas = office_names(nomination.regency_id for nomination in nominations) if "office" in kind.placeholders() else {}
    links = OwnerLink.objects.filter(
        ikm__in={nomination.ikm_id for nomination in nominations}, ends_at__isnull=True
    ).select_related("user")
    for link in links:
        owners[link.ikm_id].append(link.user)
    notify_many(
        kind,
        [
            News(
                owner,
                _status_of(nomination),
                key_of(nomination, kind, now),
                {
                    **context_of(nomination),
                    **({"office": dinas[nomination.regency_id]} if dinas else {}),
                    **also,
                    **each.get(nomination.number, NOTHING),
                },
            )
            for nomination in nominations
            for owner in owners[nomination.ikm_id]
            if owner != besides
        ],
        now=now,
        delay=delay,
    )


def tell_of_changes(nomination: Nomination, changes: Sequence[Line], *, to_declare: bool, now: datetime) -> None:
    """Tell the owners what somebody else changed in their file. What is changed within one working session is one notice, whose letter waits for its end."""
    session = Notice.objects.filter(
        kind=kinds.WRITTEN_FOR_OWNER.code, path=_status_of(nomination), created_at__gt=now - WORKING_SESSION
    )
    begun = session.order_by("-pk").select_for_update().first()
    before = begun.context if begun else {"lines": [], "next": ""}
    lines = _together([*before["lines"], *changes])
    also = {
        "lines": lines,
        "sections": ", ".join(dict.fromkeys(section for section, *_words in lines)),
        "changed": _in_words(lines),
        "next": _declare_anew(nomination) if to_declare else before["next"],
    }
    if begun:
        amend(kinds.WRITTEN_FOR_OWNER, begun.key, {**begun.context, **also})
    else:
        tell_owners([nomination], kinds.WRITTEN_FOR_OWNER, now=now, also=also, delay=WORKING_SESSION)


def _declare_anew(nomination: Nomination) -> str:
    if nomination.state in OPEN_TO_OWNER:
        return str(_("Pernyataan Anda tidak berlaku lagi: periksa isinya, lalu nyatakan sekali lagi saat mengirim. "))
    return str(
        _(
            "Pernyataan Anda tidak berlaku lagi: sebelum berkas diusulkan, dinas mengembalikannya, lalu Anda memeriksa dan menyatakannya lagi. "
        )
    )


def tell_of_acting_for_owners(nominations: Sequence[Nomination], kind: Kind, *, now: datetime) -> None:
    """Tell the owners what the dinas did in their place, with the answers that it had changed since the file came to them."""
    came = Milestone.objects.filter(nomination__in=nominations, code__in=("returned", "invited")).order_by("pk")
    since = dict(came.values_list("nomination__number", "at"))
    written: dict[str, list[Line]] = defaultdict(list)
    told = Notice.objects.filter(kind=kinds.WRITTEN_FOR_OWNER.code, path__in=[_status_of(one) for one in nominations])
    for notice in told.order_by("pk"):
        number = notice.context["number"]
        if number not in since or notice.created_at >= since[number]:
            written[number] += notice.context["lines"]
    each = {one.number: {"changed": _in_words(_together(written[one.number]))} for one in nominations}
    tell_owners(nominations, kind, now=now, also={"contact": settings.CONTACT_EMAIL}, each=each)


def _together(lines: Iterable[Line]) -> list[Line]:
    """Each line once: what stood there first, and what stands there last. A file that was taken away and put there is another, though it reads alike."""
    known: dict[tuple[str, str], Line] = {}
    for section, label, before, after, alike in lines:
        first = known.get((section, label), (section, label, before))[2]
        known[section, label] = [section, label, first, alike if alike and after == first else after, alike]
    return list(known.values())


def _in_words(lines: Sequence[Line]) -> str:
    """What was changed, old and new; long answers by their beginning."""
    words = [
        f"{label}: {Truncator(before).chars(LONGEST)} → {Truncator(after).chars(LONGEST)}"
        for _section, label, before, after, _alike in lines
        if before != after
    ]
    return str(_("Yang berubah: {changes}. ")).format(changes="; ".join(words)) if words else ""


def _status_of(nomination: Nomination) -> str:
    return reverse("awards:status", args=[nomination.number])
