"""Guards that know what a publication is."""

from typing import Any

import pgtrigger

from ovop_portal.common.guards import HardTrigger, refusal

OF_THE_NOMINATION = "SELECT edition_id FROM public.awards_nomination WHERE id = ROW.nomination_id"


class FollowsItsKind(HardTrigger):
    """A real edition follows a real one, a rehearsal a rehearsal: holders of a rehearsal are never invited to what is held, nor the other way."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update

    def get_func(self, model: Any) -> str:
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
            IF {condition} AND EXISTS (SELECT FROM public.awards_publication WHERE edition_id = ({self.edition.replace("ROW", row)})) THEN
                {words}
            END IF;"""
            for condition, row in (("TG_OP <> 'INSERT'", "OLD"), ("TG_OP <> 'DELETE'", "NEW"))
        )
        return f"{checks} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"


class KeptOncePublished(HardTrigger):
    """What a published result rests on stays: the owner's declaration and the act of the regional head. Consent to be shown stays live: whoever refused
    takes that back after the publication, too.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Update

    def get_func(self, model: Any) -> str:
        return f"""
            IF ROW(NEW.endorsement_id, NEW.declared_at) IS DISTINCT FROM ROW(OLD.endorsement_id, OLD.declared_at)
               AND OLD.state IN ('in_assessment', 'determined')
               AND EXISTS (SELECT FROM public.awards_publication WHERE edition_id = OLD.edition_id) THEN
                {refusal(self.name, "this nomination belongs to a published edition")}
            END IF;
            RETURN NEW;
        """
