"""A table that only these tests know: three states, a number that is kept, locked once `locked_at` is set."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import models

from ovop_portal.common.guards import Fixed, HardTrigger, Locked, NoTruncate, guarded
from ovop_portal.common.verbs import Machine, lock, move, move_all, verb

MACHINE = Machine(
    births={"draft", "invited"},
    verbs={
        "send": [("draft", "sent"), ("invited", "sent")],
        "send_back": [("sent", "draft")],
        "accept": [("sent", "accepted")],
        "accept_all": [("sent", "accepted")],
    },
)


class Paper(models.Model):
    """Unknown to the project's registry, so that no migration is asked for."""

    state = models.CharField(max_length=20, default="draft")
    number = models.IntegerField(null=True)
    note = models.CharField(max_length=20, default="")
    locked_at = models.DateTimeField(null=True)

    machine = MACHINE

    class Meta:
        apps = Apps()
        app_label = "sample"
        db_table = "sample_paper"


TRIGGERS: list[HardTrigger] = [
    *guarded("sample_paper", MACHINE),
    Fixed(name="sample_paper_fixed", fields=["number"]),
    Locked(name="sample_paper_locked", field="locked_at"),
]
WITHOUT_TRUNCATE = [trigger for trigger in TRIGGERS if not isinstance(trigger, NoTruncate)]


@verb
def send(paper: Paper, note: str = "") -> str:
    lock(paper)
    paper.note = note
    return move(paper, "sent", save=["note"])


@verb
def send_back(paper: Paper) -> str:
    return move(paper, "draft")


@verb
def accept(paper: Paper) -> str:
    return move(paper, "accepted")


@verb
def accept_all(papers: models.QuerySet[Paper], note: str = "") -> int:
    return move_all(papers, "accepted", note=note)


@verb
def accept_what_was_sent(paper: Paper) -> None:
    """A verb that leads through another one."""
    send(paper)
    accept(paper)


@verb
def jump(paper: Paper) -> None:
    """A verb that declares nothing."""
    move(paper, "accepted")
