"""Who is shown to whom on the desks: the one place that decides it, asked by pages and read models alike.

Whoever watches without deciding (an auditor) meets roles and codes: no people, no firms, no products that would tell them, and nothing that somebody wrote in
their own words. What was published is public, and they read it as everybody does.
"""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from awards.models import Edition, EditionKind, Nomination, PublishedAward
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role

# So many characters of an account's uuid are shown, as in the trail of decisions, so that a step can be followed from there to here.
SHORT = 8


class Identities:
    """What `reader` is shown of the people, firms and words of `edition`. `meets` is the permission of those who work with them."""

    def __init__(self, reader: User, meets: str, edition: Edition | None) -> None:
        self.edition = edition
        self.are_shown = reader.has_perm(meets)

    @cached_property
    def _public(self) -> frozenset[int]:
        """The files whose award everybody may see. Asked only for those who meet nobody else."""
        if self.edition is None:
            return frozenset()
        rows = PublishedAward.objects.public(Now()).filter(year=self.edition.year)
        return frozenset(rows.order_by().values_list("award__nomination", flat=True))

    @property
    def tell_some(self) -> bool:
        """Is anybody of this edition named to a reader who meets nobody else? Its holders are, once everybody may see them."""
        return bool(self._public)

    @property
    def tell_all_awards(self) -> bool:
        """May every award of a published edition be named? Awards of a rehearsal were given to nobody and are never named outside it."""
        return self.are_shown or (self.edition is not None and self.edition.kind == EditionKind.REAL)

    def are_told(self, nomination: int) -> bool:
        """May firm and product of this file (a key) be named?"""
        return self.are_shown or nomination in self._public

    def of_file(self, nomination: int, text: str) -> str:
        """`text`, the name of a file's firm or product; empty where it stays untold."""
        return text if self.are_told(nomination) else ""

    def product(self, nomination: Nomination) -> str:
        """The product's name; empty where it stays untold."""
        return self.of_file(nomination.pk, nomination.product.name)

    def firm(self, nomination: Nomination) -> str:
        """The firm's name; empty where it stays untold."""
        return self.of_file(nomination.pk, nomination.ikm.name)

    def person(self, user: User, role: str) -> str:
        """The name of who acted as `role`, or "Juri 5dfd1a2b"."""
        return self.named(user.name, user.uuid, role)

    def named(self, name: str, uuid: UUID, role: str) -> str:
        """The same where only the values of the account are at hand."""
        return name if self.are_shown else f"{Role(role).label} {str(uuid)[:SHORT]}"

    def institution(self, name: object) -> str:
        """The body that sends a juror. It is hidden like a name, because most bodies send one juror."""
        return str(name) if self.are_shown else ""

    def written(self, text: str | None) -> str:
        """What somebody wrote in their own words, or only that something was written."""
        return (text or "") if self.are_shown or not text else _("tertulis, tidak ditampilkan")
