"""The ledger's codes in words, for the page that shows its trail. The ledger itself does not know what its words mean; a code without words shows as it is."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import ConflictKind, ReadingOutcome
from awards.models import ActKind, WindowKind
from awards.states import NominationState
from ikm.models import Ikm, PermitKind, PhotoSlot, Product
from ovop_portal.accounts.roles import Role
from ovop_portal.common.formats import nilai, waktu

Words = str | Promise

KINDS: dict[str, Words] = {
    "account.registered": _("Akun didaftarkan"),
    "account.changed": _("Nama atau e-mail akun diganti"),
    "account.password_changed": _("Kata sandi diganti"),
    "account.opened": _("Akun dibuka"),
    "account.closed": _("Akun ditutup"),
    "account.reopened": _("Akun dibuka lagi"),
    "account.firm_linked": _("Usaha dihubungkan dengan akun"),
    "account.firm_unlinked": _("Usaha dilepas dari akun"),
    "account.consented": _("Persetujuan data diberikan"),
    "role.granted": _("Peran diberikan"),
    "role.ended": _("Peran diakhiri"),
    "ikm.registered": _("IKM didaftarkan"),
    "ikm.owner_linked": _("Pemilik dihubungkan"),
    "ikm.owner_unlinked": _("Akun yang keliru dilepas"),
    "ikm.written": _("Data usaha diubah"),
    "ikm.join_asked": _("Pemilik minta digabungkan dengan catatan dinas"),
    "ikm.join_declined": _("Permintaan digabungkan ditolak"),
    "ikm.joined": _("Dua catatan satu usaha digabungkan"),
    "product.added": _("Produk ditambahkan"),
    "sentra.added": _("Sentra dicatat"),
    "sentra.written": _("Data sentra diubah"),
    "sentra.decree_added": _("Keputusan sentra dicatat"),
    "sentra.decree_corrected": _("Keputusan sentra diperbaiki"),
    "permit.added": _("Izin ditambahkan"),
    "permit.removed": _("Izin dihapus dari berkas"),
    "photo.put": _("Foto dipasang"),
    "photo.removed": _("Foto dihapus dari berkas"),
    "figures.recorded": _("Angka tahunan dicatat"),
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
    "nomination.read": _("Berkas dibaca pemeriksa"),
    "nomination.returned_to_office": _("Dikembalikan ke dinas"),
    "nomination.passed_screening": _("Lolos administrasi"),
    "nomination.answer_extended": _("Batas perbaikan diundur"),
    "nomination.failed_screening": _("Tidak lolos administrasi"),
    "nomination.failed_unanswered": _("Tidak lolos, dinas tidak melengkapi"),
    "nomination.entered_assessment": _("Masuk penilaian"),
    "nomination.recommended": _("Bintang direkomendasikan"),
    "nomination.determined": _("Ditetapkan"),
    "endorsement.recorded": _("Surat kepala daerah dicatat"),
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
    "letter.retried": _("Surat yang tertahan dicoba lagi"),
    "letter.set_aside": _("Surat yang tertahan disisihkan"),
    "edition.opened": _("Penyelenggaraan dibuka"),
    "edition.changed": _("Penyelenggaraan diubah"),
    "window.changed": _("Jadwal diubah"),
    "office.opened": _("Dinas dicatat"),
    "office.changed": _("Data dinas diubah"),
    "juror.registered": _("Juri dicatat"),
    "juror.changed": _("Data juri diubah"),
    "edition.determined": _("Keputusan menteri dicatat"),
    "edition.published": _("Hasil diumumkan"),
    "edition.erased": _("Latihan dihapus"),
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
}
SUBJECTS: dict[str, Words] = {
    "user": _("Akun"),
    "ikm": _("IKM"),
    "sentra": _("Sentra"),
    "nomination": _("Pengajuan"),
    "endorsement": _("Surat"),
    "edition": _("Penyelenggaraan"),
    "office": _("Dinas"),
    "letter": _("Surat keluar"),
    "panel": _("Panel"),
    "juror": _("Juri"),
    "sheet": _("Lembar nilai"),
    "tally": _("Rekap"),
    "award": _("Bintang"),
    "proposal": _("Rancangan"),
    "cohort": _("Angkatan"),
}
KEYS: dict[str, Words] = {
    "act": _("tindakan"),
    "answer_by": _("batas perbaikan"),
    "answers": _("jawaban"),
    "after": _("sesudahnya"),
    "awards": _("piagam"),
    "before": _("sebelumnya"),
    "rubric": _("rubrik"),
    "star_lines": _("garis bintang"),
    "window": _("tahap"),
    "words": _("kata-kata"),
    "cohort": _("angkatan"),
    "decree": _("keputusan"),
    "digest": _("sidik"),
    "content": _("sidik kata-kata"),
    "document": _("dokumen"),
    "documents": _("dokumen"),
    "edition": _("penyelenggaraan"),
    "erased": _("yang dihapus"),
    "endorsement": _("surat"),
    "engine": _("program"),
    "entries": _("jumlah berkas"),
    "entry": _("pengajuan"),
    "fields": _("isian"),
    "from": _("dari"),
    "gates": _("syarat yang belum terpenuhi"),
    "inputs": _("sidik masukan"),
    "is_active": _("aktif"),
    "issue": _("terbitan ke"),
    "nomination": _("pengajuan"),
    "juror": _("juri"),
    "jurors": _("juri"),
    "kind": _("jenis"),
    "may_publish": _("izin tampil"),
    "note": _("catatan"),
    "number": _("nomor"),
    "of": _("bagian"),
    "office": _("kantor"),
    "outcome": _("hasil"),
    "owner": _("pemilik"),
    "panels": _("panel"),
    "permits": _("izin"),
    "photos": _("foto"),
    "product": _("produk"),
    "reason_sha256": _("sidik alasan"),
    "reasons": _("alasan"),
    "regency": _("kabupaten/kota"),
    "results": _("sidik hasil"),
    "role": _("peran"),
    "round": _("putaran"),
    "rows": _("baris yang dijamin"),
    "seats": _("kursi"),
    "sections": _("bagian"),
    "seed": _("benih undian"),
    "sheets": _("jumlah lembar"),
    "sha256": _("sidik berkas"),
    "slot": _("foto"),
    "stars": _("bintang"),
    "template": _("sidik bentuk"),
    "to": _("menjadi"),
    "total": _("jumlah nilai"),
    "turn": _("pembacaan ke"),
    "visible_from": _("terlihat sejak"),
    "year": _("tahun"),
}
_RECORDS = (Ikm, Product)
VALUES: dict[tuple[str, str], Words] = {
    **{("of", model._meta.model_name or ""): model._meta.verbose_name or "" for model in _RECORDS},
    **{("fields", field.name): field.verbose_name for model in _RECORDS for field in model._meta.fields},
    **{(key, code): label for key in ("kind", "permits") for code, label in PermitKind.choices},
    **{(key, code): label for key in ("slot", "photos") for code, label in PhotoSlot.choices},
    **{("kind", code): label for code, label in ConflictKind.choices},
    ("reasons", "none"): _("belum ada berkas yang dinilai"),
    ("reasons", "open"): _("ada berkas yang belum lengkap nilainya"),
    ("reasons", "cannot"): _("ada kriteria yang tidak dapat dinilai"),
    **{("role", code): label for code, label in Role.choices},
    **{(key, code): label for key in ("from", "to") for code, label in NominationState.choices},
    **{("act", code): label for code, label in ActKind.choices},
    **{("outcome", code): label for code, label in ReadingOutcome.choices},
    **{("window", code): label for code, label in WindowKind.choices},
    ("is_active", "True"): _("ya"),
    ("is_active", "False"): _("tidak"),
    ("may_publish", "True"): _("ya"),
    ("may_publish", "False"): _("tidak"),
}
SYSTEM: dict[str, Words] = {
    "certificates": _("Pembuat piagam"),
    "clock": _("Jam portal"),
    "command": _("Perintah petugas sistem"),
    "demo": _("Data contoh"),
    "load_reference": _("Data rujukan"),
    "proof": _("Pembuktian"),
    "tally": _("Rekap"),
    "visitor": _("Pengunjung"),
}


LONG = re.compile(r"\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b([0-9a-f]{12})[0-9a-f]{28,}\b")


def kind_in_words(kind: str) -> Words:
    """ "role.granted" as "Peran diberikan"."""
    return KINDS.get(kind, kind)


def subject_in_words(subject: str) -> str:
    """ "nomination:OVOP-2026-0147" as "Pengajuan OVOP-2026-0147"."""
    sort, _colon, name = subject.partition(":")
    return f"{SUBJECTS[sort]} {name}" if sort in SUBJECTS else subject


def actor_in_words(actor: str) -> str:
    """ "system:clock" as "Jam portal", "user:<uuid>" as "Akun <uuid>": an auditor sees which account, not whose."""
    sort, _colon, name = actor.partition(":")
    return str(SYSTEM[name]) if sort == "system" and name in SYSTEM else subject_in_words(actor)


def said_in_words(key: str, value: object) -> tuple[str, str]:
    """One line of an event's body."""
    values = value if isinstance(value, list) else [value]
    return str(KEYS.get(key, key)), ", ".join(_value(key, str(each)) for each in values)


def _value(key: str, text: str) -> str:
    return str(VALUES.get((key, text), _points(text) if key == "total" else _moment(text)))


def shortened(text: str) -> str:
    """Names of accounts and files, and hashes, by their first figures: enough to tell them apart in a row."""
    return LONG.sub(lambda found: f"{found[1] or found[2]}…", text)


def _points(text: str) -> str:
    """An exact score, with no figure lost and at least two after the comma; any other text as it is."""
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        return text
    return nilai(text, places=max(2, len(text.partition(".")[2].rstrip("0"))))


def _moment(text: str) -> str:
    """An hour as people write it; any other text as it is."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\S+", text):
        return text
    try:
        return waktu(datetime.fromisoformat(text))
    except ValueError:
        return text
