"""Guards of the scores: no sheet is given to a juror in conflict, and the plenary decides what a sealed tally says of the same file."""

from typing import Any

import pgtrigger

from ovop_portal.common.guards import HardTrigger, refusal


class NoConflictedJuror(HardTrigger):
    """I5: a sheet is never made for a juror who has a recorded conflict with its nomination. Whose it is and of which file is fixed from then on."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def get_func(self, model: Any) -> str:
        return f"""
            IF EXISTS (
                SELECT FROM public.assessments_conflict c JOIN public.assessments_entry e ON e.nomination_id = c.nomination_id
                 WHERE e.id = NEW.entry_id AND c.juror_id = NEW.juror_id
            ) THEN
                {refusal(self.name, "the juror has a conflict with this entry")}
            END IF;
            RETURN NEW;
        """


class DecidesItsRow(HardTrigger):
    """A decision is about the entry of its tally row, quotes the stars that the rule gave there, and rests on a sealed tally."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def get_func(self, model: Any) -> str:
        return f"""
            IF NOT EXISTS (
                SELECT FROM public.assessments_tallyrow r JOIN public.assessments_tally t ON t.id = r.tally_id
                 WHERE r.id = NEW.tally_row_id AND r.entry_id = NEW.entry_id AND r.stars = NEW.rule_stars AND t.state = 'sealed'
            ) THEN
                {refusal(self.name, "the decision is not about what a sealed tally says of this entry")}
            END IF;
            RETURN NEW;
        """
