from assessments.models.jury import (
    Appointment,
    Conflict,
    ConflictKind,
    Institution,
    Juror,
    JurorOrigin,
    Panel,
    PanelMember,
)
from assessments.models.plan import AssessmentPlan, Combine, HolderCaps, StarLine, StarLineSet
from assessments.models.reopening import ReopeningRequest
from assessments.models.rubric import Aspect, Criterion, Level, Rubric
from assessments.models.screening import GateVerdict, Reading, ScreenedFile, ScreeningClaim
from assessments.models.sheet import Entry, Score, ScoreEvent, Scoresheet
from assessments.models.tally import PlenaryDecision, Tally, TallyRow
from assessments.states import ReadingOutcome

__all__ = [
    "Appointment",
    "Aspect",
    "AssessmentPlan",
    "Combine",
    "Conflict",
    "ConflictKind",
    "Criterion",
    "Entry",
    "GateVerdict",
    "HolderCaps",
    "Institution",
    "Juror",
    "JurorOrigin",
    "Level",
    "Panel",
    "PanelMember",
    "PlenaryDecision",
    "Reading",
    "ReadingOutcome",
    "ReopeningRequest",
    "Rubric",
    "Score",
    "ScoreEvent",
    "Scoresheet",
    "ScreenedFile",
    "ScreeningClaim",
    "StarLine",
    "StarLineSet",
    "Tally",
    "TallyRow",
]
