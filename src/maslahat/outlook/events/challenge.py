"""A folder laid out as the VIEWS 2023/24 challenge: read, checked against the history, forecast, scored
(DESIGN §9).

Expected: `cm_actuals_YYYY.parquet` (month_id, country_id, ged_sb), `country_list.csv` (country_id, name),
`draws/NAME_YYYY.parquet` (month_id, country_id, draw, outcome) and a history (`*history*` or `ged_sb_cm_*`,
CSV or Parquet) in the folder, or beside it in `sb_history/`, or named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from maslahat.core import Fault, InputError, Period
from maslahat.evidence.table import open_table
from maslahat.outlook.events.challenge_tables import (
    ACTUALS,
    MONTHS,
    Floats,
    checked_columns,
    read_actuals,
    read_draws,
)
from maslahat.outlook.events.panel import Panel
from maslahat.outlook.events.panel_read import read_panel
from maslahat.outlook.events.window import CUTOFF_MONTH, FEWEST_MONTHS, Window, score_window

Made = TypeVar("Made")

REVISED = 0.05
HISTORY_PATTERNS = ("*history*", "ged_sb_cm_*", "*history*/*")
BESIDE = ("../sb_history/*",)
OTHER_PARTS = ("cm_actuals_", "cm_features_", "country_list", "codebook")
FEWEST_COUNTRIES = 10
TABLES = {".csv", ".parquet", ".xlsx"}


@dataclass(frozen=True)
class Challenge:
    """What was read: history, actuals by year (units × 12), other people's draws by year, notes."""

    panel: Panel
    actuals: dict[int, Floats]
    draws: dict[int, dict[str, Floats]]
    notes: tuple[Fault, ...]


def read_challenge(folder: Path, history: Path | None = None) -> Challenge:
    """Return the challenge in `folder`; raises InputError with every fault that makes it unusable.

    A history that disagrees with the actuals is a fault: one of the two is wrong, and a forecast from it
    would be of something else. Draws that cannot be used are left out with a note.
    """
    if not folder.is_dir():
        raise InputError(Fault(str(folder), "no such folder", "a folder laid out as views_challenge_2023"))
    faults: list[Fault] = []
    countries = gather(faults, lambda: _countries(folder))
    paths = gather(faults, lambda: _years(folder)) or {}
    if countries is None:
        gather(faults, lambda: read_panel(history or _history(folder, {}), {}))
        for path in paths.values():
            gather(faults, partial(checked_columns, path, ACTUALS))
        raise InputError(faults)
    panel = gather(faults, lambda: read_panel(history or _history(folder, countries), countries))
    placed = None if panel is None else gather(faults, lambda: _in_order(folder, panel, countries))
    if placed is None:
        for path in paths.values():
            gather(faults, partial(checked_columns, path, ACTUALS))
        raise InputError(faults)
    ordered, notes = placed
    actuals: dict[int, Floats] = {}
    for year, path in paths.items():
        found = gather(faults, partial(read_actuals, path, ordered, year, notes))
        if found is not None:
            actuals[year] = found
    for year, actual in actuals.items():
        wrong, revised = _disagreement(ordered, year, actual)
        faults += wrong
        notes += revised
    ordered = _lengthened(ordered, actuals, notes)
    faults += [fault for year in actuals for fault in _too_short(ordered, year)]
    draws, left_out = _all_draws(folder, ordered, tuple(paths))
    if faults:
        raise InputError([*faults, *left_out])
    return Challenge(ordered, actuals, draws, (*ordered.notes, *notes, *left_out))


def gather(faults: list[Fault], work: Callable[[], Made]) -> Made | None:
    """Return what `work` makes; None where it raises InputError, whose faults are added to the others."""
    try:
        return work()
    except InputError as error:
        faults += error.faults
        return None


