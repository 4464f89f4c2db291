"""Coalition games: ours beside coopgame-py, same games, same run.

    python benchmarks/accord_games.py [FILE]

FILE is a list of {"n", "v_by_mask"} as in the stored games; left out, random games are used.
User CPU seconds; the answers are compared before anything is timed.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import coopgame
import numpy as np

from maslahat.accord.batch import solve_scenarios
from maslahat.accord.game import Game
from maslahat.accord.nucleolus_rule import nucleolus

SCENARIOS = 10_000
SAMPLE = 500


def main() -> None:
    """Print one line a comparison."""
    games = stored(Path(sys.argv[1])) if len(sys.argv) > 1 else random_games()
    for n in sorted({size for size, _ in games}):
        chosen = [values for size, values in games if size == n]
        compare_nucleoli(n, chosen)
    compare_scenarios()


def stored(path: Path) -> list[tuple[int, list[float]]]:
    return [(entry["n"], [0, *entry["v_by_mask"]]) for entry in json.loads(path.read_text())]


def random_games() -> list[tuple[int, list[float]]]:
    rng = np.random.default_rng(1)
    sizes = [5] * 20 + [10] * 8 + [12] * 2
    games = []
    for n in sizes:
        values = rng.integers(0, 40 * n, 1 << n)
        values[[0, *(1 << i for i in range(n))]] = 0
        values[-1] = 60 * n
        games.append((n, values.tolist()))
    return games


def seconds(work: Callable[[], object]) -> float:
    """Return the best CPU time of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def compare_nucleoli(n: int, games: list[list[float]]) -> None:
    ours = [Game(values) for values in games]
    theirs = [coopgame.Game([float(value) for value in values[1:]]) for values in games]
    worst = max(
        abs(float(a) - b)
        for one, other in zip(ours, theirs, strict=True)
        for a, b in zip(nucleolus(one).payoff, coopgame.nucleolus(other)["allocation"], strict=True)
    )
    mine = seconds(lambda: [nucleolus(Game(values)) for values in games]) / len(games)
    peer = seconds(lambda: [coopgame.nucleolus(game) for game in theirs]) / len(games)
    print(
        f"nucleolus n={n:2d}, {len(games)} games: exact with proof {mine * 1e3:8.2f} ms; "
        f"coopgame-py {peer * 1e3:8.2f} ms; largest difference {worst:.1e}"
    )


def compare_scenarios() -> None:
    rng = np.random.default_rng(2)
    values = rng.uniform(0, 100, (SCENARIOS, 32))
    values[:, 0], values[:, -1] = 0, 450
    mine = seconds(lambda: solve_scenarios(values))
    sample = [coopgame.Game(row[1:].tolist()) for row in values[:SAMPLE]]

    def peer() -> list[tuple[object, object]]:
        return [(coopgame.nucleolus(game), coopgame.shapley(game)) for game in sample]

    found = solve_scenarios(values[:SAMPLE])
    worst = max(
        float(np.abs(np.array(one["allocation"]) - row).max())
        for (one, _), row in zip(peer(), found.nucleolus, strict=True)
    )
    other = seconds(peer) * SCENARIOS / SAMPLE
    print(
        f"{SCENARIOS} scenarios of 5: {mine:.2f} s; coopgame-py {other:.2f} s "
        f"(from {SAMPLE} of them); largest difference {worst:.1e}"
    )


if __name__ == "__main__":
    main()
