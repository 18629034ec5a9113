"""Files that were let in. Rows here are only added: what a juror or an office has read must be what was uploaded."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.models import User
from ovop_portal.common.attempts import Attempted, counted
from ovop_portal.common.constraints import between, in_order, not_blank, one_of, only_when, shaped
from ovop_portal.common.guards import append_only
from ovop_portal.common.rights import ERASE
from ovop_portal.documents import files
from ovop_portal.documents.types import EXTENSIONS, PDF_TYPE


class Verdict(models.TextChoices):
    """What an officer reads about the signature on a letter: four words, and one for files that could not be examined."""

    INTACT = "intact", _("utuh")
    CHANGED = "changed", _("berubah setelah ditandatangani")
    UNKNOWN_ISSUER = "unknown_issuer", _("penerbit tidak dikenal")
    UNSIGNED = "unsigned", _("tidak bertanda tangan")
    UNREADABLE = "unreadable", _("tidak dapat diperiksa")


SENTENCES = {
    Verdict.INTACT: _("Surat ini tidak berubah sejak ditandatangani."),
    Verdict.CHANGED: _("Isi surat berubah setelah ditandatangani. Minta berkas aslinya."),
    Verdict.UNKNOWN_ISSUER: _(
        "Tanda tangan ada, tetapi penerbit sertifikatnya tidak dikenal portal. Cocokkan penanda tangannya."
    ),
    Verdict.UNSIGNED: _("Tidak ada tanda tangan elektronik. Periksa tanda tangan dan stempel pada surat."),
    Verdict.UNREADABLE: _("Tanda tangan tidak dapat diperiksa. Periksa suratnya sendiri."),
}
EXPIRED_SENTENCE = _(
    "Sertifikat penanda tangan sudah berakhir, jadi tanda tangannya tidak dapat dipastikan lagi. Cocokkan penanda tangannya."
)
TINTS = {
    Verdict.INTACT: "daun",
    Verdict.CHANGED: "mengkudu",
    Verdict.UNKNOWN_ISSUER: "kunyit",
    Verdict.UNSIGNED: "arang",
    Verdict.UNREADABLE: "arang",
}


class BlobQuerySet(models.QuerySet["Blob"]):
    def with_file(self) -> BlobQuerySet:
        """Bytes whose file belongs on the storage; the file of bytes that were let go is gone, although their row stays."""
        return self.exclude(release__removed_at__isnull=False)

    def never_inspected(self) -> BlobQuerySet:
        """PDFs about whose signatures nothing is known yet."""
        return self.filter(content_type=PDF_TYPE, inspections__isnull=True, release__removed_at__isnull=True)

    def not_checked_since(self, moment: datetime) -> BlobQuerySet:
        """Files whose bytes nobody has compared since `moment`, those that waited longest first."""
        waiting = Q(check_row__isnull=True) | Q(check_row__checked_at__lt=moment)
        return self.filter(waiting, release__removed_at__isnull=True).order_by(
            F("check_row__checked_at").asc(nulls_first=True), "sha256"
        )


class Blob(models.Model):
    """Bytes on the storage, once however many documents carry them."""

    sha256 = models.CharField(_("sidik"), max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField(_("ukuran"))
    content_type = models.CharField(_("jenis isi"), max_length=40)
    stored_at = models.DateTimeField(_("disimpan"))

    objects = BlobQuerySet.as_manager()

    class Meta:
        verbose_name = _("isi berkas")
        verbose_name_plural = _("isi berkas")
        triggers = append_only("documents_blob")
        constraints = [
            shaped("blob_sha256_in_hex", "sha256", "^[0-9a-f]{64}$"),
            one_of("blob_type_known", "content_type", EXTENSIONS),
            between("blob_is_not_empty", "size", 1, 2**40),
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> str:
        return files.blob_path(self.sha256)


class Condition(models.TextChoices):
    """How the bytes on the storage were found."""

    WHOLE = "whole", _("utuh")
    DAMAGED = "damaged", _("rusak")
    MISSING = "missing", _("hilang")


class FileCheckQuerySet(models.QuerySet["FileCheck"]):
    def harmed(self) -> FileCheckQuerySet:
        """Files that are not what was uploaded, those found first on top."""
        return self.exclude(condition=Condition.WHOLE).order_by("since", "blob_id")


class FileCheck(models.Model):
    """The last look at the bytes of a file: are they still those that were uploaded? Written anew each night."""

    blob = models.OneToOneField(Blob, models.PROTECT, primary_key=True, related_name="check_row", verbose_name=_("isi"))
    checked_at = models.DateTimeField(_("diperiksa"), db_index=True)
    condition = models.CharField(_("keadaan"), max_length=10, choices=Condition)
    since = models.DateTimeField(_("sejak"))

    objects = FileCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemeriksaan berkas")
        verbose_name_plural = _("pemeriksaan berkas")
        constraints = [
            one_of("file_check_condition_known", "condition", Condition.values),
            in_order("file_check_since_before", "since", "checked_at"),
        ]

    def __str__(self) -> str:
        return self.get_condition_display()


class Release(models.Model):
    """Bytes that nothing holds any more: since when that is known, and when their file was removed (`letting_go.py`). Dropped when they are held again."""

    blob = models.OneToOneField(Blob, models.PROTECT, primary_key=True, related_name="release", verbose_name=_("isi"))
    since = models.DateTimeField(_("sejak"), db_index=True)
    removed_at = models.DateTimeField(_("berkas dihapus"), null=True, blank=True)

    rights = ERASE

    class Meta:
        verbose_name = _("berkas yang dilepas")
        verbose_name_plural = _("berkas yang dilepas")
        constraints = [in_order("release_noted_before", "since", "removed_at")]

    def __str__(self) -> str:
        return self.blob_id


class DocumentQuerySet(models.QuerySet["Document"]):
    def with_signature(self) -> DocumentQuerySet:
        """With what is known about signatures, in two more queries for any number of rows."""
        return self.prefetch_related("blob__inspections")


class Document(models.Model):
    """One upload. What it is for is known to the room that holds it; `kind` says who may read it (`readers.py`)."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("jenis"), max_length=40)
    name = models.CharField(_("nama berkas"), max_length=120)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="documents", verbose_name=_("isi"))
    # Repeated here, so that a list of documents needs no join.
    content_type = models.CharField(_("jenis isi"), max_length=40)
    size = models.PositiveBigIntegerField(_("ukuran"))
    pages = models.PositiveIntegerField(_("halaman"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pengunggah")
    )
    uploaded_at = models.DateTimeField(_("diunggah"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("berkas")
        verbose_name_plural = _("berkas")
        triggers = append_only("documents_document")
        # For each upload the files of its day are summed.
        indexes = [models.Index(fields=["uploaded_at"], name="documents_by_day")]
        constraints = [not_blank("document_has_kind", "kind"), not_blank("document_has_name", "name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def sha256(self) -> str:
        return self.blob_id

    @property
    def url(self) -> str:
        return reverse("documents:file", args=[self.uuid])

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")

    def thumbnail(self, width: int) -> str:
        """The address of a small picture, `width` being 320, 640 or 1280."""
        return f"{self.url}?lebar={width}"

    @property
    def signature(self) -> Inspection | None:
        """What is known about the signatures, the latest look; None while nobody has looked."""
        return next(iter(self.blob.inspections.all()), None)


class KeptUploadQuerySet(models.QuerySet["KeptUpload"]):
    def being_checked(self) -> KeptUploadQuerySet:
        """Kept files that wait for a worker."""
        return self.filter(asked_at__isnull=False, found__isnull=True)


class KeptUpload(Attempted):
    """A file that waits for its form to be sent again: for one account, for some hours, not examined and never served (`kept.py`)."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The fingerprint of the account, as its browser knows it (`accounts/typed.py`).
    owner = models.CharField(_("pemilik"), max_length=64)
    name = models.CharField(_("nama berkas"), max_length=120)
    # Did it come from the account itself? After its session ended, and after it signed out, its browser sends what the next person chooses.
    signed_in = models.BooleanField(_("akun masih masuk"), default=True)
    size = models.PositiveBigIntegerField(_("ukuran"))
    sha256 = models.CharField(_("sidik"), max_length=64)
    kept_at = models.DateTimeField(_("disimpan"))
    # When it was left to a worker, because no page could wait so long, and what the worker found (`looking.Look`).
    asked_at = models.DateTimeField(_("diserahkan"), null=True, blank=True)
    found = models.JSONField(_("temuan"), null=True, blank=True)

    objects = KeptUploadQuerySet.as_manager()
    rights = ERASE

    class Meta:
        verbose_name = _("berkas titipan")
        verbose_name_plural = _("berkas titipan")
        indexes = [
            models.Index(fields=["owner", "kept_at"], name="kept_by_owner"),
            models.Index(fields=["kept_at"], name="kept_by_age"),
        ]
        constraints = [
            shaped("kept_owner_in_hex", "owner", "^[0-9a-f]{64}$"),
            shaped("kept_sha256_in_hex", "sha256", "^[0-9a-f]{64}$"),
            between("kept_is_not_empty", "size", 1, 2**40),
            only_when("kept_found_was_asked", Q(found__isnull=False), Q(asked_at__isnull=False)),
            *counted("kept"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return files.kept_path(self.key)

    @property
    def made_path(self) -> str:
        """Where the picture lies that was made of it."""
        return f"{self.path}-baru"

    @property
    def is_being_checked(self) -> bool:
        """Will a worker still say something about it?"""
        return self.asked_at is not None and self.found is None and self.parked_at is None

    @property
    def follow_url(self) -> str:
        """The address where its page asks whether that is done."""
        return reverse("documents:kept", args=[self.key])


class Inspection(models.Model):
    """One look at the signatures of a PDF, with everything the library said and the roots that were trusted then."""

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="inspections", verbose_name=_("isi"))
    at = models.DateTimeField(_("diperiksa"))
    verdict = models.CharField(_("hasil"), max_length=20, choices=Verdict)
    report = models.JSONField(_("laporan"))

    class Meta:
        verbose_name = _("pemeriksaan tanda tangan")
        verbose_name_plural = _("pemeriksaan tanda tangan")
        ordering = ["-at", "-id"]
        triggers = append_only("documents_inspection")
        constraints = [one_of("inspection_verdict_known", "verdict", Verdict.values)]

    def __str__(self) -> str:
        return self.get_verdict_display()

    @property
    def sentence(self) -> str:
        """What the word means for the officer, and what to do next."""
        return str(EXPIRED_SENTENCE if self.is_expired else SENTENCES[Verdict(self.verdict)])

    @property
    def tint(self) -> str:
        """The colour of the tag that shows the word."""
        return TINTS[Verdict(self.verdict)]

    @property
    def signers(self) -> list[str]:
        """Names on the certificates, as the signatures bring them."""
        return [said["signer"] for said in self.report.get("signatures", []) if said.get("signer")]

    @property
    def is_expired(self) -> bool:
        """Is the issuer unconfirmed only because the signer's certificate has run out since? The normal state of an old letter."""
        return self.verdict == Verdict.UNKNOWN_ISSUER and self.report.get("reason") == "expired"
