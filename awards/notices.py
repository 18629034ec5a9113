"""What this room says to whom. Each kind is one fact; the inbox keeps it, and an e-mail carries a copy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.models import Edition, Nomination
from ikm.models import OwnerLink
from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from ovop_portal.common.formats import tenggat
from ovop_portal.notifications.kinds import Kind, register
from ovop_portal.notifications.operations import News, notify, notify_many

INVITED = register(
    Kind(
        "awards.invited",
        _("Undangan penilaian ulang: {product}"),
        _("Bintang OVOP {product} dinilai ulang pada {edition}. Periksa data usaha, lalu terima undangannya."),
    )
)
LAPSED = register(
    Kind(
        "awards.lapsed",
        _("Undangan lewat tenggat: {product}"),
        _(
            "Undangan penilaian ulang {product} tidak dijawab sampai batas waktu. Produk ini dapat diusulkan lagi lewat dinas."
        ),
    )
)
RETURNED = register(
    Kind(
        "awards.returned",
        _("Perlu diperbaiki: {product}"),
        _("Dinas meminta perbaikan pada berkas {number}. Catatannya ada di halaman status."),
    )
)
DECLINED = register(
    Kind(
        "awards.declined",
        _("Belum diusulkan: {product}"),
        _("Dinas belum mengusulkan {product} pada {edition}. Alasannya ada di halaman status."),
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
LINKED = register(
    Kind(
        "awards.linked",
        _("Berkas Anda: {product}"),
        _(
            "Dinas menghubungkan berkas {number} dengan akun Anda. Periksa isinya; bila ini bukan usaha Anda, beri tahu dinas."
        ),
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
    )
)
EXTENDED = register(
    Kind(
        "awards.answer_extended",
        _("Batas perbaikan diundur: {product}"),
        _("Dokumen {number} dapat dilengkapi sampai {answer_by}."),
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
    )
)
DISQUALIFIED = register(
    Kind(
        "awards.disqualified",
        _("Pengajuan digugurkan: {product}"),
        _("Panitia menggugurkan {number}. Alasannya ada di halaman status."),
    )
)
AWARDED = register(
    Kind(
        "awards.awarded",
        _("Selamat: {product} menerima OVOP"),
        _("{product} ditetapkan sebagai penerima {edition}. Piagamnya ada di halaman status."),
    )
)
NOT_AWARDED = register(
    Kind(
        "awards.not_awarded",
        _("Hasil penilaian: {product}"),
        _("{product} belum menerima bintang pada {edition}. Langkah berikutnya ada di halaman status."),
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
CERTIFICATES_PARKED = register(
    Kind(
        "awards.certificates_parked",
        _("Piagam belum dapat dibuat: {edition}"),
        _("Pembuatan piagam terhenti setelah beberapa kali dicoba. Daftarnya ada di halaman pengumuman."),
    )
)


def tell_owners(nominations: Sequence[Nomination], kind: Kind, *, now: datetime) -> None:
    """Tell the owners of each nomination's firm; the notice leads to the status page."""
    owners = defaultdict(list)
    links = OwnerLink.objects.filter(
        ikm__in={nomination.ikm_id for nomination in nominations}, ends_at__isnull=True
    ).select_related("user")
    for link in links:
        owners[link.ikm_id].append(link.user)
    notify_many(
        kind,
        [
            News(
                owner,
                reverse("awards:status", args=[nomination.number]),
                _key(nomination, kind, now),
                _context(nomination),
            )
            for nomination in nominations
            for owner in owners[nomination.ikm_id]
        ],
        now=now,
    )


def tell_dinas(nominations: Sequence[Nomination], kind: Kind, *, now: datetime) -> None:
    """Tell the people of the dinas of each nomination's region; the notice leads to the file."""
    staff = _dinas_of(nominations)
    notify_many(
        kind,
        [
            News(
                person,
                reverse("awards:review", args=[nomination.number]),
                _key(nomination, kind, now),
                _context(nomination),
            )
            for nomination in nominations
            for person in staff[nomination.regency_id]
        ],
        now=now,
    )


def tell_dinas_results(nominations: Sequence[Nomination], *, now: datetime) -> None:
    """Tell each dinas once that the results are out, however many candidates it had."""
    staff = _dinas_of(nominations)
    one_each = {nomination.regency_id: nomination for nomination in nominations}
    notify_many(
        RESULTS_OUT,
        [
            News(
                person,
                reverse("awards:dinas_home"),
                f"edition:{nomination.edition.year}:{RESULTS_OUT.code}",
                {"edition": nomination.edition.name},
            )
            for regency, nomination in one_each.items()
            for person in staff[regency]
        ],
        now=now,
    )


def tell_of_parked_certificates(edition: Edition, *, now: datetime) -> None:
    """Tell the secretariat that certificates of `edition` could not be made; many in one hour are one notice."""
    notify(
        User.objects.holding(Role.SECRETARIAT),
        CERTIFICATES_PARKED,
        context={"edition": edition.name},
        path=reverse("awards:publication", args=[edition.year]),
        now=now,
        key=f"edition:{edition.year}:{CERTIFICATES_PARKED.code}:{now:%Y%m%dT%H}",
    )


def _dinas_of(nominations: Sequence[Nomination]) -> dict[str, list[User]]:
    staff: dict[str, list[User]] = defaultdict(list)
    seats = Membership.objects.current().filter(
        role__in=DINAS_ROLES,
        office__is_active=True,
        office__regency__in={nomination.regency_id for nomination in nominations},
    )
    for seat in seats.select_related("user", "office").order_by("pk"):
        regency = seat.office.regency_id if seat.office else None
        if regency is not None and seat.user not in staff[regency]:
            staff[regency].append(seat.user)
    return staff


def _context(nomination: Nomination) -> dict[str, str]:
    names = {"product": nomination.product.name, "number": nomination.number, "edition": nomination.edition.name}
    return names | ({"answer_by": tenggat(nomination.answer_by)} if nomination.answer_by else {})


def _key(nomination: Nomination, kind: Kind, now: datetime) -> str:
    # The same file may be sent back twice: the hour tells the two facts apart.
    return f"{nomination.subject}:{kind.code}:{now:%Y%m%dT%H%M%S}"
