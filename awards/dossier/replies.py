"""What is still wanted of the answers to notes: asked by the verbs that take them and by the forms in which they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from awards.models import Remark, RemarkAnswer
from ovop_portal.common.verbs import Missing

# What is said to notes, by their primary key: the answer, and the reason of whoever does not agree.
Replies = Mapping[int, tuple[str, str]]
NO_REPLIES: Replies = {}


def missing_answers(remarks: Iterable[Remark], replies: Replies) -> list[Missing]:
    """Every note that is not answered, has a reason without an answer, or is denied without a reason; each at the field that is to be filled in."""
    found = []
    for remark in remarks:
        answer, reason = replies.get(remark.pk, ("", ""))
        if answer not in RemarkAnswer.values and reason.strip():
            words = _("Pilih jawabannya; alasan yang Anda tulis tetap di sini: {words}")
            found.append(Missing("orphan_reason", words.format(words=remark.words), f"jawab_{remark.pk}"))
        elif answer not in RemarkAnswer.values:
            words = _("Jawab catatan: {words}")
            found.append(Missing("unanswered", words.format(words=remark.words), f"jawab_{remark.pk}"))
        elif answer == RemarkAnswer.DISAGREED and not reason.strip():
            words = _("Isi alasan tidak setuju: {words}")
            found.append(Missing("no_reason", words.format(words=remark.words), f"alasan_{remark.pk}"))
    return found
