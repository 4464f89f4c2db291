"""Windows as rows: for JSON, for the terminal (DESIGN §9)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from maslahat.core import Fault
from maslahat.outlook.events import binary
from maslahat.outlook.events.combination import COMBINATION
from maslahat.outlook.events.window import ModelWindow, Window


def as_json(
    windows: Sequence[Window], notes: Sequence[Fault], schema: str, source: dict[str, str]
) -> dict[str, Any]:
    """Return a JSON value with every model's scores per window, means, comparisons and notes."""
    names = common_models(windows)
    return {
        "schema": schema,
        "sources": source,
        "notes": [str(note) for note in notes],
        "definitions": {
            "crps": "ensemble CRPS of 1000 draws, deaths",
            "ign": "-log2 of the probability of the observed bin, one draw added to each of 11 bins",
            "mis": "interval score of the central 90 % interval, deaths",
            "coverage_nonzero": "share of cells with deaths inside the 90 % interval that the model states: for "
            "maslahat the band calibrated on earlier windows by bin of the expected count (conformal), for the "
            "others the central interval of their draws",
            "coverage_nonzero_central": "the same for the central 90 % interval of the draws, which MIS scores",
            "brier": "mean squared error of the probability of any death",
            "ours_minus": "paired difference of means, 1000 resamples of whole countries, 90 % interval low to high",
        },
        "windows": [window_json(window) for window in windows],
        "mean": [{"model": name, **mean_scores(windows, name)} for name in names],
    }


def common_models(windows: Sequence[Window]) -> list[str]:
    """Return the names of the models that every window has, in order."""
    everywhere = set.intersection(*({m.model for m in w.models} for w in windows)) if windows else set()
    return [m.model for m in windows[0].models if m.model in everywhere] if windows else []


def mean_scores(windows: Sequence[Window], name: str) -> dict[str, float | None]:
    """Return the mean over the windows of one model's scores; coverage over all cells with deaths."""
    items = [window.model(name) for window in windows]
    means = np.mean([item.scores.means() for item in items], axis=0)
    weights = [int((window.outcome > 0).sum()) for window in windows]
    return {
        "crps": float(means[0]),
        "ign": float(means[1]),
        "mis": float(means[2]),
        "coverage_nonzero": _weighted([item.holds for item in items], weights),
        "coverage_nonzero_central": _weighted([item.covered for item in items], weights),
        "brier": float(np.mean([item.brier for item in items])),
    }


def window_json(window: Window) -> dict[str, Any]:
    """Return one window's scores, the probability of any death scored, and our scores by country."""
    return {
        "year": window.year,
        "cutoff": str(window.cutoff),
        "months_ahead": [3, 14],
        "cells": len(window.outcome),
        "cells_with_deaths": int((window.outcome > 0).sum()),
        "models": [_model_json(item) for item in window.models],
        "ours_minus": {
            metric: {name: asdict(pair) for name, pair in pairs.items()}
            for metric, pairs in window.against.items()
        },
        "any_death": any_death(window),
        "by_country": _by_country(window),
    }


def any_death(window: Window) -> dict[str, Any]:
    """Return Brier score, AUC and reliability of the combination's probability of any death."""
    said = window.any_death
    came = (window.outcome > 0).astype(float)
    mixed = 0 < came.sum() < len(came)
    return {
        "brier": binary.brier(said, came),
        "auc": binary.auc(said, came) if mixed else None,
        "calibration_error": binary.calibration_error(said, came),
        "lowest": float(said.min()),
        "highest": float(said.max()),
        "reliability": [asdict(row) for row in binary.reliability(said, came)],
    }


def _model_json(item: ModelWindow) -> dict[str, Any]:
    crps, ign, mis = item.scores.means()
    return {
        "model": item.model,
        "crps": crps,
        "ign": ign,
        "mis": mis,
        "coverage_nonzero": _finite(item.holds),
        "coverage_nonzero_central": _finite(item.covered),
        "brier": item.brier,
    }


def _by_country(window: Window) -> list[dict[str, Any]]:
    """Return the combination's mean scores and deaths by country."""
    scores = window.model(COMBINATION).scores
    rows = []
    for unit in np.unique(window.unit):
        mine = window.unit == unit
        rows.append(
            {
                "country": window.forecast.units[int(unit)],
                "crps": float(scores.crps[mine].mean()),
                "ign": float(scores.ign[mine].mean()),
                "mis": float(scores.mis[mine].mean()),
                "deaths": float(window.outcome[mine].sum()),
            }
        )
    return rows


def _weighted(values: Sequence[float | None], weights: Sequence[int]) -> float | None:
    """Return the weighted mean, None where a value is missing."""
    if any(_finite(value) is None for value in values) or not sum(weights):
        return None
    return float(np.average(np.array(values, dtype=float), weights=weights))


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
