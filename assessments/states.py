"""What a reader may find, and the lives of an entry, a scoresheet and a tally, on one screen. Triggers, verbs and tests read the same."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.verbs import Machine


class EntryState(models.TextChoices):
    """A nomination before the jury."""

    OPEN = "open", _("Sedang dinilai")
    SCORED = "scored", _("Nilai lengkap, terkunci")
    DECIDED = "decided", _("Diputuskan pleno")


class ReadingOutcome(models.TextChoices):
    """What a reader of a file finds, the mildest first."""

    PASS = "pass", _("Lolos")
    RETURN = "return", _("Dikembalikan untuk dilengkapi")
    FAIL = "fail", _("Tidak lolos")


class SheetState(models.TextChoices):
    """One juror's sheet for one entry. After `locked` nothing on it changes; correcting it is a sheet of a new round."""

    DRAFT = "draft", _("Draf")
    SENT = "sent", _("Terkirim")
    LOCKED = "locked", _("Terkunci")
    RECUSED = "recused", _("Benturan kepentingan")
    WITHDRAWN = "withdrawn", _("Ditarik panitia")


class TallyState(models.TextChoices):
    """A run of the tally."""

    RUNNING = "running", _("Sedang dihitung")
    SEALED = "sealed", _("Tersegel")
    REFUSED = "refused", _("Belum dapat dihitung")


# All sheets that the plan asks for are locked.
COMPLETE_ENTRIES = frozenset({EntryState.SCORED, EntryState.DECIDED})
# A sheet that still counts towards the jurors an entry must have.
COUNTING_SHEETS = frozenset({SheetState.DRAFT, SheetState.SENT, SheetState.LOCKED})
# The juror is out of this file for good, whatever earlier rounds say.
OUT_SHEETS = frozenset({SheetState.RECUSED, SheetState.WITHDRAWN})

ENTRY = Machine(
    births={EntryState.OPEN},
    verbs={
        "lock_sheets": [(EntryState.OPEN, EntryState.SCORED)],
        # The only juror who had not locked yet leaves, or is taken off the file.
        "declare_conflict": [(EntryState.OPEN, EntryState.SCORED)],
        "withdraw_sheets": [(EntryState.OPEN, EntryState.SCORED)],
        "end_seat": [(EntryState.OPEN, EntryState.SCORED)],
        # One more juror for an entry that seemed complete.
        "assign_sheets": [(EntryState.SCORED, EntryState.OPEN)],
        "reopen_sheet": [(EntryState.SCORED, EntryState.OPEN)],
        "decide_stars": [(EntryState.SCORED, EntryState.DECIDED)],
    },
)

SHEET = Machine(
    births={SheetState.DRAFT},
    verbs={
        "send_sheet": [(SheetState.DRAFT, SheetState.SENT)],
        "undo_send": [(SheetState.SENT, SheetState.DRAFT)],
        "lock_sheets": [(SheetState.SENT, SheetState.LOCKED)],
        "declare_conflict": [(SheetState.DRAFT, SheetState.RECUSED)],
        "withdraw_sheets": [(SheetState.DRAFT, SheetState.WITHDRAWN)],
        "end_seat": [(SheetState.DRAFT, SheetState.WITHDRAWN)],
    },
)

TALLY = Machine(
    births={TallyState.RUNNING},
    verbs={
        "seal_tally": [(TallyState.RUNNING, TallyState.SEALED)],
        "refuse_tally": [(TallyState.RUNNING, TallyState.REFUSED)],
    },
)
