from awards.models.award import Award, PublishedAward, Revocation, Standing
from awards.models.certificate import Certificate
from awards.models.claim import PublishedClaim
from awards.models.edition import (
    Edition,
    EditionKind,
    Gate,
    GateEffect,
    GateEvidence,
    Phase,
    RequiredPaper,
    ScreeningRule,
    StarScheme,
    Verdict,
    Window,
    WindowKind,
    edition_to_show,
    phase_of,
)
from awards.models.endorsement import Endorsement
from awards.models.extension import BasisKind, Extension
from awards.models.nomination import (
    EntryKind,
    Milestone,
    Nomination,
    NumberCounter,
    OfficeCheck,
    Remark,
    RemarkAnswer,
    Submission,
)
from awards.models.outcome import Determination, Publication, Recommendation
from awards.models.programme import Cohort, Curation
from awards.models.proposal import ActKind, Correction, Proposal
from awards.models.schedule import WindowChange

__all__ = [
    "ActKind",
    "Award",
    "BasisKind",
    "Certificate",
    "Cohort",
    "Correction",
    "Curation",
    "Determination",
    "Edition",
    "EditionKind",
    "Endorsement",
    "EntryKind",
    "Extension",
    "Gate",
    "GateEffect",
    "GateEvidence",
    "Milestone",
    "Nomination",
    "NumberCounter",
    "Proposal",
    "Publication",
    "PublishedAward",
    "PublishedClaim",
    "Recommendation",
    "OfficeCheck",
    "Remark",
    "RemarkAnswer",
    "RequiredPaper",
    "ScreeningRule",
    "Revocation",
    "Phase",
    "Standing",
    "StarScheme",
    "Submission",
    "Verdict",
    "Window",
    "WindowChange",
    "WindowKind",
    "edition_to_show",
    "phase_of",
]
