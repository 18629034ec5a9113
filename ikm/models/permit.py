"""The permits vault: papers that a firm holds for itself or for one product."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ikm.models.firm import Ikm
from ovop_portal.common.canonical import digest
from ovop_portal.common.constraints import in_order, not_blank, one_of
from ovop_portal.common.rights import ERASE
from ovop_portal.documents.models import Document


class PermitKind(models.TextChoices):
    """The kinds of papers, by the names their holders know."""

    NIB = "nib", _("Nomor Induk Berusaha (NIB)")
    PIRT = "pirt", _("Izin P-IRT")
    BPOM = "bpom", _("Izin BPOM RI MD")
    HALAL = "halal", _("Sertifikat halal")
    LAB = "lab", _("Hasil uji laboratorium")
    TRADEMARK = "merek", _("Merek terdaftar")
    SNI = "sni", _("Sertifikat SNI")


class Permit(models.Model):
    """One paper: its number, its dates and a copy."""

    rights = ERASE

    ikm = models.ForeignKey(Ikm, models.PROTECT, related_name="permits", verbose_name=_("IKM"))
    kind = models.CharField(_("jenis"), max_length=10, choices=PermitKind)
    number = models.CharField(_("nomor"), max_length=60)
    issued_on = models.DateField(_("tanggal terbit"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("berkas")
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("izin atau sertifikat")
        verbose_name_plural = _("izin dan sertifikat")
        ordering = ["kind", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["ikm", "kind", "number"], name="permit_once"),
            one_of("permit_kind_known", "kind", PermitKind.values),
            in_order("permit_dates_in_order", "issued_on", "valid_until"),
            not_blank("permit_has_number", "number"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def fingerprint(self) -> str:
        """Tells two readers whether they had the same paper before them."""
        return digest([self.kind, self.number, self.issued_on, self.valid_until, self.document_id])
