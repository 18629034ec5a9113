"""Guards that know what a publication is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pgtrigger

from awards.states import ENDED
from ovop_portal.common.guards import HardTrigger, hold, newest, of_this_transaction, refusal

OF_THE_NOMINATION = "SELECT edition_id FROM public.awards_nomination WHERE id = ROW.nomination_id"


class FollowsItsKind(HardTrigger):
    """A real edition follows a real one, a rehearsal a rehearsal: holders of a rehearsal are never invited to what is held, nor the other way."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update

    def get_func(self, model: Any) -> str:
        # Nothing to hold: the kind of an edition is fixed from its birth.
        return f"""
            IF NEW.previous_id IS NOT NULL
               AND NOT EXISTS (SELECT FROM public.awards_edition WHERE id = NEW.previous_id AND kind = NEW.kind) THEN
                {refusal(self.name, "an edition follows one of its own kind")}
            END IF;
            RETURN NEW;
        """


class FrozenOncePublished(HardTrigger):
    """Configuration and results of an edition do not change, grow or shrink once the edition is published.

    `edition` is an SQL expression over `ROW` (the row written or removed) that gives the edition's key.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, name: str, edition: str, operation: Any = None) -> None:
        self.edition = edition
        super().__init__(name=name, **({"operation": operation} if operation else {}))

    def get_func(self, model: Any) -> str:
        words = refusal(self.name, "% belongs to a published edition", "TG_TABLE_NAME")
        checks = "".join(
            f"""
            IF {condition} THEN
                {hold("awards_edition", edition)}
                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = ({edition})) THEN
                    {words}
                END IF;
            END IF;"""
            for condition, edition in (
                ("TG_OP <> 'INSERT'", self.edition.replace("ROW", "OLD")),
                ("TG_OP <> 'DELETE'", self.edition.replace("ROW", "NEW")),
            )
        )
        return f"{checks} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"


class Publishes(HardTrigger):
    """An edition is published only after a decree has determined its results. The publication waits for every transaction that relies on the edition not
    being published, and such transactions wait for the publication.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def get_func(self, model: Any) -> str:
        return f"""
            {hold("awards_edition", "NEW.edition_id", "UPDATE")}
            IF NOT EXISTS (SELECT FROM public.awards_determination WHERE edition_id = NEW.edition_id) THEN
                {refusal(self.name, "no decree has determined the results of this edition")}
            END IF;
            RETURN NEW;
        """


class ByTwo(HardTrigger):
    """A row is written only once two persons have agreed on `act` for its nomination: one proposed it, another confirmed it.

    `nomination` is an SQL expression over `NEW` that gives its key; `only` says of which rows it is demanded. A confirmed proposal never changes.
    """

    when = pgtrigger.Before

    def __init__(self, *, name: str, act: str, nomination: str, only: str = "true", operation: Any) -> None:
        self.act, self.nomination, self.only = act, nomination, only
        super().__init__(name=name, operation=operation)

    def get_func(self, model: Any) -> str:
        return f"""
            IF {self.only} THEN
                {newest()}
                PERFORM FROM public.awards_proposal
                  WHERE nomination_id = ({self.nomination}) AND act = '{self.act}' AND state = 'confirmed' FOR KEY SHARE;
                IF NOT FOUND THEN
                    {refusal(self.name, "this takes two persons: no proposal of it was confirmed")}
                END IF;
            END IF;
            RETURN NEW;
        """


class Issued(HardTrigger):
    """From the publication on, everybody reads of an award what the decree gave; each further issue follows the one before by a
    correction that two persons agreed on, of facts that may be corrected and of no others.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def __init__(self, *, name: str, kept: Sequence[str]) -> None:
        self.kept = kept
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        columns = ("code", "stars", "valid_from", "valid_until")
        given, said = (", ".join(f"{row}.{column}" for column in columns) for row in ("a", "NEW"))
        kept = [model._meta.get_field(name).column for name in self.kept]
        before, after = (", ".join(f'{row}."{column}"' for column in kept) for row in ("former", "NEW"))
        return f"""
            {hold("awards_award", "NEW.award_id", "UPDATE")}
            IF NOT EXISTS (
                SELECT FROM public.awards_award a JOIN public.awards_nomination n ON n.id = a.nomination_id
                JOIN public.awards_publication p ON p.edition_id = n.edition_id
                WHERE a.id = NEW.award_id AND NEW.issue = 1 AND NEW.proposal_id IS NULL
                  AND ROW({given}, n.product_id, n.regency_id, p.visible_from)
                    = ROW({said}, NEW.product_id, NEW.regency_id, NEW.visible_from)
            ) AND NOT EXISTS (
                SELECT FROM public.awards_publishedaward former JOIN public.awards_award a ON a.id = former.award_id
                JOIN public.awards_proposal p ON p.nomination_id = a.nomination_id
                WHERE former.award_id = NEW.award_id AND former.issue = NEW.issue - 1 AND former.visible_from <= NEW.visible_from
                  AND p.id = NEW.proposal_id AND p.act = 'correct' AND p.state = 'confirmed'
                  AND ROW({before}) = ROW({after})
            ) THEN
                {refusal(self.name, "what is published of an award is what its decree gave, or a confirmed correction of it")}
            END IF;
            RETURN NEW;
        """


class HolderOfBefore(HardTrigger):
    """A file for a re-assessment is of a star that its own product was given in the edition before, and comes before the jury only with what was sent."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update
    condition = pgtrigger.Q(new__previous_award__isnull=False)

    def get_func(self, model: Any) -> str:
        return f"""
            {hold("awards_award", "NEW.previous_award_id")}
            IF TG_OP = 'INSERT' AND NOT EXISTS (
                SELECT FROM public.awards_award a JOIN public.awards_nomination n ON n.id = a.nomination_id JOIN public.awards_edition e ON e.previous_id = n.edition_id
                 WHERE a.id = NEW.previous_award_id AND n.product_id = NEW.product_id AND e.id = NEW.edition_id
            ) THEN
                {refusal(self.name, "the star before is not of this product and edition")}
            END IF;
            IF NEW.state = 'in_assessment' AND NOT EXISTS (SELECT FROM public.awards_submission WHERE nomination_id = NEW.id) THEN
                {refusal(self.name, "nothing was sent for this file")}
            END IF;
            RETURN NEW;
        """


