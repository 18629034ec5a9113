"""Guards of readings and scores: a file leaves the screening by what its readers found, no sheet is given to a juror in conflict, the plenary decides what a
sealed tally says of the same file, and the rules by which files are judged stay as they were when it began.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pgtrigger

from assessments.states import ReadingOutcome
from awards.states import ANSWERING, NominationState
from ovop_portal.common.guards import HardTrigger, hold, newest, of_this_transaction, refusal


def listed(values: Iterable[str]) -> str:
    """SQL for these values, with commas between them."""
    return ", ".join(f"'{value}'" for value in values)


OUTCOMES = f"ARRAY[{listed(ReadingOutcome)}]"
# The states in which a file leaves the screening, and what its readers found then.
SETTLES = {
    NominationState.PASSED: ReadingOutcome.PASS,
    NominationState.RETURNED_TO_OFFICE: ReadingOutcome.RETURN,
    NominationState.FAILED: ReadingOutcome.FAIL,
}
SENT_LAST = "SELECT id FROM public.awards_submission WHERE nomination_id = ({nomination}) ORDER BY n DESC LIMIT 1"


def settled(submission: str, rule: str) -> str:
    """SQL for what the readings of a submission come to by an edition's rule, or NULL: the same as `screening.settling.settled`. Both arguments are SQL."""
    return f"""
        SELECT CASE
            WHEN count(*) = 1 AND ({rule}) = 'reject_by_two' AND min(outcome) <> 'fail'
              OR count(*) = 2 AND min(outcome) = max(outcome)
              OR count(*) = 3
            THEN ({OUTCOMES})[percentile_disc(0.5) WITHIN GROUP (ORDER BY array_position({OUTCOMES}, outcome::text))]
        END FROM public.assessments_reading WHERE submission_id = ({submission})
    """


class ReadInTurn(HardTrigger):
    """A reading is of what was sent last of a file that is being screened, and the next of its readings."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def get_func(self, model: Any) -> str:
        return f"""
            {hold("awards_nomination", "NEW.nomination_id", "UPDATE")}
            IF NOT EXISTS (SELECT FROM public.awards_nomination WHERE id = NEW.nomination_id AND state = 'screening')
               OR NEW.submission_id IS DISTINCT FROM ({SENT_LAST.format(nomination="NEW.nomination_id")}) THEN
                {refusal(self.name, "only what was sent last is read, and only while it is screened")}
            END IF;
            IF NEW.turn <> 1 + (SELECT count(*) FROM public.assessments_reading WHERE submission_id = NEW.submission_id) THEN
                {refusal(self.name, "the readings of a file are numbered in their order")}
            END IF;
            RETURN NEW;
        """


class ReadByNobodyTied(HardTrigger):
    """Nobody reads the file of a firm of their own, or of a province in which they serve or served a dinas: the same as `screening.ties.tied_to`.

    The reader's row is held: whoever gives a role takes it for themselves.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def get_func(self, model: Any) -> str:
        return f"""
            {hold("accounts_user", "NEW.screener_id")}
            IF EXISTS (
                SELECT FROM public.awards_nomination n JOIN public.regions_regency place ON place.code = n.regency_id
                 WHERE n.id = NEW.nomination_id AND (
                    EXISTS (SELECT FROM public.ikm_ownerlink l WHERE l.ikm_id = n.ikm_id AND l.user_id = NEW.screener_id)
                    OR EXISTS (
                        SELECT FROM public.accounts_membership m JOIN public.regions_office o ON o.id = m.office_id
                          LEFT JOIN public.regions_regency r ON r.code = o.regency_id
                         WHERE m.user_id = NEW.screener_id AND COALESCE(o.province_id, r.province_id) = place.province_id
                    )
                 )
            ) THEN
                {refusal(self.name, "whoever has a part in a file does not read it")}
            END IF;
            RETURN NEW;
        """


class SettledByReaders(HardTrigger):
    """A file that is being screened passes, goes back or fails by what its readers found and by the rule of its edition, never by less.

    The readings stay: whoever adds one takes the row of the file, which the move already has.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Update
    condition = pgtrigger.Condition(f"OLD.state = 'screening' AND NEW.state IN ({listed(SETTLES)})")

    def get_func(self, model: Any) -> str:
        rule = "SELECT screening_rule FROM public.awards_edition WHERE id = NEW.edition_id"
        leads_to = " ".join(f"WHEN '{state}' THEN '{outcome}'" for state, outcome in SETTLES.items())
        return f"""
            {hold("awards_edition", "NEW.edition_id")}
            IF ({settled(SENT_LAST.format(nomination="NEW.id"), rule)}) IS DISTINCT FROM (CASE NEW.state {leads_to} END) THEN
                {refusal(self.name, "the readers of this file have not settled that")}
            END IF;
            RETURN NEW;
        """


class EndedByAnother(HardTrigger):
    """A file that was sent back and not answered is ended by somebody else than the reader who sent it back, and the journal says by whom.

    Looked at when the transaction ends, as `awards.guards.ToldInTheJournal`.
    """

    when = pgtrigger.After
    operation = pgtrigger.Update
    timing = pgtrigger.Deferred
    condition = pgtrigger.Condition(f"OLD.state IN ({listed(sorted(ANSWERING))}) AND NEW.state = 'failed'")

    def get_func(self, model: Any) -> str:
        sent_last = SENT_LAST.format(nomination="NEW.id")
        return f"""
            {newest()}
            IF NOT EXISTS (
                SELECT FROM public.ledger_event e
                 WHERE e.subject = 'nomination:' || NEW.number AND e.kind = 'nomination.failed_unanswered' AND {of_this_transaction("e")}
                   AND e.actor NOT IN (
                       SELECT 'user:' || u.uuid FROM public.assessments_reading r JOIN public.accounts_user u ON u.id = r.screener_id
                        WHERE r.submission_id = ({sent_last}) AND r.outcome = 'return'
                   )
            ) THEN
                {refusal(self.name, "whoever sent this file back does not end it")}
            END IF;
            RETURN NULL;
        """


class NoConflictedJuror(HardTrigger):
    """I5: a sheet is never made for a juror who has a recorded conflict with its nomination. Juror and file of a sheet never change."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def get_func(self, model: Any) -> str:
        return f"""
            {hold("assessments_juror", "NEW.juror_id")}
            IF EXISTS (
                SELECT FROM public.assessments_conflict c JOIN public.assessments_entry e ON e.nomination_id = c.nomination_id
                 WHERE e.id = NEW.entry_id AND c.juror_id = NEW.juror_id
            ) THEN
                {refusal(self.name, "the juror has a conflict with this entry")}
            END IF;
            RETURN NEW;
        """


