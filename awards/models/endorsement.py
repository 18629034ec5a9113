"""The act of the regional head by which a dinas nominates: data and file, one for many nominations."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from awards.models.edition import Edition
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from ovop_portal.common.constraints import not_blank
from ovop_portal.common.guards import append_only
from ovop_portal.common.names import NameField
from ovop_portal.documents.models import Document
from ovop_portal.ledger.models import Salted
from regions.models import Office, Regency

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    def visible_to(self, user: User | AnonymousUser) -> EndorsementQuerySet:
        """The acts that `user` may read: a dinas those of its region or province, those who check papers the acts with which something was sent, the
        secretariat all.
        """
        if not user.is_authenticated:
            return self.none()
        if user.duties.has(Role.SECRETARIAT):
            return self
        regencies = Office.objects.filter(pk__in=user.duties.offices(*DINAS_ROLES)).values("regency_id")
        provinces = Office.objects.filter(pk__in=user.duties.offices(Role.PROVINCE_OFFICER)).values("province_id")
        within_reach = Q(regency__in=regencies) | Q(regency__province__in=provinces)
        if user.duties.has(Role.SCREENER):
            # Until something was sent with it, an act is a draft of its dinas.
            within_reach |= Q(pk__in=Endorsement.objects.filter(nominations__isnull=False).values("pk"))
        return self.filter(within_reach)


class Endorsement(Salted):
    """A regional head's act for these nominations. Append-only: a corrected act is a new one, with its own number or file."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="endorsements", verbose_name=_("penyelenggaraan"))
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="endorsements", verbose_name=_("kabupaten/kota"))
    number = models.CharField(_("nomor surat"), max_length=80)
    date = models.DateField(_("tanggal surat"))
    signatory_title = NameField(_("jabatan penanda tangan"), max_length=100)
    signatory_name = NameField(_("nama penanda tangan"), max_length=150)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("berkas surat"))
    recorded_by = models.CharField(max_length=80, editable=False)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("surat kepala daerah")
        verbose_name_plural = _("surat kepala daerah")
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "regency", "number", "document"], name="endorsement_once"),
            not_blank("endorsement_has_number", "number"),
            not_blank("endorsement_has_signatory", "signatory_name"),
        ]
        triggers = append_only("awards_endorsement")

    def __str__(self) -> str:
        return self.number
