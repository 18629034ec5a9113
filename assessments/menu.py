"""What the assessment brings to the menu and the desk of the season."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.roles import Role
from ovop_portal.common import menu
from ovop_portal.common.menu import Door, Entry


def register_all() -> None:
    """The jury's and the officers' desks, and the pages of a season."""
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
            120,
            "assessments.watch_screening",
            "assessments:rubric",
            _("Rubrik, syarat, dan garis bintang"),
            _("Aturan penilaian dan asal-usulnya"),
            of_edition=False,
        ),
    )
