"""A national registry of fictional firms: `demo_registry 100000`. Run again it makes only what is lacking to that number.

Rows come by COPY, in lots, each lot all or nothing. Firms of the registry take part in no edition; their NIB begins with 98.
"""

from __future__ import annotations

import io
import random
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ikm.models import Ikm, Product
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.common.formats import angka
from ovop_portal.demo.people import ACTOR
from ovop_portal.demo.season import words
from ovop_portal.demo.season.names import Names
from ovop_portal.demo.season.places import COMMODITIES
from ovop_portal.ledger import journal
from regions.models import District

LOT = 50_000
MOST = 5_000_000
PREFIX = "98"
FIRM_COLUMNS = [
    "id",
    "uuid",
    "name",
    "legal_form",
    "owner_name",
    "nib",
    "npwp",
    "siinas_account",
    "phone",
    "email",
    "regency_id",
    "district_id",
    "village",
    "address",
    "is_anchor",
    "founded_in",
    "version",
]
PRODUCT_COLUMNS = [
    "uuid",
    "ikm_id",
    "name",
    "commodity_group_id",
    "kbli",
    "story",
    "distinction",
    "raw_material",
    "capacity",
    "market_reach",
    "sales_channels",
    "version",
]


class Command(BaseCommand):
    help = "Fill the registry with N fictional firms, each with one product, spread over all districts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=2024)

    def handle(self, *args: Any, number: int, seed: int, **options: Any) -> None:
        if not settings.PORTAL_STRIP:
            raise CommandError("Fictional firms are for the demo and the tests, not for this installation.")
        if not 0 < number <= MOST:
            raise CommandError(f"N is a number from 1 to {MOST}.")
        districts = list(District.objects.current().order_by("code").values_list("code", "regency_id"))
        if not districts:
            raise CommandError("The regions are not there yet: run load_reference first.")
        start, known = monotonic(), Ikm.objects.filter(nib__startswith=PREFIX).count()
        for first in range(known, number, LOT):
            self.lot(range(first, min(first + LOT, number)), districts, seed)
        with translation.override("id"):
            self.stdout.write(
                _("{made} usaha baru, {all} di daftar contoh, {seconds} detik").format(
                    made=angka(max(0, number - known)),
                    all=angka(max(number, known)),
                    seconds=angka(round(monotonic() - start, 1)),
                )
            )

    def lot(self, numbers: range, districts: list[tuple[str, str]], seed: int) -> None:
        """One lot of firms with their products."""
        chance = random.Random(f"{seed}:registry:{numbers.start}")
        names, year = Names(chance), day_in_wib(now()).year
        firms, products = io.StringIO(), io.StringIO()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('ikm_ikm', 'id')) FROM generate_series(1, %s)", [len(numbers)]
            )
            for serial, (pk,) in zip(numbers, cursor.fetchall(), strict=True):
                district, regency = chance.choice(districts)
                commodity = chance.choices(COMMODITIES, (56, 20, 12, 8, 4))[0]
                craft = names.craft(commodity, regency[:2])
                trade, coined = chance.choice(words.TRADES[commodity]), names.coined()
                owner = names.person(regency[:2])
                _write(firms, pk, _uuid(chance), f"{trade} {coined}", "perorangan", owner, nib(serial), "", "", f"+628006{serial:08}", "", regency, district,
                       names.coined(), f"Jalan {names.coined()} No. {chance.randint(1, 99)}", "f", year - chance.randint(1, 30), 1)  # fmt: skip
                _write(
                    products,
                    _uuid(chance),
                    pk,
                    f"{craft.noun} {coined}",
                    commodity,
                    craft.kbli,
                    "",
                    "",
                    craft.material,
                    "",
                    "",
                    "",
                    1,
                )
            for table, columns, rows in (
                (Ikm._meta.db_table, FIRM_COLUMNS, firms),
                (Product._meta.db_table, PRODUCT_COLUMNS, products),
            ):
                rows.seek(0)
                cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", rows)
            journal.record(
                "registry.filled",
                "registry:demo",
                by=ACTOR,
                now=now(),
                body={"first": numbers.start, "firms": len(numbers)},
            )


def nib(serial: int) -> str:
    """A NIB of the registry: 98 and eleven digits, another for every serial."""
    return f"{PREFIX}{serial * 7_368_787 % 10**11:011}"


def _uuid(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _write(out: io.StringIO, *values: object) -> None:
    """A row in COPY's text form. None of our words holds a tab, a line break or a backslash."""
    out.write("\t".join(map(str, values)) + "\n")
