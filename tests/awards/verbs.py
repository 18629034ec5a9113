"""What tests of the verbs share: what a verb finds missing, where a file is, what the journal says of it, and what somebody hears."""

from __future__ import annotations

from typing import Any

import pytest

from awards.models import (
    Nomination,
    Proposal,
    Remark,
)
from awards.operations import sending
from awards.operations.proposals import propose
from awards.states import NominationState as S
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.scene import NOW, Scene


def refusal(call: Any, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:
    """What a verb finds missing: codes and fields."""
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return [(item.code, item.field) for item in refused.value.missing]


def refused_for(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    """What a verb finds missing, by its codes alone."""
    return [code for code, _field in refusal(call, *args, **kwargs)]


def kinds(nomination: Nomination) -> list[str]:
    """What the journal says of a nomination, oldest first."""
    return [event.kind for event in Event.objects.about(nomination.subject)][::-1]


def heard(user: Any) -> list[str]:
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


def sent_back(scene: Scene, *sections: str) -> tuple[Nomination, list[Remark]]:
    """A file with a note of the dinas at each of these sections."""
    nomination = scene.at(S.WITH_OFFICE)
    notes = [(section, f"Perbaiki {section}") for section in sections]
    sending.return_to_owner([nomination], notes, by=scene.dinas_operator, now=NOW)
    return nomination, list(nomination.remarks.order_by("pk"))


def own(nomination: Nomination) -> Nomination:
    """The file as another session has loaded it."""
    return Nomination.objects.select_related("edition", "product", "ikm").get(pk=nomination.pk)


def proposed(scene: Scene, act: str, nomination: Nomination, by: Any = None, **facts: str) -> Proposal:
    told = {"basis": "BA-3/2026", "basis_date": scene.now.date(), "reason": "Keliru dicatat"}
    return propose(nomination, act, **told, facts=facts, by=by or scene.secretariat, now=scene.now)  # type: ignore[arg-type]
