"""The life of a nomination, of a certificate and of a proposal: every state and every legal move, on one screen.

The triggers of the tables are made from these machines, the verbs in `operations` may make the moves listed under their names and no others, and a test
drives each pair once.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.verbs import Machine


class NominationState(models.TextChoices):
    """States by the words used inside the office. What an owner or the public reads is decided in `status/outside.py`."""

    DRAFT = "draft", _("Draf")
    WITH_OFFICE = "with_office", _("Di dinas")
    RETURNED_TO_OWNER = "returned_to_owner", _("Dikembalikan dinas")
    READY = "ready", _("Siap diusulkan")
    NOT_NOMINATED = "not_nominated", _("Tidak diusulkan")
    SUBMITTED = "submitted", _("Usulan diterima")
    SCREENING = "screening", _("Diperiksa")
    RETURNED_TO_OFFICE = "returned_to_office", _("Dikembalikan ke dinas")
    PASSED = "passed", _("Lolos, menunggu penugasan")
    FAILED = "failed", _("Tidak lolos")
    INVITED = "invited", _("Diundang penilaian ulang")
    LAPSED = "lapsed", _("Lewat tenggat")
    IN_ASSESSMENT = "in_assessment", _("Dinilai juri")
    DETERMINED = "determined", _("Ditetapkan")
    WITHDRAWN = "withdrawn", _("Ditarik")
    DISQUALIFIED = "disqualified", _("Digugurkan")


S = NominationState

# With the owner or the dinas, before the act of the regional head has sent it on.
IN_PREPARATION = frozenset({S.DRAFT, S.WITH_OFFICE, S.RETURNED_TO_OWNER, S.READY})
# The owner may write the dossier.
OPEN_TO_OWNER = frozenset({S.DRAFT, S.RETURNED_TO_OWNER, S.INVITED})
# The dinas may write the dossier.
OPEN_TO_DINAS = frozenset({S.DRAFT, S.WITH_OFFICE, S.RETURNED_TO_OWNER, S.READY, S.RETURNED_TO_OFFICE, S.INVITED})
ON_SCREENING_DESK = frozenset({S.SUBMITTED, S.SCREENING})
# Sent back by the screeners: here dinas and owner prepare the answer, as long as the file has a day for it.
ANSWERING = frozenset({S.RETURNED_TO_OFFICE, S.RETURNED_TO_OWNER, S.WITH_OFFICE, S.READY})
# Counted as proposed in the funnel: the dinas has sent it, whatever became of it.
PROPOSED = frozenset(
    {S.SUBMITTED, S.SCREENING, S.RETURNED_TO_OFFICE, S.PASSED, S.FAILED, S.IN_ASSESSMENT, S.DETERMINED, S.DISQUALIFIED}
)
ENDED = frozenset({S.NOT_NOMINATED, S.FAILED, S.LAPSED, S.WITHDRAWN, S.DISQUALIFIED, S.DETERMINED})
# Nothing stands in the way of a new nomination of the same product in the same edition.
NOT_LIVE = frozenset({S.NOT_NOMINATED, S.LAPSED, S.WITHDRAWN})
ASSESSED = frozenset({S.IN_ASSESSMENT, S.DETERMINED})

NOMINATION = Machine(
    births={S.DRAFT, S.INVITED},
    verbs={
        "send_to_office": [(S.DRAFT, S.WITH_OFFICE), (S.RETURNED_TO_OWNER, S.WITH_OFFICE)],
        "return_to_owner": [
            (S.WITH_OFFICE, S.RETURNED_TO_OWNER),
            (S.READY, S.RETURNED_TO_OWNER),
            (S.RETURNED_TO_OFFICE, S.RETURNED_TO_OWNER),
        ],
        "mark_ready": [(S.WITH_OFFICE, S.READY), (S.RETURNED_TO_OFFICE, S.READY)],
        "decline_to_nominate": [(S.WITH_OFFICE, S.NOT_NOMINATED), (S.READY, S.NOT_NOMINATED)],
        "submit_nominations": [(S.READY, S.SUBMITTED)],
        "start_screening": [(S.SUBMITTED, S.SCREENING)],
        "return_to_office": [(S.SCREENING, S.RETURNED_TO_OFFICE)],
        "pass_screening": [(S.SCREENING, S.PASSED)],
        "fail_screening": [(S.SCREENING, S.FAILED)],
        "fail_unanswered": [(state, S.FAILED) for state in sorted(ANSWERING)],
        "enter_assessment": [(S.PASSED, S.IN_ASSESSMENT)],
        "accept_invitation": [(S.INVITED, S.IN_ASSESSMENT)],
        "lapse_invitations": [(S.INVITED, S.LAPSED)],
        "determine": [(S.IN_ASSESSMENT, S.DETERMINED)],
        "withdraw": [
            (state, S.WITHDRAWN)
            for state in (
                S.DRAFT,
                S.WITH_OFFICE,
                S.RETURNED_TO_OWNER,
                S.READY,
                S.SUBMITTED,
                S.SCREENING,
                S.RETURNED_TO_OFFICE,
                S.INVITED,
            )
        ],
        "disqualify": [(S.PASSED, S.DISQUALIFIED), (S.IN_ASSESSMENT, S.DISQUALIFIED)],
    },
)


class CertificateState(models.TextChoices):
    """A certificate exists in law at publication; its PDF follows as resumable work."""

    BEING_MADE = "being_made", _("Sedang dibuat")
    READY = "ready", _("Siap diunduh")


CERTIFICATE = Machine(
    births={CertificateState.BEING_MADE},
    verbs={"finish_certificate": [(CertificateState.BEING_MADE, CertificateState.READY)]},
)


class ProposalState(models.TextChoices):
    """What one person has prepared waits for another, who carries it out or does not."""

    WAITING = "waiting", _("Menunggu pengesahan")
    CONFIRMED = "confirmed", _("Disahkan")
    DECLINED = "declined", _("Tidak disahkan")


PROPOSAL = Machine(
    births={ProposalState.WAITING},
    verbs={
        "confirm": [(ProposalState.WAITING, ProposalState.CONFIRMED)],
        "decline": [(ProposalState.WAITING, ProposalState.DECLINED)],
    },
)
