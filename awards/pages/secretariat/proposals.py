"""Proposals as the two persons read them: what waits, for which files something can be proposed, and what everybody will read afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from awards.certificates.history import Change, change_of
from awards.models import ActKind, Edition, Nomination, Proposal, PublishedAward
from awards.operations.proposals import Act, acts_for
from awards.states import NOMINATION
from ovop_portal.accounts.models import User
from ovop_portal.common.formats import star_words, tanggal
from ovop_portal.common.names import holding

MOST_FOUND = 20


def found(edition: Edition, words: str) -> list[tuple[Nomination, list[Act]]]:
    """Files of `edition` that hold `words` in number, product or firm and for which something can be proposed. One statement."""
    if not words:
        return []
    standing = Q(award__issues__isnull=False, award__revocation__isnull=True)
    rows: QuerySet[Any] = Nomination.objects.filter(edition=edition).select_related("product", "ikm")
    rows = rows.filter(Q(number__icontains=words) | holding(words, "product__name_key", "ikm__name_key"))
    rows = rows.filter(standing | Q(state__in={a for a, _b in NOMINATION.verbs["disqualify"]})).distinct()
    files = list(rows.order_by("number")[:MOST_FOUND])
    awarded = set(rows.filter(standing).values_list("pk", flat=True)) if files else set()
    return [(file, acts_for(file, stands=file.pk in awarded)) for file in files]


def names_of(actors: Iterable[str | None]) -> dict[str, str]:
    """The names of those who acted, by actor; an actor of the program is called by its own name."""
    known = {actor for actor in actors if actor}
    people = User.objects.by_actor(known)
    return {actor: people[actor].name if actor in people else actor.partition(":")[2] for actor in known}


@dataclass
class ProposalPage:
    """One proposal: who, why, and what changes by it. `changes` reads the same before and after it was decided."""

    proposal: Proposal

    @cached_property
    def names(self) -> dict[str, str]:
        return names_of([self.proposal.proposed_by, self.proposal.decided_by])

    @property
    def author(self) -> str:
        return self.names[self.proposal.proposed_by]

    @property
    def decider(self) -> str:
        return self.names.get(self.proposal.decided_by or "", "")

    @cached_property
    def changes(self) -> list[Change]:
        """What is read now, and what everybody (of a file without an award: its owner and the dinas) will read."""
        act, basis, day = self.proposal.act, self.proposal.basis, tanggal(self.proposal.basis_date)
        if act == ActKind.DISQUALIFY:
            state = _("Masih ikut seleksi dan penilaian")
            return [
                Change(_("Status bagi pemilik dan dinas"), state, _("Digugurkan panitia, dengan alasan di bawah")),
                Change(_("Rekap, pleno, dan angka"), _("Dihitung"), _("Dihitung sebagai digugurkan, tanpa bintang")),
            ]
        award = self._award
        stars, until = star_words(award.stars, award.max_stars), tanggal(award.valid_until)
        if act == ActKind.REVOKE:
            revoked = _("Asli, dicabut pada {day}. Keputusan {number}").format(day=day, number=basis)
            return [
                Change(
                    _("Pemeriksaan piagam"),
                    _("Piagam asli dan berlaku, sampai {until}").format(until=until),
                    revoked,
                ),
                Change(_("Katalog"), stars, _("{stars}, bertanda Dicabut").format(stars=stars)),
                Change(
                    _("Halaman produk"),
                    _("Berlaku sampai {until}").format(until=until),
                    _("Dicabut pada {day}").format(day=day),
                ),
            ]
        issue = award.issue + 1 if self.proposal.is_waiting else award.issue
        replaced = _("Terbitan ke-{n} menggantikan terbitan ke-{old}, menurut {basis}, {day}")
        return [
            *map(change_of, self.proposal.corrections.all()),
            Change(
                _("Piagam"),
                _("Terbitan ke-{n}").format(n=issue - 1),
                replaced.format(n=issue, old=issue - 1, basis=basis, day=day),
            ),
        ]

    @cached_property
    def _award(self) -> PublishedAward:
        """The award as it was published; of a correction that was made, the issue that it made."""
        rows = PublishedAward.objects.filter(award__nomination=self.proposal.nomination_id)
        made = rows.filter(proposal=self.proposal).first()
        return made or rows.order_by("-issue")[0]
