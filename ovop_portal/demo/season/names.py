"""Names of firms, owners, products and villages, and the stories of products, drawn by chance from `words`."""

from __future__ import annotations

import random
from dataclasses import dataclass

from ikm.models import LegalForm
from ikm.models.product import LONGEST_STORY
from ovop_portal.demo.season import words
from ovop_portal.demo.season.words import Craft

LEGAL_FORMS = [LegalForm.PERSONAL] * 5 + [LegalForm.UD] * 3 + [LegalForm.CV] * 3 + [LegalForm.PT, LegalForm.COOPERATIVE]


@dataclass(frozen=True)
class Naming:
    """The names of one firm and its product."""

    firm: str
    legal_form: str
    owner: str
    village: str
    product: str
    motif: str
    craft: Craft


class Names:
    """Draws names; no firm of one season is called as another."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._firms: set[str] = set()

    def naming(self, commodity: str, province: str) -> Naming:
        """Names for a firm in `province` (its code) that makes something of `commodity`."""
        craft = self.craft(commodity, province)
        motif = f"{self.chance.choice(words.MOTIFS)} {self.coined()}"
        product = f"{craft.noun} motif {motif}" if craft.has_motif else f"{craft.noun} {self.coined()}"
        firm, legal_form = self.firm(commodity)
        return Naming(firm, legal_form, self.person(province), self.village(), product, motif, craft)

    def craft(self, commodity: str, province: str) -> Craft:
        """A craft that is at home in the province; what is made everywhere is drawn less often."""
        crafts = words.CRAFTS[commodity]
        local = [craft for craft in crafts if province in craft.at_home]
        common = [craft for craft in crafts if craft.everywhere]
        return self.chance.choice(local * 3 + common or crafts)

    def firm(self, commodity: str) -> tuple[str, str]:
        """A firm's name and legal form."""
        legal_form = self.chance.choice(LEGAL_FORMS)
        name = f"{self.chance.choice(words.TRADES[commodity])} {self.coined()}"
        while name in self._firms:
            name = f"{self.chance.choice(words.TRADES[commodity])} {self.coined()} {self.coined()}"
        self._firms.add(name)
        prefix = (
            ""
            if legal_form == LegalForm.PERSONAL
            else "Koperasi "
            if legal_form == LegalForm.COOPERATIVE
            else f"{legal_form.label} "
        )
        return f"{prefix}{name}", legal_form.value

    def person(self, province: str) -> str:
        """A person's name as they are given in the province, with a coined family name."""
        culture = words.CULTURE.get(province) or words.CULTURE.get(province[0], "timur")
        given = self.chance.choice((words.WOMEN if self.chance.random() < 0.6 else words.MEN)[culture])
        return f"{given} {self.chance.choice(words.FAMILY)}"

    def village(self) -> str:
        """A village's name."""
        return self.coined()

    def coined(self) -> str:
        """A name that nobody has."""
        return self.chance.choice(words.FIRST) + self.chance.choice(words.SECOND)

    def story(self, naming: Naming, *, founded: int, workers: int) -> str:
        """The story of a product: how it began, how it is made, what it is good for."""
        craft = naming.craft
        filled = {
            "owner": naming.owner,
            "village": naming.village,
            "year": founded,
            "workers": workers,
            "noun": craft.noun.lower(),
            "noun_up": craft.noun,
            "material": craft.material,
            "material_up": craft.material[:1].upper() + craft.material[1:],
            "technique": craft.technique,
            "unit": craft.unit,
        }
        parts = (
            self.chance.choice(words.BEGINNINGS),
            self.chance.choice(words.MIDDLES),
            *self.chance.sample(words.ENDINGS, 2),
        )
        return " ".join(part.format(**filled) for part in parts)[:LONGEST_STORY]
