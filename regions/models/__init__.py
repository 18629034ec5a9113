"""Places by their official codes, the offices that serve them, the outreach sessions held for them, and the days on which all of them are closed."""

from regions.models.calendar import Holiday
from regions.models.offices import Level, Office
from regions.models.outreach import Mode, OutreachSession
from regions.models.places import (
    CURRENT_SCHEME,
    CodeScheme,
    District,
    HeadTitle,
    IslandGroup,
    Kind,
    Province,
    Regency,
    TimeZone,
)

__all__ = [
    "CURRENT_SCHEME",
    "CodeScheme",
    "District",
    "HeadTitle",
    "Holiday",
    "IslandGroup",
    "Kind",
    "Level",
    "Mode",
    "Office",
    "OutreachSession",
    "Province",
    "Regency",
    "TimeZone",
]
