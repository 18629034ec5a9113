"""Who in this room may open the files of a submission: screeners, curators and officers open all that were sent, a juror those of their own sheets when the
jury is not blind.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from assessments.models import Scoresheet
from awards.models import Submission
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.documents import readers
from ovop_portal.documents.models import Document

PHOTO = "ikm.photo"
READS_WHAT_WAS_SENT = (Role.SCREENER, Role.SECRETARIAT, Role.CURATOR)
OF_A_SUBMISSION = (PHOTO, "ikm.permit", "ikm.sentra_decree")


def reads_submissions(user: User | AnonymousUser, document: Document) -> bool:
    """Officers read what was sent. For the act of the regional head the room of awards answers."""
    if not isinstance(user, User):
        return False
    sent = Submission.objects.filter(documents__contains=[document.pk])
    return user.duties.has(*READS_WHAT_WAS_SENT) and sent.exists()


def judges_submission(user: User | AnonymousUser, document: Document) -> bool:
    """A juror sees the photos of files that they may open, and the papers unless the plan hides who the firm is."""
    if not isinstance(user, User) or not user.duties.has(Role.JUROR):
        return False
    sheets = Scoresheet.objects.open_to(user.pk).filter(entry__submission__documents__contains=[document.pk])
    if document.kind != PHOTO:
        sheets = sheets.filter(entry__nomination__edition__plan__is_blind=False)
    return sheets.exists()


def register() -> None:
    """Answer for the documents of submissions, beside the rooms that hold them."""
    for kind in OF_A_SUBMISSION:
        readers.register(kind, reads_submissions)
        readers.register(kind, judges_submission)
