"""What the assessment brings to the menu and the desk of the season."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Entry as JuryEntry
from assessments.models import Scoresheet
from assessments.states import EntryState, SheetState
from awards.models import Nomination
from awards.states import NominationState
from ovop_portal.accounts.roles import Role
from ovop_portal.common import menu, stages
from ovop_portal.common.menu import Door, Entry
from ovop_portal.common.stages import Stage


def register_all() -> None:
    """The jury's and the officers' desks, the pages of a season and its stages here."""
    officers = frozenset({Role.SCREENER, Role.SECRETARIAT})
    menu.add(
        Entry(40, _("Penilaian"), "assessments:jury_queue", frozenset({Role.JUROR}), begins=frozenset({Role.JUROR})),
        Entry(50, _("Meja kerja"), "assessments:desk_home", officers | {Role.AUDITOR}, begins=officers),
    )
    menu.add_doors(
        Door(
            10,
            "assessments.watch_screening",
            "assessments:screening_queue",
            _("Seleksi administrasi"),
            _("Periksa berkas usulan, syarat demi syarat"),
            stage="screening",
            of_edition=False,
            asks_year=True,
        ),
        Door(
            30,
            "assessments.watch_jury",
            "assessments:assignment",
            _("Panel dan penugasan juri"),
            _("Susun panel, bagi berkas, catat benturan kepentingan"),
            stage="jury",
        ),
        Door(
            40,
            "assessments.watch_jury",
            "assessments:samples",
            _("Contoh produk"),
            _("Catat contoh produk yang tiba"),
            stage="jury",
        ),
        Door(
            50,
            "assessments.watch_jury",
            "assessments:monitor",
            _("Pemantauan penilaian"),
            _("Kemajuan setiap juri dan setiap berkas"),
            stage="scoring",
        ),
        Door(
            60,
            "assessments.watch_jury",
            "assessments:recap",
            _("Rekap nilai"),
            _("Hitung dan segel nilai resmi"),
            stage="plenary",
        ),
        Door(
            70,
            "assessments.watch_jury",
            "assessments:plenary",
            _("Pleno"),
            _("Tetapkan bintang setiap berkas"),
            stage="plenary",
        ),
        Door(
            111,
            "assessments.prepare_edition",
            "assessments:edition_new",
            _("Penyelenggaraan baru"),
            _("Susun penyelenggaraan berikutnya dari aturan yang terakhir"),
            of_edition=False,
        ),
        Door(
            114,
            "assessments.keep_jury",
            "assessments:jurors",
            _("Juri"),
            _("Siapa diangkat dengan keputusan mana; undang, catat, gantikan, akhiri"),
            of_edition=False,
        ),
        Door(
            115,
            "assessments.keep_jury",
            "assessments:institutions",
            _("Lembaga"),
            _("Anggota tim seleksi dan kelompok kerja OVOP"),
            of_edition=False,
        ),
        Door(
            105,
            "assessments.set_dates",
            "assessments:schedule",
            _("Jadwal"),
            _("Semua tahap pada satu garis waktu, dan perubahannya"),
        ),
        Door(
            120,
            "assessments.watch_screening",
            "assessments:rubric",
            _("Rubrik, syarat, dan garis bintang"),
            _("Aturan penilaian dan asal-usulnya"),
            of_edition=False,
        ),
    )
    stages.add(
        Stage(20, "jury", _("Panel dan contoh"), begun=_entries, left=_unopened, deed=_("berkas dibuka")),
        Stage(
            30,
            "scoring",
            _("Penilaian"),
            begun=lambda: _sheets(SheetState.SENT, SheetState.LOCKED),
            left=lambda: _sheets(SheetState.DRAFT),
            deed=_("lembar dikirim"),
        ),
        Stage(
            40,
            "plenary",
            _("Rekap dan pleno"),
            begun=lambda: _entries(Q(state=EntryState.DECIDED)),
            left=lambda: _entries(~Q(state=EntryState.DECIDED)),
            deed=_("berkas diputuskan"),
        ),
    )


BEFORE_JURY = NominationState.IN_ASSESSMENT


def _entries(which: Q = Q()) -> Exists:  # noqa: B008  A condition without a condition; nothing changes it.
    files = {"nomination__edition": OuterRef("pk"), "nomination__state": BEFORE_JURY}
    return Exists(JuryEntry.objects.filter(which, **files))


def _unopened() -> Exists:
    """Files that the jury is to get and cannot see yet."""
    waits = Q(state=NominationState.PASSED) | Q(state=BEFORE_JURY, assessment_entry__isnull=True)
    return Exists(Nomination.objects.filter(waits, edition=OuterRef("pk")))


def _sheets(*states: str) -> Exists:
    files = {"entry__nomination__edition": OuterRef("pk"), "entry__nomination__state": BEFORE_JURY}
    return Exists(Scoresheet.objects.filter(state__in=states, **files))
