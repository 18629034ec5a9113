"""What this room says to whom. Each kind is one fact; the inbox keeps it, and an e-mail carries a copy."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from awards.models import Edition, EditionKind, Milestone, Nomination, Proposal
from awards.states import OPEN_TO_OWNER
from ikm.models import Ikm, OwnerLink
from ovop_portal.accounts.letters import account_changed
from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.formats import angka, tanggal, telepon, tenggat
from ovop_portal.ledger.journal import actor_of
from ovop_portal.notifications.kinds import MARK, Kind, register
from ovop_portal.notifications.models import Notice
from ovop_portal.notifications.operations import News, amend, notify, notify_many
from regions.models import Office

NOTHING: Mapping[str, str] = {}
NOTHING_EACH: Mapping[str, Mapping[str, Any]] = {}
OF = "of"
# An answer that is another now, in words: its section, its name, what stood there, what stands there, and what is said where both read alike though
# they are not the same (a photo); empty where the same words are the same answer.
Line = Sequence[str]
# What somebody writes within this time is one piece of work, and told as one.
WORKING_SESSION = timedelta(hours=1)
# As much of an answer is told.
LONGEST = 60

INVITED = register(
    Kind(
        "awards.invited",
        _("Undangan penilaian ulang: {product}"),
        _("Bintang OVOP {product} dinilai ulang pada {edition}. Periksa data usaha, lalu terima undangannya."),
    )
)
INVITED_FOR_DINAS = register(
    Kind(
        "awards.invited_for_dinas",
        _("Undangan dijawab dinas: {product}"),
        _(
            "Bintang OVOP {product} dinilai ulang pada {edition}. Pemiliknya belum mempunyai akun: dinas yang memeriksa datanya dan menjawab undangan {number}."
        ),
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
WITHDRAWN_FOR_OWNER = register(
    Kind(
        "awards.withdrawn_by_office",
        _("Pengajuan ditarik dinas: {product}"),
        _("Dinas menarik pengajuan {number}. Alasannya ada di halaman status."),
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
    )
)
REVOKED = register(
    Kind(
        "awards.revoked",
        _("Bintang dicabut: {product}"),
        _("Bintang OVOP {product} dicabut dengan keputusan nomor {decree}. Keterangannya ada di halaman berkas."),
    )
)
CORRECTED = register(
    Kind(
        "awards.corrected",
        _("Piagam dikoreksi: {product}"),
        _(
            "Piagam OVOP {product} dikoreksi menurut {decree}. Terbitan ke-{issue} menggantikan yang lama; berkas barunya ada di halaman status."
        ),
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


def tell_former_owners(nomination: Nomination, *, now: datetime) -> None:
    """Tell those whose account the firm belonged to before that another has it."""
    links = OwnerLink.objects.filter(ikm=nomination.ikm)
    former = User.objects.filter(pk__in=links.exclude(ends_at=None).values("user")).exclude(
        pk__in=links.filter(ends_at=None).values("user")
    )
    key = _key(nomination, LINKED_TO_ANOTHER, now)
    notify(
        former,
        LINKED_TO_ANOTHER,
        context={"ikm": nomination.ikm.name} | mark_of(nomination.edition),
        path=reverse("notifications:inbox"),
        now=now,
        key=key,
    )


def tell_unlinked(nomination: Nomination, account: User, reason: str, *, now: datetime) -> None:
    """Tell the account that the firm is no longer its own. The notice leads nowhere but to the inbox: the file is closed to it."""
    context = {"ikm": nomination.ikm.name, "reason": reason} | mark_of(nomination.edition)
    notify(
        [account],
        UNLINKED,
        context=context,
        path=reverse("notifications:inbox"),
        now=now,
        key=_key(nomination, UNLINKED, now),
    )


def tell_of_wrong_link(nomination: Nomination, *, since: datetime, until: datetime, now: datetime) -> None:
    """Tell the owner that the file was another's for a while: whoever's data it is has a right to hear of it."""
    zone = nomination.regency.zone
    also = {"since": tanggal(since, zone), "until": tanggal(until, zone), "contact": settings.CONTACT_EMAIL}
    tell_owners([nomination], WRONGLY_LINKED, now=now, also=also)


@receiver(account_changed)
def tell_of_changed_contact(sender: Any, *, user: User, fact: str, by: User | str, now: datetime, **_more: Any) -> None:
    """Tell the dinas of an owner whose contact somebody else changed: it knows the person, where an old number cannot be written to."""
    if fact == "password" or actor_of(by) == user.actor:
        return
    firms = list(Ikm.objects.filter(owner_links__user=user, owner_links__ends_at__isnull=True))
    staff = _dinas_of(ikm.regency_id for ikm in firms)
    key = f"{user.actor}:{OWNER_CONTACT.code}:{now:%Y%m%dT%H%M%S}"
    news = [
        News(person, reverse("awards:dinas_home"), key, {"ikm": ikm.name, "contact": settings.CONTACT_EMAIL})
        for ikm in firms
        for person in staff[ikm.regency_id]
    ]
    notify_many(OWNER_CONTACT, news, now=now)


def tell_owners(
    nominations: Sequence[Nomination],
    kind: Kind,
    *,
    now: datetime,
    besides: User | str | None = None,
    also: Mapping[str, Any] = NOTHING,
    each: Mapping[str, Mapping[str, Any]] = NOTHING_EACH,
    delay: timedelta = timedelta(),
) -> None:
    """Tell the owners of each nomination's firm; the notice leads to the status page, its letter goes after `delay`. Nobody is told what they did themselves
    (`besides`). `also` is said of all of them, `each` by number of the file.
    """
    owners = defaultdict(list)
    dinas = office_names(nomination.regency_id for nomination in nominations) if "office" in kind.placeholders() else {}
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
                _status_of(nomination),
                _key(nomination, kind, now),
                {
                    **_context(nomination),
                    **({"office": dinas[nomination.regency_id]} if dinas else {}),
                    **also,
                    **each.get(nomination.number, NOTHING),
                },
            )
            for nomination in nominations
            for owner in owners[nomination.ikm_id]
            if owner != besides
        ],
        now=now,
        delay=delay,
    )


def tell_of_changes(nomination: Nomination, changes: Sequence[Line], *, to_declare: bool, now: datetime) -> None:
    """Tell the owners what somebody else changed in their file. What is changed within one working session is one notice, whose letter waits for its end."""
    session = Notice.objects.filter(
        kind=WRITTEN_FOR_OWNER.code, path=_status_of(nomination), created_at__gt=now - WORKING_SESSION
    )
    begun = session.order_by("-pk").select_for_update().first()
    before = begun.context if begun else {"lines": [], "next": ""}
    lines = _together([*before["lines"], *changes])
    also = {
        "lines": lines,
        "sections": ", ".join(dict.fromkeys(section for section, *_words in lines)),
        "changed": _in_words(lines),
        "next": _declare_anew(nomination) if to_declare else before["next"],
    }
    if begun:
        amend(WRITTEN_FOR_OWNER, begun.key, {**begun.context, **also})
    else:
        tell_owners([nomination], WRITTEN_FOR_OWNER, now=now, also=also, delay=WORKING_SESSION)


def _declare_anew(nomination: Nomination) -> str:
    if nomination.state in OPEN_TO_OWNER:
        return str(_("Pernyataan Anda tidak berlaku lagi: periksa isinya, lalu nyatakan sekali lagi saat mengirim. "))
    return str(
        _(
            "Pernyataan Anda tidak berlaku lagi: sebelum berkas diusulkan, dinas mengembalikannya, lalu Anda memeriksa dan menyatakannya lagi. "
        )
    )


def tell_of_acting_for_owners(nominations: Sequence[Nomination], kind: Kind, *, now: datetime) -> None:
    """Tell the owners what the dinas did in their place, with the answers that it had changed since the file came to them."""
    came = Milestone.objects.filter(nomination__in=nominations, code__in=("returned", "invited")).order_by("pk")
    since = dict(came.values_list("nomination__number", "at"))
    written: dict[str, list[Line]] = defaultdict(list)
    told = Notice.objects.filter(kind=WRITTEN_FOR_OWNER.code, path__in=[_status_of(one) for one in nominations])
    for notice in told.order_by("pk"):
        number = notice.context["number"]
        if number not in since or notice.created_at >= since[number]:
            written[number] += notice.context["lines"]
    each = {one.number: {"changed": _in_words(_together(written[one.number]))} for one in nominations}
    tell_owners(nominations, kind, now=now, also={"contact": settings.CONTACT_EMAIL}, each=each)


def _together(lines: Iterable[Line]) -> list[Line]:
    """Each line once: what stood there first, and what stands there last. A file that was taken away and put there is another, though it reads alike."""
    known: dict[tuple[str, str], Line] = {}
    for section, label, before, after, alike in lines:
        first = known.get((section, label), (section, label, before))[2]
        known[section, label] = [section, label, first, alike if alike and after == first else after, alike]
    return list(known.values())


def _in_words(lines: Sequence[Line]) -> str:
    """What was changed, old and new; long answers by their beginning."""
    words = [
        f"{label}: {Truncator(before).chars(LONGEST)} → {Truncator(after).chars(LONGEST)}"
        for _section, label, before, after, _alike in lines
        if before != after
    ]
    return str(_("Yang berubah: {changes}. ")).format(changes="; ".join(words)) if words else ""


def _status_of(nomination: Nomination) -> str:
    return reverse("awards:status", args=[nomination.number])


def tell_dinas(
    nominations: Sequence[Nomination],
    kind: Kind,
    *,
    now: datetime,
    besides: User | str | None = None,
    also: Mapping[str, str] = NOTHING,
) -> None:
    """Tell the people of the dinas of each nomination's region; the notice leads to the file. Nobody is told what they did themselves (`besides`)."""
    staff = _dinas_of(nomination.regency_id for nomination in nominations)
    notify_many(
        kind,
        [
            News(
                person,
                reverse("awards:review", args=[nomination.number]),
                _key(nomination, kind, now),
                {**_context(nomination), **also},
            )
            for nomination in nominations
            for person in staff[nomination.regency_id]
            if person != besides
        ],
        now=now,
    )


