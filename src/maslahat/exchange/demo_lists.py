"""The invented lists of the demonstration: consignments of precursors, two of them one and the same (§12)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from maslahat.exchange.node import CENTRE

NAMES = {
    "KAZ": "Kazakhstan",
    "KGZ": "Kyrgyzstan",
    "TJK": "Tajikistan",
    "TKM": "Turkmenistan",
    "UZB": "Uzbekistan",
    CENTRE: "Centre",
}
EACH = 30  # consignments in each state's list, beside the one that two of them saw


def consignments(rng: np.random.Generator, party: str) -> Iterable[dict[str, str]]:
    """Yield the consignments that a state saw."""
    exporters = ("Alatau Trade", "Ferghana Chem", "Caspian Logistic", "Zarafshon Savdo", "Issyk Impex")
    substances = (
        ("acetic anhydride", "108-24-7"),
        ("acetyl chloride", "75-36-5"),
        ("potassium permanganate", "7722-64-7"),
    )
    for _ in range(EACH):
        name, cas = substances[int(rng.integers(3))]
        yield {
            "number": f"CMR {int(rng.integers(10**6, 10**7))}",
            "substance": name,
            "cas": cas,
            "quantity": str(int(rng.integers(200, 9000))),
            "unit": "kg",
            "exporter": exporters[int(rng.integers(5))],
            "date": f"2026-0{int(rng.integers(1, 9))}-{int(rng.integers(1, 28)):02d}",
            "route": f"seen in {NAMES[party]}",
        }
    yield from SEEN_TWICE.get(party, ())


SEEN_TWICE = {
    "KGZ": (
        {
            "number": "CMR 045-87731",
            "substance": "acetic anhydride",
            "cas": "108-24-7",
            "quantity": "1840",
            "unit": "kg",
            "exporter": "Xurshid Savdo",
            "date": "2026-03-14",
            "route": "out of a warehouse in Osh, for a paint factory",
        },
    ),
    "TJK": (
        {
            "number": "СМР 045 87731",
            "substance": "уксусный ангидрид",
            "cas": "108-24-7",
            "quantity": "1.84",
            "unit": "т",
            "exporter": "Хуршид Савдо",
            "date": "14.03.2026",
            "route": "by rail to a consignee that has no paint factory",
        },
    ),
}
