"""Small panels made for tests: eight units, thirty years, some busy, some quiet."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from maslahat.core import Period
from maslahat.outlook.events import Panel

NAMES = (
    "Afghanistan",
    "Kazakhstan",
    "Kyrgyzstan",
    "Tajikistan",
    "Turkmenistan",
    "Uzbekistan",
    "Busy",
    "Calm",
)


def made_panel(months: int = 240, seed: int = 5) -> Panel:
    rng = np.random.default_rng(seed)
    rate = np.array([200.0, 0.0, 0.15, 0.4, 0.0, 0.1, 40.0, 0.0])
    wave = np.exp(0.8 * np.sin(np.arange(months) / 17.0))
    counts = rng.poisson(rate[:, None] * wave * rng.gamma(0.7, 1 / 0.7, size=(8, months))).astype(float)
    return Panel(NAMES, Period(2000, 1), counts, release="made")


def write_wide(path: Path, panel: Panel, labels: list[str] | None = None) -> Path:
    labels = labels or [str(panel.start.plus(k)) for k in range(panel.months)]
    rows = ["," + ",".join(panel.units)]
    for label, column in zip(labels, panel.counts.T, strict=True):
        rows.append(label + "," + ",".join("" if np.isnan(v) else repr(float(v)) for v in column))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
