"""The joint problem of `options.py` as a user of linopy would state it; run by it, in an environment with linopy.

    python options_linopy.py DATA.npz one|kinds

Reads the figures of a river from DATA.npz, prints objective, seconds and peak memory as JSON. `one`: one model of
all traces; `kinds`: a model for each kind of year, since nothing ties them. Traces and months are dimensions;
places, whose ways differ, are gone through one by one.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from typing import Any

import linopy
import numpy as np
import pandas as pd
import xarray as xr

HIGHS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}


def main() -> None:
    warnings.simplefilter("ignore")  # of two ways to align coordinates, which agree here
    data = np.load(sys.argv[1], allow_pickle=False)
    river = {name: data[name] for name in data.files}
    river.update(json.loads(str(river.pop("structure"))))
    kinds = river["kind"]
    everything = np.arange(len(kinds))
    groups = [everything] if sys.argv[2] == "one" else [everything[kinds == c] for c in np.unique(kinds)]
    wall, cpu = time.perf_counter(), time.process_time()
    objective, columns, stating = 0.0, 0, 0.0
    for members in groups:
        start = time.process_time()
        model = Joint(river, members).model()
        stating += time.process_time() - start
        model.solve(solver_name="highs", io_api="direct", **HIGHS)
        objective += float(model.objective.value)
        columns += int(model.nvars)
    print(
        json.dumps(
            {
                "objective": objective,
                "seconds": time.perf_counter() - wall,
                "cpu": time.process_time() - cpu,
                "stating": stating,
                "columns": columns,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


class Joint:
    """The joint problem of some traces being stated."""

    def __init__(self, river: dict[str, Any], members: np.ndarray) -> None:
        self.river, self.members, self.m = river, members, linopy.Model()
        self.trace = pd.Index(members, name="trace")
        self.month = pd.Index(range(river["months"]), name="month")
        self.dam_at = {dam["node"]: r for r, dam in enumerate(river["reservoirs"])}
        self.out = self.many("out", len(river["nodes"]))
        self.side = self.many("side", len(river["sides"]), river["side_most"])
        self.take = self.many("take", len(river["uses"]), river["take_most"])
        self.storage = self.many("storage", len(self.dam_at), river["storage_most"])
        self.release = self.many("release", len(self.dam_at), river["release_most"])
        self.flood = self.many("flood", len(self.dam_at))
        self.low = self.many("low", len(self.dam_at))
        self.turbine = self.many("turbine", len(river["plants"]), river["turbine_most"])
        self.worth: list[Any] = []  # by trace and month
        self.made: list[list[Any]] = [[] for _ in river["parties"]]

    def model(self) -> linopy.Model:
        for n in range(len(self.river["nodes"])):
            self.place(n)
        for r in range(len(self.dam_at)):
            self.dam(r)
        for n in self.river["beds"]:
            self.bed(n)
        for g, gauge in enumerate(self.river["gauges"]):
            self.gauge(g, gauge)
        for p, plant in enumerate(self.river["plants"]):
            self.plant(p, plant)
        self.trade()
        self.fuel()
        self.lines()
        for i, terms in enumerate(self.made):
            self.m.add_constraints(total(terms) == self.monthly("need", i), name=f"power {i}")
        self.value()
        return self.m

    def many(self, name: str, items: int, upper: Any = np.inf, *, per_month: bool = True) -> Any:
        """Add a variable for every trace, month and item."""
        axis = pd.Index(range(items), name=name)
        if np.ndim(upper):
            upper = xr.DataArray(upper, dims=["month", name] if per_month else [name])
        coords = [self.trace, self.month, axis] if per_month else [self.trace, axis]
        return self.m.add_variables(lower=0, upper=upper, coords=coords, name=name)

    def one(self, name: str, upper: Any = np.inf) -> Any:
        """Add a variable for every trace and month."""
        return self.m.add_variables(lower=0, upper=upper, coords=[self.trace, self.month], name=name)

    def monthly(self, name: str, position: int) -> xr.DataArray:
        return xr.DataArray(self.river[name][:, position], dims=["month"])

    def taken(self, n: int) -> list[Any]:
        return [1.0 * at(self.take, u) for u, use in enumerate(self.river["uses"]) if use["node"] == n]

    def drawn(self, n: int) -> list[Any]:
        return [1.0 * at(self.side, s) for s, way in enumerate(self.river["sides"]) if way["node"] == n]

    def place(self, n: int) -> None:
        """Tie what leaves a place to what comes to it; a reservoir may keep some."""
        node = self.river["nodes"][n]
        into = [-kept * at(self.out, o) for o, kept in node["main"]]
        into += [-kept * at(self.side, s) for s, kept in node["by_side"]]
        for u, use in enumerate(self.river["uses"]):
            if use["back_to"] == n:
                into.append(-use["back"] * at(self.take, u))
        given = xr.DataArray(
            self.river["inflow"][self.members][:, :, n],
            dims=["trace", "month"],
            coords={"trace": self.trace, "month": self.month},
        )
        leaving = [1.0 * at(self.out, n), *self.drawn(n), *self.taken(n)]
        if n in self.dam_at:
            r = self.dam_at[n]
            half = self.monthly("evaporation_half", r)
            before = at(self.storage, r).shift(month=1).fillna(0)
            leaving.append((1 + half) * at(self.storage, r) - (1 - half) * before)
            first = np.zeros(self.river["months"])
            first[0] = self.river["reservoirs"][r]["initial"] * (1 - self.river["evaporation_half"][0, r])
            given = given + xr.DataArray(first, dims=["month"]) - self.monthly("evaporation_fixed", r)
        self.m.add_constraints(total([*leaving, *into]) == given, name=f"balance {n}")

    def dam(self, r: int) -> None:
        dam, release = self.river["reservoirs"][r], at(self.release, r)
        self.m.add_constraints(at(self.out, dam["node"]) - release - at(self.flood, r) == 0, name=f"dam {r}")
        least = self.monthly("storage_least", r)
        self.m.add_constraints(at(self.storage, r) + at(self.low, r) >= least, name=f"least {r}")
        if dam["scheduled"]:
            self.agreed(r, release)

    def agreed(self, r: int, release: Any) -> None:
        """One release for each kind of year, left only at a price."""
        of_trace = self.river["kind"][self.members]
        kinds = pd.Index(np.unique(of_trace), name="kind")
        most = self.monthly("release_most", r)
        agreed = self.m.add_variables(lower=0, upper=most, coords=[kinds, self.month], name=f"agreed {r}")
        up, down = self.one(f"up {r}"), self.one(f"down {r}")
        plan = agreed.sel(kind=xr.DataArray(of_trace, dims="trace", coords={"trace": self.trace}))
        self.m.add_constraints(1.0 * release - plan - up + down == 0, name=f"agreed {r}")
        self.worth += [-self.river["deviation_price"] * up, -self.river["deviation_price"] * down]

    def bed(self, n: int) -> None:
        over = self.one(f"overbank {n}")
        self.m.add_constraints(at(self.out, n) - over <= self.monthly("bed_most", n), name=f"bed {n}")
        self.worth.append(-self.river["flood_price"] * over)

    def gauge(self, g: int, gauge: dict[str, Any]) -> None:
        """What comes, less what the gauge's own state draws off there, within its bounds or at a price."""
        passing = [1.0 * at(self.out, gauge["node"]), *self.taken(gauge["node"])]
        passing += [1.0 * at(self.side, s) for s in gauge["others_sides"]]
        if gauge["least"]:
            short, least = self.one(f"short {g}"), self.monthly("gauge_least", g)
            self.m.add_constraints(total([*passing, 1.0 * short]) >= least, name=f"gauge least {g}")
            self.worth.append(-self.river["gauge_price"] * short)
        if gauge["most"]:
            excess, most = self.one(f"excess {g}"), self.monthly("gauge_most", g)
            self.m.add_constraints(total([*passing, -1.0 * excess]) <= most, name=f"gauge most {g}")
            self.worth.append(-self.river["gauge_price"] * excess)

    def plant(self, p: int, plant: dict[str, Any]) -> None:
        n, turned = plant["node"], at(self.turbine, p)
        passing = at(self.release, self.dam_at[n]) if n in self.dam_at else at(self.out, n)
        self.m.add_constraints(turned - passing <= 0, name=f"through {p}")
        energy = plant["gwh_per_mm3"] * turned
        if plant["level"]:
            made = self.one(f"energy {p}", self.monthly("energy_most", p))
            self.m.add_constraints(made - energy <= 0, name=f"head {p}")
            energy = 1.0 * made
        self.made[plant["party"]].append(energy)

    def trade(self) -> None:
        """Power bought and sold outside, not served, and to spare."""
        count = len(self.made)
        for name, sign in (("import", 1.0), ("export", -1.0)):
            traded = self.many(name, count, self.river[f"{name}_most"])
            price = xr.DataArray(self.river[f"{name}_price"], dims=["month", name]) / 1e3
            self.worth.append((-sign * price * traded).sum(name))
            for i, terms in enumerate(self.made):
                terms.append(sign * at(traded, i))
        unserved, spare = self.many("unserved", count), self.many("spare", count)
        price = xr.DataArray(self.river["unserved_price"], dims=["unserved"]) / 1e3
        self.worth.append((-price * unserved).sum("unserved"))
        for i, terms in enumerate(self.made):
            terms += [1.0 * at(unserved, i), -1.0 * at(spare, i)]

    def fuel(self) -> None:
        tiers = self.river["tiers"]
        thermal = self.many("thermal", len(tiers), self.river["thermal_most"])
        self.priced(thermal, "thermal", [-tier["price"] / 1e3 for tier in tiers])
        for j, tier in enumerate(tiers):
            self.made[tier["party"]].append(1.0 * at(thermal, j))

    def lines(self) -> None:
        for way in range(2):
            carried = self.many(f"line {way}", len(self.river["lines"]), self.river["line_most"])
            for k, line in enumerate(self.river["lines"]):
                sender, receiver = line["ends"] if way == 0 else line["ends"][::-1]
                self.made[sender].append(-1.0 * at(carried, k))
                self.made[receiver].append(line["kept"] * at(carried, k))

    def priced(self, items: Any, name: str, prices: list[float]) -> None:
        self.worth.append((xr.DataArray(np.array(prices), dims=[name]) * items).sum(name))

    def value(self) -> None:
        """Maximise what it is all worth, and what is stored at the end."""
        river, pieces = self.river, self.river["pieces"]
        self.priced(self.take, "take", [use["price"] for use in river["uses"]])
        self.priced(self.side, "side", [-way["cost"] for way in river["sides"]])
        self.worth.append((-river["flood_price"] * self.flood).sum("flood"))
        self.worth.append((-river["low_price"] * self.low).sum("low"))
        piece = self.many("piece", len(pieces), river["piece_most"], per_month=False)
        for r in range(len(self.dam_at)):
            mine = [j for j, part in enumerate(pieces) if part["reservoir"] == r]
            left = at(self.storage, r).isel(month=-1, drop=True)
            self.m.add_constraints(piece.isel(piece=mine).sum("piece") - left <= 0, name=f"end {r}")
        prices = xr.DataArray(np.array([part["price"] for part in pieces]), dims=["piece"])
        weight = xr.DataArray(river["weight"][self.members], dims=["trace"], coords={"trace": self.trace})
        season = total(self.worth).sum("month") + (prices * piece).sum("piece")
        self.m.add_objective((weight * season).sum(), sense="max")


def at(items: Any, position: int) -> Any:
    """Return one of the items of a variable, whose last dimension counts them."""
    return items.isel({items.dims[-1]: position}, drop=True)


def total(terms: list[Any]) -> Any:
    return linopy.merge(terms)


if __name__ == "__main__":
    main()
