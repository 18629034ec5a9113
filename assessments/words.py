"""What the trail says of reading, panels, scores and tallies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.models import ConflictKind, ReadingOutcome
from awards.models import ScreeningRule
from ovop_portal.ledger import words


def register_all() -> None:
    """Tell the ledger's phrase book."""
    words.tell(
        kinds={
            "nomination.read": _("Berkas dibaca pemeriksa"),
            "nomination.taken_over": _("Berkas diambil alih pemeriksa lain"),
            "panel.seated": _("Panel juri disusun"),
            "panels.closed": _("Panel juri ditutup"),
            "entry.opened": _("Penilaian dibuka"),
            "entry.scored": _("Nilai lengkap"),
            "entry.decided": _("Diputuskan pleno"),
            "conflict.declared": _("Benturan kepentingan dinyatakan"),
            "sample.received": _("Contoh produk diterima"),
            "sheet.assigned": _("Lembar nilai ditugaskan"),
            "panel.seat_ended": _("Kursi di panel berakhir"),
            "sheet.withdrawn": _("Lembar nilai ditarik"),
            "sheets.drawn": _("Pembagian juri diundi"),
            "sheet.sent": _("Lembar nilai dikirim"),
            "sheet.taken_back": _("Pengiriman nilai dibatalkan"),
            "sheet.locked": _("Lembar nilai terkunci"),
            "sheet.reopening_asked": _("Juri meminta buka kunci"),
            "sheet.reopening_declined": _("Permintaan buka kunci ditolak"),
            "sheet.reopened": _("Lembar nilai dibuka kembali"),
            "tally.requested": _("Rekap diminta"),
            "tally.refused": _("Rekap belum dapat dihitung"),
            "tally.sealed": _("Rekap disegel"),
            "edition.opened": _("Penyelenggaraan dibuka"),
            "edition.drafted": _("Penyelenggaraan dirancang dari yang sebelumnya"),
            "juror.registered": _("Juri dicatat"),
            "juror.changed": _("Data juri diubah"),
            "juror.appointed": _("Juri diangkat dengan keputusan"),
            "juror.appointment_ended": _("Pengangkatan juri diakhiri"),
            "juror.replaced": _("Juri digantikan"),
            "institution.added": _("Lembaga dicatat"),
            "institution.changed": _("Data lembaga diubah"),
            "institution.ended": _("Lembaga keluar"),
            "institution.restored": _("Lembaga menjadi anggota lagi"),
            "edition.erased": _("Latihan dihapus"),
        },
        subjects={
            "panel": _("Panel"),
            "juror": _("Juri"),
            "institution": _("Lembaga"),
            "sheet": _("Lembar nilai"),
            "tally": _("Rekap"),
        },
        keys={
            "replaced": _("lembar bagi pengganti"),
            "rubric": _("rubrik"),
            "screening_rule": _("aturan seleksi"),
            "star_lines": _("garis bintang"),
            "engine": _("program"),
            "entries": _("jumlah berkas"),
            "entry": _("pengajuan"),
            "inputs": _("sidik masukan"),
            "from_day": _("mulai"),
            "like": _("seperti"),
            "institution": _("lembaga"),
            "juror": _("juri"),
            "jurors": _("juri"),
            "panels": _("panel"),
            "seats": _("kursi"),
            "seed": _("benih undian"),
            "sheets": _("jumlah lembar"),
            "teams": _("tim"),
            "to_day": _("sampai"),
            "total": _("jumlah nilai"),
            "turn": _("pembacaan ke"),
        },
        values={
            **{("kind", code): label for code, label in ConflictKind.choices},
            **{("outcome", code): label for code, label in ReadingOutcome.choices},
            **{("screening_rule", code): label for code, label in ScreeningRule.choices},
            ("teams", "selection_team"): _("tim seleksi"),
            ("teams", "working_group"): _("kelompok kerja"),
            ("reasons", "none"): _("belum ada berkas yang dinilai"),
            ("reasons", "open"): _("ada berkas yang belum lengkap nilainya"),
            ("reasons", "cannot"): _("ada kriteria yang tidak dapat dinilai"),
        },
        actors={
            "tally": _("Rekap"),
        },
    )
