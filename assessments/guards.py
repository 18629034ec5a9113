"""Guards of the scores: no cell of a closed sheet changes, no sheet is given to a juror in conflict."""

from typing import Any

import pgtrigger

from ovop_portal.common.guards import HardTrigger, refusal


class OnlyOnOpenSheet(HardTrigger):
    """Cells are written only while their sheet is a draft: sent, locked and recused sheets refuse INSERT, UPDATE and DELETE."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def get_func(self, model: Any) -> str:
        words = refusal(self.name, "the sheet of this % is closed", "TG_TABLE_NAME")
        closed = "EXISTS (SELECT FROM public.assessments_scoresheet WHERE id = {row}.sheet_id AND state <> 'draft')"
        return f"""
            IF TG_OP <> 'INSERT' AND {closed.format(row="OLD")} THEN {words} END IF;
            IF TG_OP <> 'DELETE' AND {closed.format(row="NEW")} THEN {words} END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """


class NoConflictedJuror(HardTrigger):
    """I5: a sheet is never made for a juror who has a recorded conflict with its nomination."""

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