def tell_signers(nominations: Sequence[Nomination], *, now: datetime, besides: User | str) -> None:
    """Tell who may send the files of each region with the regional head's act; one notice for a batch."""
    counts = Counter(nomination.regency_id for nomination in nominations)
    signers = _dinas_of(counts, Role.DINAS_SIGNER)
    # A dinas works at the files of one edition at a time.
    mark = mark_of(nominations[0].edition)
    numbers = {regency: _numbers(n for n in nominations if n.regency_id == regency) for regency in counts}
    notify_many(
        MADE_READY,
        [
            News(
                signer,
                reverse("awards:dinas_home"),
                f"regency:{regency}:{MADE_READY.code}:{numbers[regency]}:{now:%Y%m%dT%H%M%S}",
                {"count": angka(count)} | mark,
            )
            for regency, count in counts.items()
            for signer in signers[regency]
            if signer != besides
        ],
        now=now,
    )


def tell_screeners(edition: Edition, *, now: datetime) -> None:
    """Tell the screeners that files have come in: once a day, however many dinas send on the last one.

    It leads to where each begins: their desk belongs to a room above.
    """
    notify(
        User.objects.holding(Role.SCREENER),
        SUBMITTED,
        context={"edition": edition.name} | mark_of(edition),
        path=resolve_url(settings.LOGIN_REDIRECT_URL),
        now=now,
        key=f"edition:{edition.year}:{SUBMITTED.code}:{day_in_wib(now)}",
    )


