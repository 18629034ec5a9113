"""What this room says to whom. Nothing here can carry a score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import Entry, Juror, ReopeningRequest, Scoresheet
from assessments.states import SheetState
from awards.models import Edition, Nomination, WindowKind
from awards.notices import mark_of
from awards.notices.reminding import holidays_around
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import WIB
from ovop_portal.common.formats import angka, tenggat
from ovop_portal.common.reminders import due_step, left_in_words
from ovop_portal.notifications.kinds import Kind, register
from ovop_portal.notifications.operations import News, notify, notify_many

ASSIGNED = register(
    Kind(
        "assessments.assigned",
        _("Berkas baru untuk dinilai: {count}"),
        _("Panitia menugaskan {count} berkas kepada Anda."),
    )
)
SHORT_OF_JURORS = register(
    Kind(
        "assessments.short_of_jurors",
        _("Berkas kekurangan juri: {code}"),
        _("{juror} mencatat benturan kepentingan dengan {code}. Berkas ini masih memerlukan {count} juri."),
    )
)
SAMPLES_RECEIVED = register(
    Kind(
        "assessments.samples_received",
        _("Contoh produk diterima: {count} berkas"),
        _(
            "Panitia menerima contoh produk untuk lembar yang sudah Anda mulai: {codes}. Lembar yang lengkap dapat dikirim."
        ),
    )
)
REOPENED = register(
    Kind(
        "assessments.reopened",
        _("Lembar nilai dibuka kembali: {code}"),
        _("Panitia membuka kembali lembar nilai {code}. Alasannya ada di lembar."),
    )
)
REOPENING_ASKED = register(
    Kind(
        "assessments.reopening_asked",
        _("Juri meminta buka kunci: {code}"),
        _("{juror} meminta lembar nilai {code} dibuka kembali. Alasannya ada di halaman pembukaan lembar."),
    )
)
REOPENING_DECLINED = register(
    Kind(
        "assessments.reopening_declined",
        _("Permintaan buka kunci ditolak: {code}"),
        _("Panitia tidak membuka kembali lembar nilai {code}. Alasannya ada di ringkasan lembar."),
    )
)
WITHDRAWN = register(
    Kind(
        "assessments.withdrawn",
        _("Lembar nilai ditarik: {count} berkas"),
        _("Panitia menarik lembar yang belum Anda kirim: {codes}. Alasannya ada di daftar berkas Anda."),
    )
)
SECOND_READING = register(
    Kind(
        "assessments.second_reading",
        _("Menunggu pembacaan kedua: {count} berkas"),
        _(
            "Pemeriksa lain sudah membaca {count} berkas. Bacalah sebagai pembaca kedua: hasil yang pertama terlihat sesudah Anda memberi hasil sendiri."
        ),
    )
)
THIRD_READING = register(
    Kind(
        "assessments.third_reading",
        _("Menunggu pembacaan ketiga: {count} berkas"),
        _(
            "Dua pemeriksa berbeda hasil atas {count} berkas. Bacalah sebagai pembaca ketiga: hasil keduanya terlihat sesudah Anda memberi hasil sendiri."
        ),
    )
)
NO_READER = register(
    Kind(
        "assessments.no_reader",
        _("Tidak ada pembaca berikutnya: {count} berkas"),
        _(
            "Semua pemeriksa sudah membaca {count} berkas yang belum putus. Undang pemeriksa lain supaya seleksinya berlanjut."
        ),
    )
)
TALLIED = register(
    Kind(
        "assessments.tallied",
        _("Rekap nilai selesai: {edition}"),
        _("Rekap nilai ke-{n} sudah tersegel dan siap dibawa ke pleno."),
    )
)
TALLY_REFUSED = register(Kind("assessments.tally_refused", _("Rekap nilai belum dapat dihitung"), _("{reason}")))


REMINDED = register(
    Kind(
        "assessments.reminded",
        _("Batas penilaian {left}: {count} lembar"),
        _("{count} lembar nilai {edition} belum Anda kirim. Batasnya {ends}."),
    )
)
REMINDERS = (7, 1)


def remind_jurors(*, now: datetime) -> None:
    """Tell jurors, each once for each step, how many sheets they have still to send before the assessment ends."""
    holidays = holidays_around(now)
    for edition in Edition.objects.running().in_window(WindowKind.ASSESSMENT, now).prefetch_related("windows"):
        ends = edition.end_of(WindowKind.ASSESSMENT)
        open_sheets = Count(
            "sheets", filter=Q(sheets__state=SheetState.DRAFT, sheets__entry__nomination__edition=edition)
        )
        jurors = Juror.objects.annotate(n=open_sheets).filter(n__gt=0).select_related("user", "home_regency__province")
        news = []
        for juror in jurors.order_by("pk"):
            zone = juror.home_regency.zone if juror.home_regency else WIB
            step = ends and due_step(ends, REMINDERS, now=now, zone=zone, holidays=holidays)
            if ends and step:
                said = {
                    "left": left_in_words(ends, now=now, zone=zone),
                    "count": angka(juror.n),  # type: ignore[attr-defined]
                    "edition": edition.name,
                    "ends": tenggat(ends, zone),
                }
                key = f"{juror.subject}:{edition.subject}:{ends:%Y%m%dT%H%M}:reminder:{step}"
                news.append(News(juror.user, reverse("assessments:jury_queue"), key, said))
        notify_many(REMINDED, news, now=now)


def tell_jurors_of_work(counts: Mapping[Juror, int], edition: Edition, *, now: datetime) -> None:
    """Tell each juror how many files of `edition` were assigned."""
    notify_many(
        ASSIGNED,
        [
            News(
                juror.user,
                reverse("assessments:jury_queue"),
                f"{juror.subject}:assigned:{now:%Y%m%dT%H%M%S}",
                {"count": str(count)} | mark_of(edition),
            )
            for juror, count in counts.items()
        ],
        now=now,
    )


def tell_secretariat_short(entries: Iterable[Entry], juror: Juror, *, now: datetime) -> None:
    """Tell the secretariat which files lost this juror and now have too few. Entries come from `scoring.progress.with_progress` and with their plan."""
    officers = list(User.objects.holding(Role.SECRETARIAT))
    notify_many(
        SHORT_OF_JURORS,
        [
            News(
                officer,
                _to_add_a_juror(entry),
                f"{entry.nomination.subject}:short:{juror.subject}",
                {
                    "juror": juror.user.name,
                    "code": entry.nomination.blind_code,
                    "count": str(entry.nomination.edition.plan.jurors_per_entry - entry.jurors),  # type: ignore[attr-defined]
                }
                | mark_of(entry.nomination.edition),
            )
            for entry in entries
            for officer in officers
        ],
        now=now,
    )


def _to_add_a_juror(entry: Entry) -> str:
    year, code = entry.nomination.edition.year, entry.nomination.blind_code
    return reverse("assessments:assignment", args=[year]) + f"?bagian=pembagian&kode={code}#tambah"


def tell_jurors_of_samples(sheets: Iterable[Scoresheet], *, now: datetime) -> None:
    """Tell each juror which of these sheets waited for a sample that is now here. Sheets come with juror, user, entry, nomination and edition."""
    news = []
    for juror, edition, codes in _by_juror(sheets):
        path = reverse("assessments:jury_sheet", args=codes) if len(codes) == 1 else reverse("assessments:jury_queue")
        news.append(_of_sheets(juror, edition, codes, path, f"samples:{now:%Y%m%dT%H%M%S%f}"))
    notify_many(SAMPLES_RECEIVED, news, now=now)


def tell_jurors_withdrawn(sheets: Iterable[Scoresheet], *, now: datetime) -> None:
    """Tell each juror which unsent sheets were taken back. Sheets come with juror, user, entry, nomination and edition."""
    path = reverse("assessments:jury_queue")
    news = [
        _of_sheets(juror, edition, codes, path, f"withdrawn:{now:%Y%m%dT%H%M%S%f}")
        for juror, edition, codes in _by_juror(sheets)
    ]
    notify_many(WITHDRAWN, news, now=now)


def _by_juror(sheets: Iterable[Scoresheet]) -> Iterator[tuple[Juror, Edition, list[str]]]:
    """Each juror with the edition and the codes of their sheets among these."""
    held: dict[Juror, list[Nomination]] = defaultdict(list)
    for sheet in sheets:
        held[sheet.juror].append(sheet.entry.nomination)
    for juror, nominations in held.items():
        yield juror, nominations[-1].edition, sorted(str(nomination.blind_code) for nomination in nominations)


def _of_sheets(juror: Juror, edition: Edition, codes: list[str], path: str, event: str) -> News:
    context = {"count": str(len(codes)), "codes": ", ".join(codes)} | mark_of(edition)
    return News(juror.user, path, f"{juror.subject}:{event}", context)


def tell_juror_reopened(sheet: Scoresheet, *, now: datetime) -> None:
    """Tell the juror that a sheet is open again, as a new round."""
    code = sheet.entry.nomination.blind_code
    notify(
        [sheet.juror.user],
        REOPENED,
        context={"code": code} | mark_of(sheet.entry.nomination.edition),
        path=reverse("assessments:jury_sheet", args=[code]),
        now=now,
        key=f"{sheet.subject}:reopened",
    )


def tell_secretariat_asked(request: ReopeningRequest, *, now: datetime) -> None:
    """Tell the secretariat that a juror would like to change a locked sheet."""
    sheet = request.sheet
    nomination = sheet.entry.nomination
    notify(
        User.objects.holding(Role.SECRETARIAT),
        REOPENING_ASKED,
        context={"juror": sheet.juror.user.name, "code": nomination.blind_code} | mark_of(nomination.edition),
        path=reverse(
            "assessments:reopen", args=[nomination.edition.year, nomination.blind_code, sheet.juror.user.uuid]
        ),
        now=now,
        key=f"{sheet.subject}:reopening_asked:{request.pk}",
    )


def tell_juror_declined(request: ReopeningRequest, *, now: datetime) -> None:
    """Tell the juror that the sheet stays locked."""
    code = request.sheet.entry.nomination.blind_code
    notify(
        [request.sheet.juror.user],
        REOPENING_DECLINED,
        context={"code": code} | mark_of(request.sheet.entry.nomination.edition),
        path=reverse("assessments:jury_send", args=[code]),
        now=now,
        key=f"{request.subject}:reopening_declined:{request.pk}",
    )


def tell_next_readers(waiting: Mapping[Nomination, Sequence[int]], *, now: datetime) -> None:
    """Tell whoever may read these files next: the screeners who are not among their readers (keys of accounts). One notice for the files of the same readers.

    Of what those found nothing is said. Where nobody is left the secretariat learns it.
    """
    batches: dict[frozenset[int], list[Nomination]] = defaultdict(list)
    for nomination, screeners in waiting.items():
        batches[frozenset(screeners)].append(nomination)
    for readers, nominations in batches.items():
        kind = SECOND_READING if len(readers) == 1 else THIRD_READING
        others = list(User.objects.holding(Role.SCREENER).exclude(pk__in=readers))
        if not others:
            kind, others = NO_READER, list(User.objects.holding(Role.SECRETARIAT))
        edition = nominations[0].edition
        notify(
            others,
            kind,
            context={"count": angka(len(nominations))} | mark_of(edition),
            path=f"{reverse('assessments:screening_queue')}?tahun={edition.year}&bagian={'kedua' if len(readers) == 1 else 'ketiga'}",
            now=now,
            key=f"{kind.code}:{min(n.number for n in nominations)}:{now:%Y%m%dT%H%M%S}",
        )


def tell_secretariat_of_tally(
    kind: Kind, context: dict[str, str], *, edition: Edition, key: str, now: datetime
) -> None:
    """Tell the secretariat what came of a tally of `edition`."""
    notify(
        User.objects.holding(Role.SECRETARIAT),
        kind,
        context=context | mark_of(edition),
        path=reverse("assessments:recap", args=[edition.year]),
        now=now,
        key=key,
    )
