"""Time, memory and accuracy of the outlook of inflow (DESIGN §9).

python benchmarks/outlook_water.py [--data FOLDER]

Draws ensembles for the Syr Darya of growing size, thins them, and says how far means and quantiles are from
those of a very large ensemble, beside plain random sampling. With the real data (`--data`, or
MASLAHAT_TEST_DATA) it prints the scores on Charvak: fitted on 1932-1973, scored on 1974-2015.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import time
from pathlib import Path

import numpy as np

from maslahat.core import Period
from maslahat.outlook import classify, inflow_draw, models_from_region, reduce, traces
from maslahat.outlook.inflow_predict import mean_of_stations
from maslahat.outlook.water_scores import hindcast
from maslahat.regions import load_region

START = Period(2026, 4)
FORECAST = {"naryn": 85.0}
WINTER = ((-1, 10), (-1, 11), (-1, 12), (0, 1), (0, 2), (0, 3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=os.environ.get("MASLAHAT_TEST_DATA"))
    data = parser.parse_args().data
    models = models_from_region(load_region(), "syr-darya")
    speed(models)
    accuracy(models)
    thinning(models)
    if data is not None:
        charvak(Path(data))


def speed(models) -> None:
    print("months traces   CPU s   peak MB (whole process)")
    for months in (12, 60):
        for count in (10, 100, 1000, 10_000):
            began = time.process_time()
            traces(models, START, months, count, np.random.default_rng(1), FORECAST)
            used = time.process_time() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{months:6} {count:6} {used:7.3f} {peak:9.0f}")


def accuracy(models) -> None:
    """Root mean square error over 20 seeds of what 100 traces say of the river's growing season, percent of
    its mean.
    """
    many = traces(models, START, 12, 100_000, np.random.default_rng(0)).season_mm3()
    print("\n100 traces, growing season: error in percent of its mean; first the river, then the Naryn alone")
    print("                      10 % quantile   median   90 % quantile   standard deviation (relative)")
    stratified = inflow_draw.even_noise
    plain = lambda count, directions, rng: rng.standard_normal((count, len(directions)))  # noqa: E731
    for name, sampler in (("even (ours)", stratified), ("plain random", plain)):
        inflow_draw.even_noise = sampler
        few = [traces(models, START, 12, 100, np.random.default_rng(k)).season_mm3() for k in range(20)]
        for what, pick in (("river", lambda v: v.sum(axis=1)), ("Naryn", lambda v: v[:, 0])):
            errors, spread = errors_of([pick(v) for v in few], pick(many))
            print(f"{name:14}{what:6}{errors[0]:14.2f} {errors[1]:8.2f} {errors[2]:15.2f} {spread:21.2f}")
    inflow_draw.even_noise = stratified


def errors_of(drawn, truth):
    errors = [
        100
        * np.sqrt(np.mean([(np.quantile(v, q) - np.quantile(truth, q)) ** 2 for v in drawn]))
        / truth.mean()
        for q in (0.1, 0.5, 0.9)
    ]
    return errors, 100 * np.sqrt(np.mean([(v.std() / truth.std() - 1) ** 2 for v in drawn]))


def thinning(models) -> None:
    drawn = traces(models, START, 12, 100, np.random.default_rng(1), FORECAST)
    print("\na hundred traces thinned; errors in percent")
    print("per class   CPU s   mean   spread   winter spread   distance of distributions")
    for per_class in (1, 2, 3, 4, 6, 8, 12):
        began = time.process_time()
        small = reduce(drawn, per_class, classify(drawn))
        print(
            f"{per_class:9} {time.process_time() - began:7.3f} {100 * small.mean_error:6.2f} "
            f"{100 * small.spread_error:8.2f} {100 * small.winter_spread_error:15.2f} "
            f"{100 * small.quantile_error:27.2f}"
        )


def charvak(data: Path) -> None:
    inflow, stations = read_charvak(data / "hydro" / "chirchik" / "chirchik_river_basin.csv")
    early, late = range(1932, 1974), range(1974, 2016)
    told = {
        "winter precipitation": mean_of_stations(stations, early),
        "flow of March": {period.year: flow for period, flow in inflow.items() if period.month == 3},
    }
    cases = (
        ("flows until March alone", None, None),
        ("the same, fitted anew each year on the 30 years before", None, 30),
        ("winter precipitation and flow of March", told, None),
    )
    for name, predictors, window in cases:
        print(f"\nCharvak from 1 April, {name}")
        print("ahead     years    CRPS  climatology   skill   90 % range     inside 80 %  climatology inside")
        rng = np.random.default_rng(1)
        for row in hindcast(inflow, early, late, 4, 6, rng, predictors, window=window).scores:
            print(
                f"{row.what:9} {row.years:5} {row.crps:7.1f} {row.crps_climatology:12.1f} {row.skill:7.2f} "
                f"{row.skill_low:6.2f} to {row.skill_high:.2f} {100 * row.coverage:14.0f} "
                f"{100 * row.coverage_climatology:19.0f}"
            )


def read_charvak(path: Path):
    """Return monthly inflow, m³/s, and winter precipitation by station and year, mm."""
    parts: dict[tuple[str, str], dict[Period, list[float]]] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            period = Period(int(row["date"][:4]), int(row["date"][5:7]))
            parts.setdefault((row["station"], row["type"]), {}).setdefault(period, []).append(
                float(row["data"])
            )
    stations = {}
    for name in ("Chatkal", "Pskem", "Charvak Reservoir"):
        rain = {
            period: sum(ten) for period, ten in parts[f"{name} Meteo Station", "P"].items() if len(ten) == 3
        }
        stations[name] = {
            year: sum(rain[Period(year + shift, month)] for shift, month in WINTER)
            for year in range(1932, 2016)
            if all(Period(year + shift, month) in rain for shift, month in WINTER)
        }
    return {period: sum(ten) / len(ten) for period, ten in parts["Lake_Inflow", "Q"].items()}, stations


if __name__ == "__main__":
    main()
