"""What the award brings to the menu, the footer and the desk of the season."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from awards.figures.definitions import FIGURES
from awards.models import Determination, Nomination, Publication
from ovop_portal.accounts.roles import Role
from ovop_portal.common import menu, stages
from ovop_portal.common.menu import STRANGERS, Door, Entry
from ovop_portal.common.stages import Stage

DINAS = frozenset({Role.DINAS_OPERATOR, Role.DINAS_SIGNER})
PROGRAMME = frozenset({Role.CURATOR, Role.SECRETARIAT, Role.AUDITOR})


def register_all() -> None:
    """Lines of the menu and the footer, the pages of a season and its stages here."""
    menu.add(
        Entry(10, _("Usaha saya"), "awards:owner_home", frozenset({Role.OWNER}), begins=frozenset({Role.OWNER})),
        Entry(20, _("Dinas"), "awards:dinas_home", DINAS, begins=DINAS),
        Entry(60, _("Kurasi Go Global"), "awards:go_global", PROGRAMME, begins=frozenset({Role.CURATOR})),
        Entry(80, _("Katalog produk"), "awards:catalogue"),
        Entry(81, _("Periksa piagam"), "awards:verify_lookup", STRANGERS),
        Entry(82, _("Daftarkan usaha"), "awards:register", STRANGERS),
    )
    menu.add_to_footer(
        Entry(50, _("Angka"), "awards:figures"),
        Entry(60, _("Periksa piagam"), "awards:verify_lookup"),
    )
    menu.add_doors(
        Door(
            20,
            "awards.invite_holders",
            "awards:holders",
            _("Undangan penerima lama"),
            _("Penilaian ulang penerima penyelenggaraan sebelumnya"),
            stage="screening",
        ),
        Door(
            80,
            "awards.determine",
            "awards:determination",
            _("Penetapan"),
            _("Catat keputusan menteri"),
            stage="determination",
        ),
        Door(
            90,
            "awards.publish",
            "awards:publication",
            _("Pengumuman"),
            _("Periksa dan umumkan hasil"),
            stage="publication",
        ),
        Door(
            100,
            "awards.propose",
            "awards:proposals",
            _("Koreksi dan pencabutan"),
            _("Cabut bintang, koreksi piagam, gugurkan berkas: disusun satu orang, disahkan orang lain"),
        ),
        Door(
            106,
            "awards.extend",
            "awards:extensions",
            _("Perpanjangan"),
            _("Waktu tambahan untuk satu berkas, kabupaten/kota, atau provinsi"),
            stage="screening",
        ),
    )
    stages.add(
        Stage(
            10,
            "screening",
            _("Seleksi"),
            begun=lambda: _files(FIGURES["passed"] | FIGURES["failed"] | FIGURES["disqualified"]),
            left=lambda: _files(FIGURES["waiting"]),
            deed=_("usulan selesai"),
        ),
        Stage(50, "determination", _("Penetapan"), begun=_decree, settles=True),
        Stage(60, "publication", _("Pengumuman"), begun=_result, settles=True),
    )


def _files(which: Q) -> Exists:
    return Exists(Nomination.objects.filter(which, edition=OuterRef("pk")))


def _decree() -> Exists:
    return Exists(Determination.objects.filter(edition=OuterRef("pk")))


def _result() -> Exists:
    return Exists(Publication.objects.filter(edition=OuterRef("pk"), visible_from__lte=Now()))