def _years(folder: Path) -> dict[int, Path]:
    """Return the files of actuals by year; raises InputError where there is none or a name holds no year."""
    paths = sorted(folder.glob("cm_actuals_*.parquet")) + sorted(folder.glob("cm_actuals_*.csv"))
    if not paths:
        raise InputError(Fault(str(folder), "no cm_actuals_YYYY.parquet", "the actuals of one year at least"))
    nameless = [path for path in paths if not re.search(r"(19|20)\d{2}$", path.stem)]
    if nameless:
        raise InputError(
            [Fault(str(path), "no year at the end of the name", "cm_actuals_YYYY") for path in nameless]
        )
    return {int(path.stem[-4:]): path for path in paths}


def _lengthened(panel: Panel, actuals: dict[int, Floats], notes: list[Fault]) -> Panel:
    """Return the panel with the actuals of whole years after its end put behind it, and add a note on each.

    Only what lies before a cut-off is ever looked at, so this shows a later window what was known by then.
    """
    for year, actual in sorted(actuals.items()):
        if panel.end.plus(1) == Period(year, 1) and year < max(actuals):
            notes.append(
                Fault(
                    f"{panel.release}",
                    f"no months after {panel.end}",
                    "months up to the last cut-off",
                    f"Continued with the actuals of {year}.",
                )
            )
            panel = replace(panel, counts=np.concatenate([panel.counts, actual], axis=1))
    return panel


def _too_short(panel: Panel, year: int) -> list[Fault]:
    """Return a fault where the panel does not reach the cut-off of a window, or has too little before it."""
    cutoff = Period(year - 1, CUTOFF_MONTH)
    known = panel.index_of(cutoff) + 1
    if FEWEST_MONTHS <= known <= panel.months:
        return []
    wanted = f"months to {cutoff}, {FEWEST_MONTHS} of them at least"
    return [Fault(f"{panel.release}, window {year}", f"months {panel.start} to {panel.end}", wanted)]


def score_challenge(
    challenge: Challenge,
    seed: int = 0,
    tick: Callable[[int], None] | None = None,
    models: tuple[str, ...] | None = None,
) -> tuple[Window, ...]:
    """Return every window scored; `tick` is called with each year done, `models` is as in `score_window`."""
    windows = []
    for year, actual in sorted(challenge.actuals.items()):
        windows.append(
            score_window(
                challenge.panel, year, actual, extra=challenge.draws.get(year), seed=seed, models=models
            )
        )
        if tick:
            tick(year)
    return tuple(windows)


def _countries(folder: Path) -> dict[int, str]:
    """Return names of countries by VIEWS id."""
    path = folder / "country_list.csv"
    table = open_table(path)
    missing = {"country_id", "name"} - set(table.columns)
    if missing:
        raise InputError(
            Fault(f"{path}, header", f"no column {', '.join(sorted(missing))}", "country_id and name")
        )
    return {int(i): str(name) for i, name in zip(table["country_id"], table["name"], strict=True)}


def _history(folder: Path, countries: dict[int, str]) -> Path:
    """Return the history's file: by its name, else a table in the folder whose columns are countries or that
    is a long panel, else one in a folder of histories beside it.
    """
    for pattern in HISTORY_PATTERNS:
        if found := _tables(folder, pattern):
            return found[0]
    for path in _tables(folder, "*"):
        if not path.name.startswith(OTHER_PARTS) and _is_panel(path, countries):
            return path
    for pattern in BESIDE:
        if found := _tables(folder.resolve(), pattern):
            return found[0].resolve()
    raise InputError(
        Fault(
            str(folder),
            "no history file",
            "a month × country table of deaths up to the first cut-off",
            "Put it in the folder or name it with --history.",
        )
    )


def _tables(folder: Path, pattern: str) -> list[Path]:
    """Return the tables that a pattern finds, by name."""
    return [path for path in sorted(folder.glob(pattern)) if path.suffix.lower() in TABLES]


def _is_panel(path: Path, countries: dict[int, str]) -> bool:
    """Return whether a table has countries across, or month, country and count; False where it does not open."""
    try:
        columns = set(open_table(path).columns)
    except InputError:
        return False
    known = set(countries.values())
    return len(columns & known) >= max(min(FEWEST_COUNTRIES, len(known)), 1) or (
        {"month_id", "country_id"} <= columns and "draw" not in columns
    )


