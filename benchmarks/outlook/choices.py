"""How the weights were chosen: scores of members and pools on the windows 2002 to 2017, nothing later.

python benchmarks/outlook/choices.py HISTORY.csv [YEAR ...]
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from maslahat.core import Period
from maslahat.outlook.events import read_panel
from maslahat.outlook.events.combination import MEMBERS, pool
from maslahat.outlook.events.grid import draws_of
from maslahat.outlook.events.scores import inside, score_cells
from maslahat.outlook.events.window import CUTOFF_MONTH, MONTHS_AHEAD

LAST_YEAR = 2017
POOLS = {
    "window-mix": {"window-mix": 1.0},
    "analogs": {"analogs": 1.0},
    "regression": {"regression": 1.0},
    "boosted": {"boosted": 1.0},
    "analogs .5 + windows .5": {"analogs": 0.5, "window-mix": 0.5},
    "analogs .7 + windows .3": {"analogs": 0.7, "window-mix": 0.3},
    "with regression .1": {"analogs": 0.6, "window-mix": 0.3, "regression": 0.1},
    "with boosted .2": {"analogs": 0.5, "window-mix": 0.3, "boosted": 0.2},
}


def main() -> None:
    panel = read_panel(Path(sys.argv[1]))
    years = [int(word) for word in sys.argv[2:]] or list(range(2002, LAST_YEAR + 1))
    if max(years) > LAST_YEAR:
        sys.exit(f"choices are made on windows up to {LAST_YEAR}, not on {max(years)}")
    scores: dict[str, list[tuple[float, ...]]] = {name: [] for name in POOLS}
    for year in years:
        past = panel.until(Period(year - 1, CUTOFF_MONTH))
        members = {name: model(past, MONTHS_AHEAD) for name, model in MEMBERS.items()}
        seen = panel.observed(Period(year, 1), 12)
        cells = ~np.isnan(seen)
        for name, weights in POOLS.items():
            draws = draws_of(pool(members, weights)[cells])
            held = inside(draws, seen[cells])[seen[cells] > 0].mean()
            scores[name].append((*score_cells(draws, seen[cells]).means(), held))
        print(year, file=sys.stderr, flush=True)
    for name, rows in scores.items():
        crps, ign, mis, held = np.mean(rows, axis=0)
        print(f"{name:<26} CRPS {crps:.2f}  IGN {ign:.3f}  MIS {mis:.1f}  90 % holds {held:.1%}")


if __name__ == "__main__":
    main()
