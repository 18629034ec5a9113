"""What tests of the registration share: the answers to its questions, its addresses, and what is given for an account."""

from __future__ import annotations

from typing import Any

ANSWERS = {"komoditi": "kain_tenun", "sentra": "ya", "provinsi": "51", "daerah": "51.07", "nib": "ya"}
CHECK, ACCOUNT, DONE = "/daftar/kelayakan/", "/daftar/akun/", "/daftar/selesai/"
PASSWORD = "benang emas dan kapas"
GIVEN = {
    "nama": "Ni Komang Ayu",
    "telepon": "0812 3450-0001",
    "usaha": "Tenun Ayu",
    "produk": "Selendang",
    "sandi": PASSWORD,
    "setuju": "on",
}


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())