def tell_dinas_results(nominations: Sequence[Nomination], *, now: datetime) -> None:
    """Tell each dinas once that the results are out, however many candidates it had."""
    staff = _dinas_of(nomination.regency_id for nomination in nominations)
    one_each = {nomination.regency_id: nomination for nomination in nominations}
    notify_many(
        RESULTS_OUT,
        [
            News(
                person,
                reverse("awards:dinas_home"),
                f"edition:{nomination.edition.year}:{RESULTS_OUT.code}",
                {"edition": nomination.edition.name} | mark_of(nomination.edition),
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
        context={"edition": edition.name} | mark_of(edition),
        path=reverse("awards:publication", args=[edition.year]),
        now=now,
        key=f"edition:{edition.year}:{CERTIFICATES_PARKED.code}:{now:%Y%m%dT%H}",
    )


def tell_second_person(proposal: Proposal, *, now: datetime, besides: User | str) -> None:
    """Tell the others of the secretariat that something waits for one of them."""
    people = [person for person in User.objects.holding(Role.SECRETARIAT) if person != besides]
    _tell_of_proposal(people, PROPOSED, proposal, now)


def tell_of_decline(proposal: Proposal, *, now: datetime, besides: User | str) -> None:
    """Tell who proposed it that another person did not confirm it."""
    people = User.objects.holding(Role.SECRETARIAT)
    author = [person for person in people if person.actor == proposal.proposed_by and person != besides]
    _tell_of_proposal(author, PROPOSAL_DECLINED, proposal, now)


def _tell_of_proposal(people: Sequence[User], kind: Kind, proposal: Proposal, now: datetime) -> None:
    context = _context(proposal.nomination) | {"act": str(proposal.get_act_display())}
    path = reverse("awards:proposal", args=[proposal.uuid])
    notify(people, kind, context=context, path=path, now=now, key=f"{proposal.subject}:{kind.code}")


def office_names(regencies: Iterable[str]) -> dict[str, str]:
    """How the dinas of each of these regions is reached: its name with its telephone number or address, as far as they are known."""
    found = {code: str(_("dinas")) for code in regencies}
    for office in Office.objects.active().filter(regency__in=list(found)).for_labels():
        reached = [one for one in (telepon(office.phone) if office.phone else "", office.email) if one]
        found[str(office.regency_id)] = f"{office.label} ({', '.join(reached)})" if reached else office.label
    return found


def _numbers(nominations: Iterable[Nomination]) -> str:
    """A batch by its first file: two batches of one second differ in it."""
    return min(nomination.number for nomination in nominations)


def _dinas_of(regencies: Iterable[str], *roles: str) -> dict[str, list[User]]:
    staff: dict[str, list[User]] = defaultdict(list)
    seats = Membership.objects.current().filter(
        role__in=roles or DINAS_ROLES,
        office__is_active=True,
        office__regency__in=set(regencies),
    )
    for seat in seats.select_related("user", "office").order_by("pk"):
        regency = seat.office.regency_id if seat.office else None
        if regency is not None and seat.user not in staff[regency]:
            staff[regency].append(seat.user)
    return staff


def _context(nomination: Nomination) -> dict[str, str]:
    names = {"product": nomination.product.name, "number": nomination.number, "edition": nomination.edition.name}
    due = {"answer_by": tenggat(nomination.answer_by, nomination.regency.zone)} if nomination.answer_by else {}
    return names | due | mark_of(nomination.edition)


def mark_of(edition: Edition) -> dict[str, str]:
    """What every notice about a rehearsal says before its title, and by what it is found when the rehearsal is erased (`OF`)."""
    return {MARK: str(EditionKind.REHEARSAL.label), OF: edition.subject} if edition.is_rehearsal else {}


def _key(nomination: Nomination, kind: Kind, now: datetime) -> str:
    # The same file may be sent back twice: the hour tells the two facts apart.
    return f"{nomination.subject}:{kind.code}:{now:%Y%m%dT%H%M%S}"
