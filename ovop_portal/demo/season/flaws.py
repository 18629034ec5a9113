"""Why files of a made season fall on their papers."""

from __future__ import annotations

import random
from dataclasses import dataclass

from ovop_portal.demo.season.places import COMMODITIES
from ovop_portal.demo.season.words import BATIK, FOOD, WEAVING


@dataclass(frozen=True)
class Flaw:
    """Why a file falls on its papers: the gate, how often, and the words. `groups`: only for these commodities."""

    gate: str
    weight: int
    words: str
    groups: tuple[str, ...] = COMMODITIES


# The papers of a file with one of the food flaws say the same as the reason (`firms.py`).
FLAWS = [
    Flaw("G01", 6, "Kain dicap dengan mesin, di luar kelompok komoditi yang dinilai", (BATIK, WEAVING)),
    Flaw("G02", 9, "Keputusan sentra menyebut kelompok komoditi lain, bukan produk yang diusulkan"),
    Flaw("G02", 6, "Keputusan sentra ditandatangani kepala dinas, bukan bupati atau wali kota"),
    Flaw("G02", 5, "Alamat usaha di luar kecamatan yang disebut dalam keputusan sentra"),
    Flaw("G03", 4, "Nama produk dalam surat usulan berbeda dari berkas"),
    Flaw("G04", 8, "NIB tidak memuat KBLI produk yang diusulkan"),
    Flaw("G04", 5, "NIB atas nama orang lain, bukan pemilik usaha"),
    Flaw("G05", 12, "Izin P-IRT berakhir sebelum tanggal usulan", (FOOD,)),
    Flaw("G06", 14, "Nomor yang diisi adalah ketetapan halal (KH), bukan nomor sertifikat halal", (FOOD,)),
    Flaw("G07", 10, "Hasil uji laboratorium lebih lama dari dua tahun", (FOOD,)),
]


def flaw_for(commodity: str, chance: random.Random) -> Flaw:
    """Why a file of `commodity` falls."""
    fitting = [flaw for flaw in FLAWS if commodity in flaw.groups]
    return chance.choices(fitting, [flaw.weight for flaw in fitting])[0]
