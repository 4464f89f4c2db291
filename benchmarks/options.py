"""The options problem (the joint plan of the four states of the Syr Darya) against linopy, both with HiGHS.

    python benchmarks/options.py [--peer PYTHON] [--months 12 60] [--traces 10 100 1000] [--limit 300]

PYTHON is the interpreter of an environment with linopy (and HiGHS as here: `pip install linopy highspy==...`);
without it one is made in a temporary folder. Every case runs in a process of its own, so that its peak memory is its
own. Stating and solving are timed, reading the figures is not. The work is the same: heads of the first pass, the
same prices, one thread, the same tolerances; the objectives are compared.

- `all`: releases planned on all traces, one program a kind of year (`maslahat.basin.schedule`);
- `reduced`: as `maslahat options` does it: planned on 12 weighted traces, then every trace solved with that plan;
- `linopy one`: one model of all traces; `linopy kinds`: one a kind of year.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pickle
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time
import venv
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from maslahat.basin import Network, Traces, follow, joint, requested, schedule
from maslahat.basin.hydropower import area_line, gwh_per_mm3
from maslahat.basin.power import _turbine_limit
from maslahat.basin.program import (
    DEVIATION_PRICE,
    FLOOD_PRICE,
    GAUGE_PRICE,
    LOW_STORAGE_PRICE,
    EndValue,
)
from maslahat.options import Request
from maslahat.options.dossier import open_dossier
from maslahat.regions import load_region

PEER = Path(__file__).with_name("options_linopy.py")
RIVER = "syr-darya"
WAYS = ("all", "reduced", "linopy one", "linopy kinds")
ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
Case = dict[str, Any]


def main() -> None:
    options = _options()
    if options.case:
        print(json.dumps(_case(options.case[0], Path(options.case[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        peer = options.peer or _environment(Path(folder))
        print(_machine(peer))
        found = {}
        for months in options.months:
            for traces in options.traces:
                data = Path(folder) / f"{months}-{traces}"
                _run([sys.executable, __file__, "--case", f"data {months} {traces}", str(data)], 3_600)
                for way in WAYS:
                    fewer = [c for (m, _, w), c in found.items() if (m, w) == (months, way)]
                    found[months, traces, way] = (
                        "not tried: fewer traces took too long"
                        if any(isinstance(case, str) for case in fewer)
                        else _measure(way, data, peer, options.limit)
                    )
                    print(_line(months, traces, way, found), flush=True)
        print(_growth(found, options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--months", type=int, nargs="+", default=[12, 60])
    parser.add_argument("--traces", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--limit", type=float, default=300.0, help="CPU seconds a case may take")
    parser.add_argument("--case", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def _environment(folder: Path) -> Path:
    """Make an environment with linopy and the same HiGHS; return its interpreter."""
    venv.create(folder / "peer", with_pip=True)
    python = folder / "peer" / "bin" / "python"
    wanted = ["linopy", f"highspy=={version('highspy')}"]
    subprocess.run([python, "-m", "pip", "install", "-q", *wanted], check=True)
    return python


def _machine(peer: Path) -> str:
    asked = "from importlib.metadata import version as v; print(v('linopy'), v('highspy'), v('xarray'))"
    theirs = _run([str(peer), "-c", asked], 60)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(tz=UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"Python {platform.python_version()}, highspy {version('highspy')}; "
        f"linopy, highspy, xarray of the peer: {str(theirs).strip()}; load {os.getloadavg()[0]:.1f}"
    )


def _measure(way: str, data: Path, peer: Path, limit: float) -> Case | str:
    line = [sys.executable, __file__, "--case", way, str(data)]
    if way.startswith("linopy"):
        line = [str(peer), str(PEER), f"{data}.npz", way.split()[1]]
    answered = _run(line, limit)
    return json.loads(answered[1:]) if answered.startswith("+") else answered


def _run(line: list[str], limit: float) -> str:
    """Return what a process prints last, with a `+` before it, or why it did not end in `limit` CPU seconds."""

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit) + 1))

    done = subprocess.run(
        line, capture_output=True, text=True, check=False, env={**os.environ, **ALONE}, preexec_fn=bounded
    )
    if done.returncode == -signal.SIGXCPU:
        return f"more than {limit:.0f} s CPU"
    if done.returncode == -signal.SIGKILL:
        return "killed by the system (memory)"
    if done.returncode:
        return f"failed ({done.returncode}): {(done.stderr.strip() or 'no word').splitlines()[-1][:80]}"
    return "+" + (done.stdout.strip().splitlines() or [""])[-1]


def _line(months: int, traces: int, way: str, found: dict[Any, Case | str]) -> str:
    case = found[months, traces, way]
    head = f"{months:3d} months {traces:5d} traces  {way:12s}"
    if isinstance(case, str):
        return f"{head}  {case}"
    others = [c for (m, k, w), c in found.items() if (m, k) == (months, traces) and isinstance(c, dict)]
    reference = others[0]["objective"]
    apart = (case["objective"] - reference) / abs(reference)
    return (
        f"{head}  {case['cpu']:8.2f} s CPU (stating {case['stating']:6.2f}), {case['seconds']:8.2f} s by the clock  "
        f"{case['peak_mb']:7.0f} MB  "
        f"{case['columns']:9,d} columns  objective {case['objective']:.4f} ({apart:+.1e})"
    )


def _growth(found: dict[Any, Case | str], options: argparse.Namespace) -> str:
    """Say with which power of the number of traces, and of months, seconds grow."""
    lines = ["growth exponents of the CPU seconds"]
    for way in WAYS:
        for months in options.months:
            steps = []
            for few, many in zip(options.traces, options.traces[1:], strict=False):
                one, other = found[months, few, way], found[months, many, way]
                if isinstance(one, dict) and isinstance(other, dict):
                    power = math.log(other["cpu"] / one["cpu"]) / math.log(many / few)
                    steps.append(f"{few} to {many} traces {power:.2f}")
            lines.append(f"  {way:12s} {months} months: {', '.join(steps) or 'not known'}")
    return "\n".join(lines)


def _case(what: str, data: Path) -> Case:
    if what.startswith("data"):
        return _write(*map(int, what.split()[1:]), data)
    network, ends, everything, plan = pickle.loads(data.with_suffix(".pickle").read_bytes())
    wall, cpu = time.perf_counter(), time.process_time()
    program = joint(network, network.parties, (1.0,) * len(network.parties), ends)
    stating = time.process_time() - cpu
    if what == "all":
        answer = schedule(program, everything, requested(network, everything.count))
    else:
        planned = schedule(program, plan, requested(network, plan.count))
        answer = follow(program, everything, requested(network, everything.count), planned.schedules)
    seconds, spent = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "objective": float(everything.weights @ answer.value_usd_m.sum(axis=1)),
        "seconds": seconds,
        "cpu": spent,
        "stating": stating,
        "columns": program.matrix.shape[1] * everything.count,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _write(months: int, traces: int, data: Path) -> Case:
    """Write the figures of a case: pickled for ours, as arrays and JSON for the peer."""
    question = Request(RIVER, months=months, traces=traces, sensitivity=False)
    dossier = open_dossier(load_region(), question)
    # Prices of stored water of the season of a year, whatever the months: drawing them is not what is measured.
    year = open_dossier(load_region(), Request(RIVER, traces=traces, sensitivity=False))
    case = dossier.network, year.ends, dossier.all, dossier.plan
    data.with_suffix(".pickle").write_bytes(pickle.dumps(case))
    np.savez(f"{data}.npz", structure=json.dumps(_structure(*case[:2])), **_figures(*case[:3]))
    return {}


def _structure(network: Network, ends: tuple[EndValue, ...]) -> Case:
    parties = [spec.party for spec in network.power]
    return {
        "months": network.months,
        "parties": parties,
        "nodes": [
            {
                "main": [(e.origin, e.kept_share) for e in node.entries if not e.side],
                "by_side": [(e.origin, e.kept_share) for e in node.entries if e.side],
            }
            for node in network.nodes
        ],
        "beds": [n for n, node in enumerate(network.nodes) if np.isfinite(node.capacity_mm3).any()],
        "sides": [{"node": s.node, "cost": s.cost_usd_per_m3} for s in network.sides],
        "reservoirs": [
            {"node": r.node, "initial": r.initial_mm3, "scheduled": r.scheduled} for r in network.reservoirs
        ],
        "uses": [
            {"node": d.node, "price": price, "back": d.return_share, "back_to": d.return_to}
            for d in network.demands
            for price in d.step_values_usd_per_m3
        ],
        "plants": [_plant(network, p, parties) for p in range(len(network.plants))],
        "gauges": [
            {
                "node": g.node,
                "least": bool(g.min_mm3.max() > 0),
                "most": bool(np.isfinite(g.max_mm3).any()),
                "others_sides": [
                    s
                    for s, side in enumerate(network.sides)
                    if side.node == g.node and side.owner != network.nodes[g.node].owner
                ],
            }
            for g in network.gauges
        ],
        "tiers": [
            {"party": i, "price": price}
            for i, spec in enumerate(network.power)
            for price in spec.tier_cost_usd_per_mwh
        ],
        "lines": [
            {"ends": [parties.index(line.from_party), parties.index(line.to_party)], "kept": line.kept_share}
            for line in network.lines
        ],
        "pieces": [
            {"reservoir": r, "price": float(price)} for r, end in enumerate(ends) for price in end.usd_per_m3
        ],
        "flood_price": FLOOD_PRICE,
        "low_price": LOW_STORAGE_PRICE,
        "gauge_price": GAUGE_PRICE,
        "deviation_price": DEVIATION_PRICE,
    }


def _plant(network: Network, p: int, parties: list[str]) -> Case:
    """Describe a plant; a head that varies is taken at the storage of the start, as in the first pass."""
    plant = network.plants[p]
    r = network.reservoir_at(plant.node)
    level = plant.head_m is None and r is not None
    at = (
        (network.reservoirs[r], np.array(network.reservoirs[r].initial_mm3))
        if r is not None
        else (None, np.zeros(()))
    )
    each = float(gwh_per_mm3(plant, *at))
    return {"node": plant.node, "party": parties.index(plant.owner), "level": level, "gwh_per_mm3": each}


def _figures(network: Network, ends: tuple[EndValue, ...], traces: Traces) -> dict[str, Any]:
    def by_month(rows: list[Any]) -> Any:
        return np.stack(rows, axis=-1) if rows else np.zeros((network.months, 0))

    lines = [area_line(r) for r in network.reservoirs]
    evaporation = [(r.evaporation_m, *line) for r, line in zip(network.reservoirs, lines, strict=True)]
    return {
        "inflow": traces.inflow_mm3,
        "weight": traces.weights,
        "kind": traces.classes,
        "bed_most": by_month([n.capacity_mm3 for n in network.nodes]),
        "side_most": by_month([s.capacity_mm3 for s in network.sides]),
        "take_most": by_month([share * d.request_mm3 for d in network.demands for share in d.step_shares]),
        "storage_most": by_month([r.max_mm3 for r in network.reservoirs]),
        "storage_least": by_month([r.min_mm3 for r in network.reservoirs]),
        "release_most": by_month([r.max_release_mm3 for r in network.reservoirs]),
        "evaporation_fixed": by_month([depth * constant for depth, constant, _ in evaporation]),
        "evaporation_half": by_month([depth * slope / 2 for depth, _, slope in evaporation]),
        "gauge_least": by_month([g.min_mm3 for g in network.gauges]),
        "gauge_most": by_month([g.max_mm3 for g in network.gauges]),
        "turbine_most": by_month([_turbine_limit(p) for p in network.plants]),
        "energy_most": by_month([p.capacity_gwh for p in network.plants]),
        "need": by_month([p.load_gwh - p.other_gwh for p in network.power]),
        "import_most": by_month([p.import_gwh for p in network.power]),
        "export_most": by_month([p.export_gwh for p in network.power]),
        "import_price": by_month([p.import_usd_per_mwh for p in network.power]),
        "export_price": by_month([p.export_usd_per_mwh for p in network.power]),
        "unserved_price": np.array([p.unserved_usd_per_mwh for p in network.power]),
        "thermal_most": by_month([tier for p in network.power for tier in p.tier_capacity_gwh]),
        "line_most": by_month([line.capacity_gwh for line in network.lines]),
        "piece_most": np.concatenate([end.width_mm3 for end in ends]),
    }


if __name__ == "__main__":
    main()