class LeavesNoOpenSheet(HardTrigger):
    """The other half of I5: a conflict is recorded once no sheet of the juror for this file is open any more."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def get_func(self, model: Any) -> str:
        return f"""
            {hold("assessments_juror", "NEW.juror_id", "UPDATE")}
            IF EXISTS (
                SELECT FROM public.assessments_scoresheet s JOIN public.assessments_entry e ON e.id = s.entry_id
                 WHERE e.nomination_id = NEW.nomination_id AND s.juror_id = NEW.juror_id AND s.state IN ('draft', 'sent')
            ) THEN
                {refusal(self.name, "the juror still has an open sheet for this file")}
            END IF;
            RETURN NEW;
        """


class DecidesItsRow(HardTrigger):
    """A decision is about the entry of its tally row, quotes the stars that the rule gave there, and rests on a sealed tally."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def get_func(self, model: Any) -> str:
        # Nothing to hold: rows of a tally and a seal never change.
        return f"""
            IF NOT EXISTS (
                SELECT FROM public.assessments_tallyrow r JOIN public.assessments_tally t ON t.id = r.tally_id
                 WHERE r.id = NEW.tally_row_id AND r.entry_id = NEW.entry_id AND r.stars = NEW.rule_stars AND t.state = 'sealed'
            ) THEN
                {refusal(self.name, "the decision is not about what a sealed tally says of this entry")}
            END IF;
            RETURN NEW;
        """


OF_THE_ASPECT = "SELECT rubric_id FROM public.assessments_aspect WHERE id = NEW.aspect_id"
OF_THE_CRITERION = """
    SELECT a.rubric_id FROM public.assessments_criterion c JOIN public.assessments_aspect a ON a.id = c.aspect_id WHERE c.id = NEW.criterion_id
"""


class WholeOnceUsed(HardTrigger):
    """Nothing is added to a rubric or to star lines by which an edition is judged: a change is a new version.

    `version` is an SQL expression over NEW that gives the key in `table`; `column` is where a plan names it.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def __init__(self, *, name: str, table: str, column: str, version: str) -> None:
        self.table, self.column, self.version = table, column, version
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        return f"""
            {hold(self.table, self.version)}
            IF EXISTS (SELECT FROM public.assessments_assessmentplan WHERE "{self.column}" = ({self.version})) THEN
                {refusal(self.name, "% would be added to what an edition is judged by", "TG_TABLE_NAME")}
            END IF;
            RETURN NEW;
        """


class TakesWholeVersions(HardTrigger):
    """Planning with a rubric and lines waits for transactions that add to them, and those wait for the plan."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update

    def get_func(self, model: Any) -> str:
        return f"""
            {hold("assessments_rubric", "NEW.rubric_id", "UPDATE")}
            {hold("assessments_starlineset", "NEW.star_lines_id", "UPDATE")}
            RETURN NEW;
        """


class KeptOnceBegun(HardTrigger):
    """The rubric of an edition stays once a file is before the jury; the lines and the way of combining stay once a tally is sealed."""

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete

    def get_func(self, model: Any) -> str:
        entries = """
            SELECT FROM public.assessments_entry e JOIN public.awards_nomination n ON n.id = e.nomination_id WHERE n.edition_id = OLD.edition_id
        """
        sealed = "SELECT FROM public.assessments_tally WHERE edition_id = OLD.edition_id AND state = 'sealed'"
        return f"""
            {hold("awards_edition", "OLD.edition_id", "UPDATE")}
            IF (TG_OP = 'DELETE' OR ROW(NEW.rubric_id, NEW.edition_id) IS DISTINCT FROM ROW(OLD.rubric_id, OLD.edition_id)) AND EXISTS ({entries}) THEN
                {refusal(self.name, "files are being judged by this rubric")}
            END IF;
            IF TG_OP = 'UPDATE' AND ROW(NEW.star_lines_id, NEW.combine, NEW.caps_of_holders)
                                IS DISTINCT FROM ROW(OLD.star_lines_id, OLD.combine, OLD.caps_of_holders) AND EXISTS ({sealed}) THEN
                {refusal(self.name, "a tally was sealed by these lines")}
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """
