"""The facts that this room tells, each with its words: the title, and what the letter says.

Owed to its reader, whatever they want to be told by, is what a term or a right of theirs hangs on: decisions about their file, and what others did in their name.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ovop_portal.notifications.kinds import Kind, register

INVITED = register(
    Kind(
        "awards.invited",
        _("Undangan penilaian ulang: {product}"),
        _("Bintang OVOP {product} dinilai ulang pada {edition}. Periksa data usaha, lalu terima undangannya."),
        is_owed=True,
    )
)
INVITED_FOR_DINAS = register(
    Kind(
        "awards.invited_for_dinas",
        _("Undangan dijawab dinas: {product}"),
        _(
            "Bintang OVOP {product} dinilai ulang pada {edition}. Pemiliknya belum mempunyai akun: dinas yang memeriksa datanya dan menjawab undangan {number}."
        ),
        is_owed=True,
    )
)
LAPSED = register(
    Kind(
        "awards.lapsed",
        _("Undangan lewat tenggat: {product}"),
        _(
            "Undangan penilaian ulang {product} tidak dijawab sampai batas waktu. Produk ini dapat diusulkan lagi lewat dinas."
        ),
        is_owed=True,
    )
)
RETURNED = register(
    Kind(
        "awards.returned",
        _("Perlu diperbaiki: {product}"),
        _("Dinas meminta perbaikan pada berkas {number}. Catatannya ada di halaman status."),
        is_owed=True,
    )
)
SENT_FOR_OWNER = register(
    Kind(
        "awards.sent_for_owner",
        _("Dinas mengirim untuk Anda: {product}"),
        _(
            "Dinas mengirim berkas {number} untuk Anda, dengan jawaban atas catatan yang masih terbuka. {changed}Bila ada yang keliru, hubungi {office}."
        ),
    )
)
OPENED_FOR_OWNER = register(
    Kind(
        "awards.opened_for_owner",
        _("Dinas mengajukan produk Anda: {product}"),
        _(
            "Dinas membuka berkas {number} untuk {product} pada {edition}. Periksa dan lengkapi isinya. Bila Anda tidak setuju, berkas dapat ditarik di halaman status."
        ),
    )
)
WRITTEN_FOR_OWNER = register(
    Kind(
        "awards.written_for_owner",
        _("Dinas mengubah isian: {product}"),
        _("Dinas mengubah berkas {number}, bagian {sections}. {changed}{next}Bila ada yang keliru, hubungi {office}."),
    )
)
RETURNED_TO_DINAS = register(
    Kind(
        "awards.returned_to_dinas",
        _("Perlu diperbaiki dinas: {product}"),
        _("Pemilik berkas {number} belum mempunyai akun: dinas yang memperbaiki berkas itu dan menjawab catatannya."),
        is_owed=True,
    )
)
DECLINED = register(
    Kind(
        "awards.declined",
        _("Belum diusulkan: {product}"),
        _("Dinas belum mengusulkan {product} pada {edition}. Alasannya ada di halaman status."),
        is_owed=True,
    )
)
NOMINATED = register(
    Kind(
        "awards.nominated",
        _("Sudah diusulkan: {product}"),
        _("Dinas mengirim usulan {number} ke Kementerian Perindustrian."),
    )
)
ARRIVED = register(
    Kind("awards.arrived", _("Berkas masuk: {product}"), _("Berkas {number} menunggu pemeriksaan dinas."))
)
JOIN_ASKED = register(
    Kind(
        "awards.join_asked",
        _("Minta digabungkan: {product}"),
        _("Pemilik berkas {number} merasa usahanya sudah dicatat dinas, dan minta keduanya digabungkan."),
    )
)
JOIN_DECLINED = register(
    Kind(
        "awards.join_declined",
        _("Tidak digabungkan: {product}"),
        _(
            "Dinas menjawab permintaan Anda: berkas {number} tidak digabungkan dengan catatan dinas. Alasan: {reason}. Lanjutkan mengisi berkas Anda seperti biasa."
        ),
    )
)
LINKED = register(
    Kind(
        "awards.linked",
        _("Berkas Anda: {product}"),
        _(
            "Dinas menghubungkan berkas {number} dengan akun Anda. Periksa isinya; bila ini bukan usaha Anda, beri tahu dinas."
        ),
    )
)
LINKED_TO_ANOTHER = register(
    Kind(
        "awards.linked_to_another",
        _("Usaha dihubungkan dengan akun lain: {ikm}"),
        _(
            "Dinas menghubungkan {ikm} dengan akun lain. Dahulu usaha ini milik akun Anda; bila ini keliru, beri tahu dinas."
        ),
        is_owed=True,
    )
)
OWNER_CONTACT = register(
    Kind(
        "awards.owner_contact_changed",
        _("Kontak akun pemilik diganti: {ikm}"),
        _(
            "Pengelola sistem mengganti nomor atau e-mail akun pemilik {ikm}. Tanyakan kepada pemilik; bila ia tidak memintanya, segera tulis kepada {contact}."
        ),
    )
)
UNLINKED = register(
    Kind(
        "awards.unlinked",
        _("Akun Anda dilepas dari {ikm}"),
        _(
            "Dinas melepas akun Anda dari {ikm} karena keliru terhubung. Alasan: {reason}. Bila usaha ini memang milik Anda, datanglah ke dinas dengan kode"
            " dari halaman Akun saya."
        ),
        is_owed=True,
    )
)
UNLINKED_FOR_DINAS = register(
    Kind(
        "awards.unlinked_for_dinas",
        _("Akun dilepas dari berkas: {product}"),
        _(
            "Akun yang keliru terhubung dengan berkas {number} ({since} sampai {until}) sudah dilepas. Beri tahu pemilik yang sebenarnya, lalu hubungkan akunnya."
        ),
    )
)
WRONGLY_LINKED = register(
    Kind(
        "awards.wrongly_linked",
        _("Berkas Anda pernah dibuka akun lain: {product}"),
        _(
            "Berkas {number} keliru terhubung dengan akun orang lain dari {since} sampai {until}. Akun itu dapat membaca data usaha dan dokumennya, dan sudah"
            " dilepas. Periksa isi berkas. Bila ada pertanyaan, tulis kepada {contact}."
        ),
        is_owed=True,
    )
)
WITHDRAWN = register(Kind("awards.withdrawn", _("Pengajuan ditarik: {product}"), _("Pengajuan {number} ditarik.")))
PAPERS_MISSING = register(
    Kind(
        "awards.papers_missing",
        _("Perlu melengkapi dokumen: {product}"),
        _(
            "Panitia meminta dokumen {number} dilengkapi lewat dinas, paling lambat {answer_by}. Catatannya ada di halaman berkas."
        ),
        is_owed=True,
    )
)
EXTENDED = register(
    Kind(
        "awards.answer_extended",
        _("Batas perbaikan diundur: {product}"),
        _("Dokumen {number} dapat dilengkapi sampai {answer_by}."),
        is_owed=True,
    )
)
DATES_CHANGED = register(
    Kind(
        "awards.dates_changed",
        _("Jadwal berubah: {stage} {edition}"),
        _(
            "{stage} {edition} sekarang dibuka {opens} dan ditutup {closes}. Semula dibuka {opened} dan ditutup {closed}. Alasan: {reason}"
        ),
        is_owed=True,
    )
)
MORE_TIME = register(
    Kind(
        "awards.more_time",
        _("Batas pengusulan diperpanjang: {whom}"),
        _("Batas pengusulan pada {edition} untuk {whom} diperpanjang sampai {until}, berdasarkan {basis}."),
        is_owed=True,
    )
)
NO_MORE_TIME = register(
    Kind(
        "awards.no_more_time",
        _("Perpanjangan dicabut: {whom}"),
        _("Perpanjangan sampai {until} pada {edition} untuk {whom} dicabut. Alasannya: {reason}"),
        is_owed=True,
    )
)
PASSED = register(
    Kind(
        "awards.passed",
        _("Lolos administrasi: {product}"),
        _("Berkas {number} lolos seleksi administrasi dan menunggu penilaian juri."),
    )
)
FAILED = register(
    Kind(
        "awards.failed",
        _("Belum lolos administrasi: {product}"),
        _("Berkas {number} belum lolos seleksi administrasi. Alasannya ada di halaman status."),
        is_owed=True,
    )
)
DISQUALIFIED = register(
    Kind(
        "awards.disqualified",
        _("Pengajuan digugurkan: {product}"),
        _("Panitia menggugurkan {number}. Alasannya ada di halaman status."),
        is_owed=True,
    )
)
AWARDED = register(
    Kind(
        "awards.awarded",
        _("Selamat: {product} menerima OVOP"),
        _("{product} ditetapkan sebagai penerima {edition}. Piagamnya ada di halaman status."),
        is_owed=True,
    )
)
NOT_AWARDED = register(
    Kind(
        "awards.not_awarded",
        _("Hasil penilaian: {product}"),
        _("{product} belum menerima bintang pada {edition}. Langkah berikutnya ada di halaman status."),
        is_owed=True,
    )
)
RESULTS_OUT = register(
    Kind(
        "awards.results_out",
        _("Hasil diumumkan: {edition}"),
        _("Hasil untuk calon dari daerah Anda dapat dibaca di beranda dinas."),
    )
)
CURATED = register(
    Kind(
        "awards.curated",
        _("Masuk Go Global: {product}"),
        _("{product} terpilih masuk angkatan Go Global. Dinas akan menghubungi Anda."),
    )
)
WITHDRAWN_FOR_OWNER = register(
    Kind(
        "awards.withdrawn_by_office",
        _("Pengajuan ditarik dinas: {product}"),
        _("Dinas menarik pengajuan {number}. Alasannya ada di halaman status."),
        is_owed=True,
    )
)
MADE_READY = register(
    Kind(
        "awards.made_ready",
        _("Siap diusulkan: {count} berkas"),
        _("{count} berkas selesai diperiksa dan menunggu dikirim dengan surat kepala daerah."),
    )
)
SUBMITTED = register(
    Kind(
        "awards.submitted",
        _("Usulan baru masuk: {edition}"),
        _("Hari ini ada usulan baru yang menunggu seleksi administrasi. Antreannya ada di meja kerja Anda."),
    )
)
IN_ASSESSMENT = register(
    Kind(
        "awards.assessment_began",
        _("Penilaian dimulai: {product}"),
        _("Juri mulai menilai berkas {number}. Kabar berikutnya datang bila hasil diumumkan."),
    )
)
ACCEPTED = register(
    Kind(
        "awards.invitation_accepted",
        _("Undangan diterima: {product}"),
        _("{product} ikut penilaian ulang pada {edition}. Berkas {number} diteruskan ke juri."),
    )
)
ACCEPTED_FOR_OWNER = register(
    Kind(
        "awards.accepted_for_owner",
        _("Dinas menerima undangan untuk Anda: {product}"),
        _(
            "Dinas menerima undangan penilaian ulang {product} pada {edition} untuk Anda. Berkas {number} sudah dibekukan dan diteruskan ke juri. {changed}"
            "Bila Anda tidak setuju, segera hubungi {office} dan tulis kepada panitia di {contact}: berkas yang sudah di juri tidak dapat Anda tarik sendiri."
        ),
        is_owed=True,
    )
)
REVOKED = register(
    Kind(
        "awards.revoked",
        _("Bintang dicabut: {product}"),
        _("Bintang OVOP {product} dicabut dengan keputusan nomor {decree}. Keterangannya ada di halaman berkas."),
        is_owed=True,
    )
)
CORRECTED = register(
    Kind(
        "awards.corrected",
        _("Piagam dikoreksi: {product}"),
        _(
            "Piagam OVOP {product} dikoreksi menurut {decree}. Terbitan ke-{issue} menggantikan yang lama; berkas barunya ada di halaman status."
        ),
        is_owed=True,
    )
)
PROPOSED = register(
    Kind(
        "awards.proposed",
        _("Menunggu pengesahan Anda: {product}"),
        _("{act} untuk {product} ({number}) disusun dan menunggu disahkan oleh orang kedua."),
    )
)
PROPOSAL_DECLINED = register(
    Kind(
        "awards.proposal_declined",
        _("Tidak disahkan: {product}"),
        _("{act} untuk {product} ({number}) tidak disahkan. Alasannya ada di halaman rancangan."),
    )
)
SHOWN = register(
    Kind(
        "awards.shown",
        _("Boleh tampil di katalog: {product}"),
        _("Foto, cerita, dan kontak {product} ({number}) kini diizinkan tampil di katalog."),
    )
)
NOT_SHOWN = register(
    Kind(
        "awards.not_shown",
        _("Tidak tampil di katalog: {product}"),
        _(
            "Pemilik menolak foto, cerita, dan kontak {product} ({number}) tampil di katalog. Hanya pemilik yang dapat mengizinkannya lagi."
        ),
    )
)
NOT_SHOWN_BY_DINAS = register(
    Kind(
        "awards.not_shown_by_dinas",
        _("Dinas menolak tampil di katalog: {product}"),
        _(
            "Dinas menolak foto, cerita, dan kontak {product} ({number}) tampil di katalog. Hanya dinas yang dapat mengizinkannya lagi. Bila Anda keberatan, hubungi {office}."
        ),
    )
)
CERTIFICATES_PARKED = register(
    Kind(
        "awards.certificates_parked",
        _("Piagam belum dapat dibuat: {edition}"),
        _("Pembuatan piagam terhenti setelah beberapa kali dicoba. Daftarnya ada di halaman pengumuman."),
    )
)
REMINDED_OWNER = register(
    Kind(
        "awards.reminded_owner",
        _("Batas {left}: {product}"),
        _("Berkas {number} {what}. Batasnya {ends}."),
    )
)
REMINDED_DINAS = register(
    Kind(
        "awards.reminded_dinas",
        _("Batas {left}: {count} berkas belum dikirim"),
        _("{count} berkas di {place} belum dikirim ke panitia. Batasnya {ends}."),
    )
)
REMINDED_PROVINCE = register(
    Kind(
        "awards.reminded_province",
        _("Belum mengusulkan: {count} kabupaten/kota"),
        _("Sampai hari ini belum ada usulan {edition} dari {names}. Batas pengusulan {ends}."),
    )
)
REMINDED_OF_PAPER = register(
    Kind(
        "awards.reminded_of_paper",
        _("Berakhir {left}: {paper}"),
        _(
            "{paper} nomor {number} untuk {ikm} berlaku sampai {day}. Perpanjang, lalu unggah yang baru: tanpa dokumen yang masih berlaku berkas dapat gugur"
            " dalam seleksi."
        ),
    )
)
