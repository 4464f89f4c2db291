"""The result as the sections read it: states by name, months in words, packages offered and not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from maslahat.brief.words import listed, month
from maslahat.core import Period
from maslahat.options.result import (
    OptionsResult,
    Package,
    PartyInfo,
    PartyOutcome,
    Schedule,
    Shortage,
    YearClass,
)
from maslahat.regions.rows import Source


@dataclass(frozen=True)
class Reading:
    """A result with what the page asks of it again and again; the draft is written from `chosen`."""

    result: OptionsResult
    sources: tuple[Source, ...] = ()
    chosen: Package | None = None

    @cached_property
    def names(self) -> dict[str, str]:
        """Name of each state by its code."""
        return {party.party: party.name for party in self.result.parties}

    def name(self, party: str) -> str:
        """Return the state's name; a code that is not of this river is returned as it is."""
        return self.names.get(party, party)

    @property
    def parties(self) -> tuple[PartyInfo, ...]:
        """The states that bargain, in the order of the result."""
        return self.result.parties

    @property
    def traces(self) -> int:
        """How many possible years the result was evaluated on."""
        return self.result.settings.traces

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The months of the season."""
        return tuple(Period.parse(text) for text in self.result.season.periods)

    @cached_property
    def month_labels(self) -> tuple[str, ...]:
        """Short names of the months, with the year where one name would stand twice."""
        labels = [period.label for period in self.periods]
        if len(set(labels)) == len(labels):
            return tuple(labels)
        return tuple(f"{period.label} {period.year % 100:02d}" for period in self.periods)

    @cached_property
    def growing_months(self) -> tuple[int, ...]:
        """Positions of the months of the growing season."""
        return tuple(k for k, growing in enumerate(self.result.season.growing) if growing)

    @cached_property
    def winter_months(self) -> tuple[int, ...]:
        """Positions of the other months."""
        return tuple(k for k, growing in enumerate(self.result.season.growing) if not growing)

    @cached_property
    def growing_words(self) -> str:
        """The growing season in words: `April to September`."""
        return self.span(self.growing_months)

    @cached_property
    def winter_words(self) -> str:
        """The rest of the year in words: `October to March`."""
        return self.span(self.winter_months)

    @property
    def season_words(self) -> str:
        """The season in words: `April 2026 – March 2027`."""
        first, last = self.result.season.periods[0], self.result.season.periods[-1]
        return month(first, True) if first == last else f"{month(first, True)} – {month(last, True)}"

    @property
    def start_words(self) -> str:
        """The first day: `1 April 2026`."""
        return f"1 {month(self.result.season.periods[0], True)}"

    @cached_property
    def offered(self) -> tuple[Package, ...]:
        """Packages that are offered as an agreement."""
        return tuple(package for package in self.result.packages if package.offered)

    @cached_property
    def refused(self) -> tuple[Package, ...]:
        """Packages that were worked out and are not offered."""
        return tuple(package for package in self.result.packages if not package.offered)

    @property
    def classes(self) -> tuple[YearClass, ...]:
        """The kinds of year."""
        return self.result.season.classes

    def outcome(self, package: Package, party: str) -> PartyOutcome:
        """Return what the state has under the package; KeyError where it has no part in it."""
        for outcome in package.outcomes:
            if outcome.party == party:
                return outcome
        raise KeyError(f"{package.key}: {party}")

    def head_schedule(self, schedules: tuple[Schedule, ...]) -> Schedule | None:
        """Return the schedule of the reservoir that the season is read from, else the first scheduled one."""
        at_head = [schedule for schedule in schedules if schedule.node == self.result.season.head]
        agreed = [schedule for schedule in schedules if schedule.scheduled]
        found = at_head or agreed or list(schedules)
        return found[0] if found else None

    def class_words(self, index: int) -> str:
        """Return the kind of year with its article: `a dry year`."""
        name = self.classes[index].name
        return f"{'an' if name[:1] in 'aeiou' else 'a'} {name} year"

    def span(self, positions: tuple[int, ...]) -> str:
        """Return months given by position, in words: their first and last where they follow each other."""
        if not positions:
            return "no month"
        names = [month(self.result.season.periods[k]) for k in positions]
        joined = all(b - a == 1 for a, b in pairwise(positions))
        if joined and len(names) > 2:
            return f"{names[0]} to {names[-1]}"
        return listed(names)


def runs_short(shortage: Shortage) -> bool:
    """Say whether the state runs short in any year."""
    return shortage.probability > 0 and shortage.size.worst != 0


def most_common(classes: tuple[YearClass, ...]) -> int:
    """Return the position of the likeliest kind of year."""
    return max(range(len(classes)), key=lambda k: classes[k].probability)