class KeptOnceSent(HardTrigger):
    """Once a file has been sent in an edition, its gates, papers, scheme and screening rule stay: the rules by which it was prepared do not change under it.

    `fields` are the columns that stay; without them the whole row does, and none is added or taken away.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, name: str, edition: str, fields: Sequence[str] = ()) -> None:
        self.edition, self.fields = edition, fields
        super().__init__(name=name, operation=pgtrigger.Update if fields else self.operation)

    def get_func(self, model: Any) -> str:
        columns = [model._meta.get_field(field).column for field in self.fields]
        new, old = (", ".join(f'{row}."{column}"' for column in columns) for row in ("NEW", "OLD"))
        changes = f"ROW({new}) IS DISTINCT FROM ROW({old})" if columns else "true"
        checks = "".join(
            f"""
            IF {condition} AND {changes} THEN
                {hold("awards_edition", edition, "UPDATE")}
                IF EXISTS (
                    SELECT FROM public.awards_submission s JOIN public.awards_nomination n ON n.id = s.nomination_id WHERE n.edition_id = {edition}
                ) THEN
                    {refusal(self.name, "% of an edition in which files have been sent", "TG_TABLE_NAME")}
                END IF;
            END IF;"""
            for condition, edition in (
                ("TG_OP <> 'INSERT'", self.edition.replace("ROW", "OLD")),
                ("TG_OP <> 'DELETE'", self.edition.replace("ROW", "NEW")),
            )
        )
        return f"{checks} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"


class ToldInTheJournal(HardTrigger):
    """The consent to be shown stays live after the publication, but never changes in silence: the last event of the same transaction that tells of it says
    what the row says.

    Looked at when the transaction ends, for verbs write the row first and the event then. An event is of this transaction where its row is no older: what others
    have committed since about the same nomination would have waited for its row.
    """

    when = pgtrigger.After
    operation = pgtrigger.Update
    timing = pgtrigger.Deferred

    def __init__(self, *, name: str, kinds: Sequence[str]) -> None:
        self.kinds = kinds
        super().__init__(name=name, condition=pgtrigger.AnyChange("may_publish", "owner_refuses", "office_refuses"))

    def get_func(self, model: Any) -> str:
        kinds = ", ".join(f"'{kind}'" for kind in self.kinds)
        return f"""
            {newest()}
            IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = NEW.edition_id) AND (
                SELECT (e.body ->> 'may_publish')::boolean FROM public.ledger_event e
                WHERE e.subject = 'nomination:' || NEW.number AND e.kind IN ({kinds}) AND {of_this_transaction("e")}
                ORDER BY e.id DESC LIMIT 1
            ) IS DISTINCT FROM (SELECT may_publish FROM public.awards_nomination WHERE id = NEW.id) THEN
                {refusal(self.name, "no event of this transaction tells of it")}
            END IF;
            RETURN NULL;
        """


class KeptOncePublished(HardTrigger):
    """What a published result rests on stays: the owner's declaration and the act of the regional head; and, for a file that has ended, when and why it
    did. Consent to be shown stays live: a refusal can be taken back after the publication, too (`ToldInTheJournal`).
    """

    when = pgtrigger.Before
    operation = pgtrigger.Update

    def get_func(self, model: Any) -> str:
        ended = ", ".join(f"'{state}'" for state in sorted(ENDED))
        return f"""
            IF ROW(NEW.endorsement_id, NEW.declared_at) IS DISTINCT FROM ROW(OLD.endorsement_id, OLD.declared_at)
               AND OLD.state IN ('in_assessment', 'determined')
               OR ROW(NEW.reason, NEW.changed_at, NEW.answer_by) IS DISTINCT FROM ROW(OLD.reason, OLD.changed_at, OLD.answer_by)
               AND OLD.state IN ({ended}) THEN
                {hold("awards_edition", "OLD.edition_id")}
                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = OLD.edition_id) THEN
                    {refusal(self.name, "this nomination belongs to a published edition")}
                END IF;
            END IF;
            RETURN NEW;
        """
