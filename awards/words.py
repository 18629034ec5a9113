"""What the trail says of editions, nominations and awards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from awards.models import ActKind, EditionKind, RemarkAnswer, WindowKind
from awards.states import NominationState
from ovop_portal.ledger import words


def register_all() -> None:
    """Tell the ledger's phrase book."""
    words.tell(
        kinds={
            "account.consented": _("Persetujuan data diberikan"),
            "ikm.join_asked": _("Pemilik minta digabungkan dengan catatan dinas"),
            "ikm.join_declined": _("Permintaan digabungkan ditolak"),
            "nomination.opened": _("Pengajuan dibuka"),
            "nomination.invited": _("Penerima diundang dinilai ulang"),
            "nomination.declared": _("Pernyataan pemilik"),
            "nomination.declaration_ended": _("Pernyataan pemilik berakhir: isiannya diubah sesudah itu"),
            "nomination.consent_changed": _("Izin tampil di katalog diubah"),
            "nomination.sent_to_office": _("Dikirim ke dinas"),
            "nomination.returned_to_owner": _("Dikembalikan ke pemilik"),
            "nomination.remarks_answered": _("Catatan perbaikan dijawab"),
            "nomination.made_ready": _("Siap diusulkan"),
            "nomination.declined": _("Tidak diusulkan"),
            "nomination.submitted": _("Diusulkan dinas"),
            "nomination.accepted_invitation": _("Undangan diterima"),
            "nomination.lapsed": _("Undangan lewat tenggat"),
            "nomination.withdrawn": _("Ditarik"),
            "nomination.disqualified": _("Digugurkan"),
            "nomination.screening_started": _("Seleksi administrasi dimulai"),
            "nomination.returned_to_office": _("Dikembalikan ke dinas"),
            "nomination.passed_screening": _("Lolos administrasi"),
            "nomination.answer_extended": _("Batas perbaikan diundur"),
            "nomination.failed_screening": _("Tidak lolos administrasi"),
            "nomination.failed_unanswered": _("Tidak lolos, dinas tidak melengkapi"),
            "nomination.entered_assessment": _("Masuk penilaian"),
            "nomination.recommended": _("Bintang direkomendasikan"),
            "nomination.determined": _("Ditetapkan"),
            "endorsement.recorded": _("Surat kepala daerah dicatat"),
            "edition.changed": _("Penyelenggaraan diubah"),
            "window.changed": _("Jadwal diubah"),
            "edition.determined": _("Keputusan menteri dicatat"),
            "edition.published": _("Hasil diumumkan"),
            "certificate.made": _("Piagam dibuat"),
            "certificate.restored": _("Berkas piagam dibuat lagi"),
            "certificates.retried": _("Pembuatan piagam dicoba lagi"),
            "award.published": _("Bintang diumumkan"),
            "award.corrected": _("Piagam dikoreksi"),
            "award.revoked": _("Bintang dicabut"),
            "proposal.made": _("Rancangan disusun"),
            "proposal.confirmed": _("Rancangan disahkan orang kedua"),
            "proposal.declined": _("Rancangan tidak disahkan"),
            "cohort.opened": _("Angkatan Go Global dibuka"),
            "award.curated": _("Dikurasi untuk Go Global"),
        },
        subjects={
            "nomination": _("Pengajuan"),
            "endorsement": _("Surat"),
            "edition": _("Penyelenggaraan"),
            "award": _("Bintang"),
            "proposal": _("Rancangan"),
            "cohort": _("Angkatan"),
        },
        keys={
            "act": _("tindakan"),
            "answer_by": _("batas perbaikan"),
            "answers": _("jawaban"),
            "awards": _("piagam"),
            "window": _("tahap"),
            "words": _("kata-kata"),
            "cohort": _("angkatan"),
            "decree": _("keputusan"),
            "edition": _("penyelenggaraan"),
            "erased": _("yang dihapus"),
            "endorsement": _("surat"),
            "gates": _("syarat yang belum terpenuhi"),
            "issue": _("terbitan ke"),
            "nomination": _("pengajuan"),
            "may_publish": _("izin tampil"),
            "outcome": _("hasil"),
            "results": _("sidik hasil"),
            "round": _("putaran"),
            "stars": _("bintang"),
            "template": _("sidik bentuk"),
            "visible_from": _("terlihat sejak"),
        },
        values={
            **{(key, code): label for key in ("from", "to") for code, label in NominationState.choices},
            **{("act", code): label for code, label in ActKind.choices},
            **{("window", code): label for code, label in WindowKind.choices},
            **{("kind", code): label for code, label in EditionKind.choices},
            **{("answers", code): label for code, label in RemarkAnswer.choices},
            ("may_publish", "True"): _("ya"),
            ("may_publish", "False"): _("tidak"),
        },
        actors={
            "certificates": _("Pembuat piagam"),
        },
    )
