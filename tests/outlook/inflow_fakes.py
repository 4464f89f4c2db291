"""A small region with three heads of one group and one head of its own, in the tables' own rows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from maslahat.regions import rows

MEAN = (164, 159, 179, 305, 648, 935, 787, 546, 305, 243, 214, 179)
CV = (0.17, 0.18, 0.31, 0.36, 0.27, 0.28, 0.34, 0.27, 0.20, 0.18, 0.21, 0.18)
SHARES = {"naryn-head": 1.0, "karadarya": 0.3, "charvak-head": 0.55, "lone": 0.1}
SOURCE: dict[str, Any] = {"source": "test", "confidence": "C"}


def river_row() -> rows.River:
    return rows.River(
        river="test-river",
        name="Test",
        signatories="KGZ;UZB",
        riparians="KGZ;UZB",
        season_start=4,
        growing_season="4;5;6;7;8;9",
        head="toktogul",
        head_inflow="naryn-head",
        terminal="sea",
        **SOURCE,
    )


def region(annual_cv: float = 0.2, lag1: float = 0.7, loading: float = 0.85, series: Any = ()) -> Any:
    inflows, models = [], []
    for node, share in SHARES.items():
        inflows += [
            rows.Inflow(
                river="test-river", node=node, month=k + 1, mean_m3s=MEAN[k] * share, cv=CV[k], **SOURCE
            )
            for k in range(12)
        ]
        models.append(
            rows.InflowModel(
                river="test-river",
                node=node,
                annual_cv=annual_cv,
                lag1_month=lag1,
                group="lone" if node == "lone" else "mountains",
                group_correlation=loading,
                **SOURCE,
            )
        )
    return SimpleNamespace(
        rivers=(river_row(),),
        inflows=tuple(inflows),
        inflow_models=tuple(models),
        inflow_series=tuple(series),
    )