def _in_order(folder: Path, panel: Panel, countries: dict[int, str]) -> tuple[Panel, list[Fault]]:
    """Return the panel in the order of the country list, and notes on countries that only one of them has."""
    ids = {name: i for i, name in countries.items()}
    held = [name for name in ids if name in set(panel.units)]
    missing = [name for name in ids if name not in set(panel.units)]
    strange = [name for name in panel.units if name not in ids]
    if not held:
        raise InputError(
            Fault(
                f"{panel.release}, header",
                f"no country of {folder / 'country_list.csv'} (it has {', '.join(panel.units[:3])} …)",
                "the same names of countries",
            )
        )
    notes = []
    if missing:
        notes.append(
            Fault(
                panel.release,
                f"no column for {len(missing)} countries of the list ({', '.join(missing[:6])})",
                f"all {len(ids)}",
                "Nothing is forecast for them, and they are not scored.",
            )
        )
    if strange:
        notes.append(
            Fault(
                panel.release,
                f"{len(strange)} columns that are no country of the list ({', '.join(strange[:6])})",
                "names of the list",
                "They were left out.",
            )
        )
    ordered = replace(
        panel,
        units=tuple(held),
        counts=panel.counts[panel.rows(tuple(held))],
        unit_ids=tuple(ids[name] for name in held),
    )
    return ordered, notes


def _disagreement(panel: Panel, year: int, actual: Floats) -> tuple[list[Fault], list[Fault]]:
    """Return faults and notes where history and actuals of the same months differ.

    A shift of the labels or a difference in more than 5 % of the cells is a fault; less is a revision.
    """
    history = panel.observed(Period(year, 1), MONTHS)
    both = ~np.isnan(history) & ~np.isnan(actual)
    differ = np.argwhere(both & (history != np.where(both, actual, 0.0)))
    if not len(differ):
        return [], []
    unit, month = differ[0]
    found = (
        f"{len(differ)} of {int(both.sum())} cells of {year} that differ, first {panel.units[unit]} in "
        f"{Period(year, int(month) + 1)}: {history[unit, month]:g} in the history, "
        f"{actual[unit, month]:g} in the actuals"
    )
    where = f"{panel.release} and cm_actuals_{year}"
    shift = _mending_shift(panel, year, actual)
    if shift:
        side = "late" if shift < 0 else "early"
        mend = f"The labels of the history are {abs(shift)} months too {side}: the year is wrong."
    elif len(differ) <= REVISED * both.sum():
        mend = "Two releases of the data, it seems: scored against the actuals, forecast from the history."
        return [], [Fault(where, found, "the same counts in both", mend)]
    else:
        mend = "One of the two is damaged or of another kind: use files of one release."
    return [Fault(where, found, "the same counts in both", mend)], []


def _mending_shift(panel: Panel, year: int, actual: Floats) -> int:
    """Return the shift in months (±36) that makes the history agree with the actuals, 0 if none does."""
    for shift in (s * k for k in range(1, 37) for s in (12, -12, 1, -1)):
        if abs(shift) > 36:
            continue
        moved = panel.observed(Period(year, 1).plus(shift), MONTHS)
        both = ~np.isnan(moved) & ~np.isnan(actual)
        if both.sum() > MONTHS and actual[both].any() and (moved[both] == actual[both]).mean() > 0.999:
            return -shift
    return 0


def _all_draws(
    folder: Path, panel: Panel, years: tuple[int, ...]
) -> tuple[dict[int, dict[str, Floats]], list[Fault]]:
    """Return other people's draws by year and name, and notes on files left out."""
    found: dict[int, dict[str, Floats]] = {year: {} for year in years}
    notes = []
    for path in sorted((folder / "draws").glob("*_*.parquet")):
        match = re.fullmatch(r"(.+?)_((?:19|20)\d{2})", path.stem)
        if not match or int(match[2]) not in found:
            continue
        try:
            found[int(match[2])][match[1]] = read_draws(path, panel, int(match[2]))
        except InputError as error:
            notes += [
                replace(fault, mend=f"{fault.mend} It is left out of the scores.".strip())
                for fault in error.faults
            ]
    return found, notes
