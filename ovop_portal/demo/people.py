"""The people of the demo: one account for each role, all invented, all with the same known password.

The telephone numbers begin with 0800, which no mobile telephone has, and the addresses end in `.example`, which no mailbox has (RFC 2606).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.models import User
from ovop_portal.accounts.operations import grant_role
from ovop_portal.accounts.roles import Role
from ovop_portal.common.verbs import verb
from regions.models import Level, Office

PASSWORD = "kain-tenun-2026"
ACTOR = "system:demo"
OWNER_OFFICE = "51.07"
OTHER_OFFICE = "33.75"


@dataclass(frozen=True)
class Person:
    """Who: `office` is the code of the place whose office they serve (an owner's: where the firm stands), `institution` a juror's."""

    key: str
    role: Role
    name: str
    phone: str
    title: str | Promise
    work: str | Promise
    office: str = ""
    institution: str = ""

    @property
    def email(self) -> str:
        return f"{self.key.replace('_', '.')}@demo.example"


PEOPLE = [
    Person(
        "owner", Role.OWNER, "Ni Wayan Sukerti", "+628000000101", _("Pemilik IKM, Kab. Karangasem"),
        _("Tenun Gringsing Sukerti: satu berkas dikembalikan dinas untuk diperbaiki, satu produk berbintang diundang dinilai ulang"), OWNER_OFFICE,
    ),
    Person(
        "other_owner", Role.OWNER, "Slamet Widodo", "+628000000102", _("Pemilik IKM, Kota Pekalongan"),
        _("Batik Sekar Pesisir: satu berkas sedang diperiksa, satu draf belum selesai"), OTHER_OFFICE,
    ),
    Person(
        "dinas_operator", Role.DINAS_OPERATOR, "I Ketut Arnawa", "+628000000111", _("Operator dinas, Kab. Karangasem"),
        _("Berkas calon menunggu pemeriksaan"), OWNER_OFFICE,
    ),
    Person(
        "dinas_signer", Role.DINAS_SIGNER, "Ida Ayu Puspadewi", "+628000000112", _("Penandatangan dinas, Kab. Karangasem"),
        _("Surat kepala daerah perlu dicatat, lalu usulan dikirim"), OWNER_OFFICE,
    ),
    Person(
        "other_dinas_operator", Role.DINAS_OPERATOR, "Rina Kusumawati", "+628000000113", _("Operator dinas, Kota Pekalongan"),
        _("Kantor lain: hanya melihat berkas dari Kota Pekalongan"), OTHER_OFFICE,
    ),
    Person(
        "other_dinas_signer", Role.DINAS_SIGNER, "Bambang Haryanto", "+628000000114", _("Penandatangan dinas, Kota Pekalongan"),
        _("Kantor lain: mengirim usulan dari Kota Pekalongan"), OTHER_OFFICE,
    ),
    Person(
        "province_officer", Role.PROVINCE_OFFICER, "Made Suryawan", "+628000000121", _("Petugas provinsi, Bali"),
        _("Melihat usulan dari semua kabupaten/kota di Bali"), "51",
    ),
    Person(
        "screener", Role.SCREENER, "Sari Handayani", "+628000000131", _("Pemeriksa administrasi"),
        _("Berkas menunggu seleksi administrasi"),
    ),
    Person(
        "second_screener", Role.SCREENER, "Dimas Prakoso", "+628000000132", _("Pemeriksa administrasi kedua"),
        _("Penolakan menunggu pemeriksa kedua"),
    ),
    Person(
        "juror_1", Role.JUROR, "Ratna Wulandari", "+628000000141", _("Juri, Cita Tenun Indonesia"),
        _("Lembar nilai menunggu, satu sudah setengah terisi"), institution="Cita Tenun Indonesia",
    ),
    Person(
        "juror_2", Role.JUROR, "Hendra Gunawan", "+628000000142", _("Juri, Yayasan Batik Indonesia"),
        _("Lembar nilai menunggu"), institution="Yayasan Batik Indonesia",
    ),
    Person(
        "juror_3", Role.JUROR, "Maria Goreti Lele", "+628000000143", _("Juri, Warlami"),
        _("Lembar nilai menunggu"), institution="Warlami",
    ),
    Person(
        "juror_4", Role.JUROR, "Agus Salim Harahap", "+628000000144", _("Juri, HIMKI"),
        _("Lembar nilai menunggu"), institution="HIMKI",
    ),
    Person(
        "juror_5", Role.JUROR, "Lestari Ningsih", "+628000000145", _("Juri, GAPMMI"),
        _("Lembar nilai menunggu"), institution="GAPMMI",
    ),
    Person(
        "secretariat", Role.SECRETARIAT, "Yusuf Ramadhan", "+628000000151", _("Sekretariat"),
        _("Penugasan juri, rekap nilai, pleno, dan pengumuman"),
    ),
    Person(
        "second_secretariat", Role.SECRETARIAT, "Endang Paramita", "+628000000152", _("Sekretariat, orang kedua"),
        _("Mengesahkan koreksi dan pencabutan"),
    ),
    Person(
        "curator", Role.CURATOR, "Anita Silalahi", "+628000000161", _("Kurator Go Global"),
        _("Penerima bintang dua dan tiga menunggu dipilih"),
    ),
    Person(
        "auditor", Role.AUDITOR, "Teguh Santoso", "+628000000171", _("Pengawas"),
        _("Membaca jejak keputusan dan segelnya"),
    ),
]  # fmt: skip
BY_KEY = {person.key: person for person in PEOPLE}

OFFICE_NAMES = {
    OWNER_OFFICE: "Dinas Koperasi, UKM, Perindustrian, dan Perdagangan",
    OTHER_OFFICE: "Dinas Perindustrian dan Tenaga Kerja",
    "51": "Dinas Perindustrian dan Perdagangan",
}


@verb
def ensure_people(now: datetime) -> dict[str, User]:
    """Make the accounts, offices and roles that are not there yet; all of them by their keys. Needs the regions (`load_reference`)."""
    # One hash for all: hashing is slow on purpose, and this password is printed on the page.
    password = make_password(PASSWORD)
    offices = {code: _office(code) for code in OFFICE_NAMES}
    return {person.key: _ensure(person, offices.get(person.office), password, now) for person in PEOPLE}


def _ensure(person: Person, office: Office | None, password: str, now: datetime) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create(name=person.name, email=person.email, phone=person.phone, password=password)
    grant_role(user, person.role, office=office if person.role != Role.OWNER else None, by=ACTOR, now=now)
    return user


def contact_of(code: str) -> dict[str, str]:
    """Where an office of the demo is asked: an address and a number that nobody has."""
    return {"address": "Jl. Contoh No. 1", "phone": f"+6280070{code.replace('.', ''):0<4}0"}


def _office(code: str) -> Office:
    place = (
        {"regency_id": code, "level": Level.REGENCY} if "." in code else {"province_id": code, "level": Level.PROVINCE}
    )
    office = Office.objects.active().filter(**place).first()
    return office or Office.objects.create(name=OFFICE_NAMES[code], **contact_of(code), **place)
