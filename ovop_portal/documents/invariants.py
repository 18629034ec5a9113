"""What is always true of files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ovop_portal.common.invariants import Invariant, register
from ovop_portal.documents import letting_go


def register_all() -> None:
    """Make them known."""
    register(
        Invariant(
            "what_is_held_was_not_removed",
            _("Berkas yang masih dipakai tidak dihapus dari penyimpanan"),
            letting_go.removed_though_held,
        ),
        Invariant(
            "documents_are_what_was_uploaded",
            _("Setiap dokumen berukuran dan berjenis sama dengan isi berkasnya"),
            """
            SELECT d.uuid::text FROM documents_document d JOIN documents_blob b ON b.sha256 = d.blob_id
             WHERE (d.size, d.content_type) IS DISTINCT FROM (b.size, b.content_type)
            """,
        ),
    )
