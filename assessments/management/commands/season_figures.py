"""The funnel of an edition, computed from rows: `season_figures 2024 [--json]`. Exit code 1 where parts do not add up to their whole."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from awards.figures.funnel import BROKEN_DOWN, Funnel, funnel
from awards.models import Edition
from ikm.models import CommodityGroup
from ovop_portal.common.clock import now
from ovop_portal.common.formats import angka
from regions.models import Province


class Command(BaseCommand):
    help = "Print the funnel of an edition, computed from rows; parts that do not add up are named (exit code 1)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", type=int, metavar="EDITION", help="its year")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, edition: int, **options: Any) -> None:
        row = Edition.objects.filter(year=edition).select_related("scheme", "publication").first()
        if row is None:
            raise CommandError(f"There is no edition of {edition}.")
        found = funnel(row, now())
        if options["json"]:
            self.stdout.write(json.dumps(found.as_data(), ensure_ascii=False, indent=2))
        else:
            with translation.override("id"):
                self.show(row, found)
        if found.mismatches:
            raise CommandError("; ".join(str(item) for item in found.mismatches))

    def show(self, edition: Edition, found: Funnel) -> None:
        """As tables."""
        words = self.words()
        figures = found.figures
        self.stdout.write(str(edition))
        for name in BROKEN_DOWN:
            self.stdout.write(f"  {words[name]:<28} {angka(figures[name]):>8}")
        self.stdout.write(f"  {_('Provinsi pengusul'):<28} {angka(found.provinces):>8}")
        self.stdout.write(
            f"  {angka(figures['proposed'])} = {angka(figures['passed'])} + {angka(figures['failed'])}"
            + (f" + {angka(figures['disqualified'])} {_('digugurkan')}" if figures["disqualified"] else "")
            + (f" + {angka(figures['waiting'])} {_('sedang diperiksa')}" if figures["waiting"] else "")
        )
        groups = dict(CommodityGroup.objects.values_list("code", "label"))
        provinces = dict(Province.objects.values_list("code", "name"))
        for title, table, names in (
            (_("Menurut komoditas"), found.by_commodity, groups),
            (_("Menurut provinsi"), found.by_province, provinces),
        ):
            self.stdout.write(f"\n{title:<32}" + "".join(f"{words[name]:>22}" for name in BROKEN_DOWN))
            for code, row in table.items():
                self.stdout.write(f"  {names[code]:<30}" + "".join(f"{angka(row[name]):>22}" for name in BROKEN_DOWN))
        if found.by_star:
            self.stdout.write(f"\n{_('Menurut bintang')}")
            for stars, count in found.by_star.items():
                label = _("bintang {n}").format(n=stars) if stars else _("belum berbintang")
                self.stdout.write(f"  {label:<30}{angka(count):>18}")

    def words(self) -> dict[str, str]:
        return {
            "proposed": _("Diusulkan"),
            "passed": _("Lolos"),
            "failed": _("Tidak lolos"),
            "disqualified": _("Digugurkan"),
            "holders": _("Dinilai ulang"),
            "holders_disqualified": _("Penerima digugurkan"),
            "assessed": _("Dinilai juri"),
        }
