"""Who may open the files of this room."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from awards.certificates.printing import KIND as CERTIFICATE
from awards.models import Determination, Edition, Endorsement, Nomination, PublishedAward
from awards.models.award import PublishedAwardQuerySet
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.documents.models import Document
from ovop_portal.documents.readers import name_place, register


def certificates_open_to(user: User | AnonymousUser, moment: datetime) -> PublishedAwardQuerySet:
    """The issues whose certificate `user` may fetch: the published ones, and in rehearsals those of the files that `user` may open."""
    own = Q(is_rehearsal=True, award__nomination__in=Nomination.objects.visible_to(user))
    return PublishedAward.objects.filter(Q(is_rehearsal=False) | own, visible_from__lte=moment)


def certificate_is_out(user: User | AnonymousUser, document: Document) -> bool:
    """Everybody may, from the moment the results may be seen."""
    return certificates_open_to(user, now()).filter(certificate__document=document).exists()


register(CERTIFICATE, certificate_is_out)


def photo_is_published(user: User | AnonymousUser, document: Document) -> bool:
    """Everybody may see the photos that were sent for the newest award of a product, if its owner agreed to it and has not refused since."""
    moment = now()
    showing = PublishedAward.objects.public(moment).filter(photos__contains=[document.pk]).newest(moment)
    return showing.with_consent(moment).filter(Q(consent=True)).exists()


register("ikm.photo", photo_is_published)


def act_is_within_reach(user: User | AnonymousUser, document: Document) -> bool:
    """The regional head's act: the dinas and the province of its region, and the officers who check papers."""
    return Endorsement.objects.visible_to(user).filter(document=document).exists()


register("awards.endorsement", act_is_within_reach)


def decree_may_be_read(user: User | AnonymousUser, document: Document) -> bool:
    """The ministerial decree: the secretariat before the publication, everybody after it, unless it was made up for a rehearsal.

    Its annex names the holders, whom an auditor meets when everybody does.
    """
    decrees = Determination.objects.filter(document=document)
    if isinstance(user, User) and user.duties.has(Role.SECRETARIAT):
        return decrees.exists()
    return decrees.filter(edition__in=Edition.objects.published(now())).exists()


register("awards.determination", decree_may_be_read)
name_place(CERTIFICATE, "")
name_place("awards.endorsement", "surat-kepala-daerah")
name_place("awards.determination", "keputusan-penetapan")
