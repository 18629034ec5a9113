"""When things happen in a season: its windows, and working hours inside them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from awards.models import WindowKind
from ovop_portal.common.clock import WIB

Days = tuple[date, date]


@dataclass(frozen=True)
class Calendar:
    """First and last days of each stage. `limit`: nothing has happened at or after this moment."""

    nomination: Days
    screening: Days
    assessment: Days
    plenary: Days
    decree: date
    publication: date
    limit: datetime

    @classmethod
    def of_year(cls, year: int, today: date) -> Calendar:
        """The stages as 2024 had them, in `year`; those of 2022 began in July."""
        if year == 2022:
            made = cls(
                (date(2022, 7, 28), date(2022, 8, 31)),
                (date(2022, 9, 1), date(2022, 9, 30)),
                (date(2022, 10, 3), date(2022, 11, 11)),
                (date(2022, 11, 14), date(2022, 11, 18)),
                date(2022, 11, 25),
                date(2022, 12, 1),
                midnight(today),
            )
        else:
            made = cls(
                (date(year, 2, 26), date(year, 6, 25)),
                (date(year, 6, 5), date(year, 8, 4)),
                (date(year, 8, 9), date(year, 10, 8)),
                (date(year, 10, 9), date(year, 10, 16)),
                date(year, 10, 17),
                date(year, 10, 18),
                midnight(today),
            )
        return made

    @classmethod
    def around(cls, today: date, stage: str) -> Calendar:
        """The same stages, shifted so that `today` lies in the second half of `stage`."""
        plain = cls.of_year(today.year, today)
        begins, ends = getattr(plain, stage)
        return plain.shifted((today - begins).days - (ends - begins).days * 3 // 5)

    @classmethod
    def running(cls, today: date) -> Calendar:
        """A season that works at all desks at once: files are screened and judged as they come, so all windows lie around `today`."""

        def day(offset: int) -> date:
            return today + timedelta(days=offset)

        return cls(
            (day(-52), day(30)),
            (day(-40), day(60)),
            (day(-25), day(90)),
            (day(95), day(110)),
            day(115),
            day(120),
            midnight(today),
        )

    @classmethod
    def decided(cls, today: date, *, decree: int = 2) -> Calendar:
        """The same stages, shifted so that the decree was signed `decree` days before `today`."""
        plain = cls.of_year(today.year, today)
        return plain.shifted((today - plain.decree).days - decree)

    def shifted(self, days: int) -> Calendar:
        move = timedelta(days=days)
        return replace(
            self,
            nomination=(self.nomination[0] + move, self.nomination[1] + move),
            screening=(self.screening[0] + move, self.screening[1] + move),
            assessment=(self.assessment[0] + move, self.assessment[1] + move),
            plenary=(self.plenary[0] + move, self.plenary[1] + move),
            decree=self.decree + move,
            publication=self.publication + move,
        )

    @property
    def opening(self) -> datetime:
        """When the edition is announced: the morning of its first day, before anybody sends."""
        return datetime.combine(self.nomination[0], time(7), WIB)

    def windows(self) -> dict[str, tuple[datetime, datetime]]:
        """From the first midnight to the last second of each stage, by WIB."""
        return {
            kind: (datetime.combine(days[0], time(0), WIB), datetime.combine(days[1], time(23, 59, 59), WIB))
            for kind, days in (
                (WindowKind.NOMINATION, self.nomination),
                (WindowKind.SCREENING, self.screening),
                (WindowKind.ASSESSMENT, self.assessment),
                (WindowKind.PLENARY, self.plenary),
            )
        }

    def hour(self, days: Days, part: float, chance: random.Random) -> datetime:
        """A working hour on the day at `part` (0 to 1) of `days`, but before the limit."""
        length = (min(days[1], self.limit.astimezone(WIB).date()) - days[0]).days
        day = days[0] + timedelta(days=round(max(length, 0) * part))
        moment = datetime.combine(day, time(8), WIB) + timedelta(seconds=chance.randrange(8 * 3600))
        if moment < self.limit:
            return moment
        # What would fall on the last day was done on the evening before.
        return self.limit - timedelta(seconds=4 * 3600 + chance.randrange(8 * 3600))

    def hours(
        self, days: Days, count: int, chance: random.Random, *, first: float = 0.0, last: float = 1.0
    ) -> list[datetime]:
        """`count` working hours between two parts of `days`, in order and each later than the one before."""
        found = sorted(self.hour(days, first + (last - first) * chance.random(), chance) for _ in range(count))
        for place in range(1, count):
            if found[place] <= found[place - 1]:
                found[place] = found[place - 1] + timedelta(seconds=60)
        return found


def midnight(today: date) -> datetime:
    """When a made season stops: everybody finds their work on the morning of `today`, whatever hour it is."""
    return datetime.combine(today, time(0), WIB)
