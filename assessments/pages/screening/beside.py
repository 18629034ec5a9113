"""The list beside a file in screening: what this screener has taken up, then what nobody has, the longest waiting first."""

from __future__ import annotations

from django.db.models import Case, Q, When
from django.urls import reverse

from assessments.pages.screening.file import DeskFile
from awards.models import Nomination
from awards.states import NominationState as S
from awards.status.outside import inside_tag
from ovop_portal.common.worklist import MOST, Line, Worklist


def beside(file: DeskFile) -> Worklist:
    """The worklist of who may screen `file`; for everybody else it is empty. It tells of a file in whose hands it is, and nothing of what others found."""
    here, user = file.nomination, file.user
    if not user.has_perm("assessments.screen", here):
        return Worklist([])
    taken_up = Q(state=S.SCREENING, screening_claim__screener=user)
    rows = Nomination.objects.visible_to(user).new().filter(taken_up | Q(state=S.SUBMITTED), edition=here.edition)
    nearest = rows.select_related("product").order_by(Case(When(taken_up, then=0), default=1), "changed_at", "pk")[
        :MOST
    ]
    return Worklist(
        [
            Line(
                reverse("assessments:screening_file", args=[row.number]),
                row.product.name,
                row.number,
                inside_tag(row.state),
                is_here=row.pk == here.pk,
            )
            for row in nearest
        ]
    )
