"""A draft package as a person writes it: a YAML file (see `docs/drafts.md`)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from maslahat.core import Fault, InputError
from maslahat.options.dossier import Dossier
from maslahat.options.draft import Draft, Handover, Limit, Payment

KEYS = ("river", "title", "summary", "releases", "limits", "deliveries", "payments")
KINDS_KEY = "all"


def read_draft(path: Path) -> dict[str, Any]:
    """Return the content of a draft file; InputError where it is no YAML mapping or names no river."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Fault(str(path), str(error), "a YAML file that can be read")) from error
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        where = f"{path}, line {place.line + 1}" if place is not None else str(path)
        raise InputError(Fault(where, "text that is no YAML", "a draft as in docs/drafts.md")) from error
    if not isinstance(content, dict) or not isinstance(content.get("river"), str):
        raise InputError(
            Fault(
                str(path),
                "no `river`",
                "a mapping with `river: syr-darya` and `releases`, as in docs/drafts.md",
            )
        )
    return content


def state_draft(dossier: Dossier, content: dict[str, Any], name: str) -> Draft:
    """Return the draft that a file's content states for a dossier; InputError with every fault at once."""
    reader = _Reader(dossier, name)
    reader.unknown("", content, KEYS)
    draft = Draft(
        key="draft",
        title=str(content.get("title", "The draft")),
        summary=str(content.get("summary", "A package stated by its user.")),
        releases_mm3=reader.releases(content.get("releases", {})),
        limits=reader.limits(content.get("limits", [])),
        handovers=reader.handovers(content.get("deliveries", [])),
        payments=reader.payments(content.get("payments", [])),
    )
    if reader.faults:
        raise InputError(reader.faults)
    return draft


@dataclass(slots=True)
class _Reader:
    """Reads the parts of a draft and collects what is wrong with them."""

    dossier: Dossier
    name: str
    faults: list[Fault] = field(default_factory=list)

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.dossier.all.class_names

    def fault(self, where: str, found: Any, expected: str, mend: str = "") -> None:
        self.faults.append(Fault(f"{self.name}: {where}", repr(found), expected, mend))

    def unknown(self, where: str, content: Any, keys: tuple[str, ...]) -> bool:
        """Report keys that mean nothing here; True where the content is no mapping at all."""
        if not isinstance(content, dict):
            self.fault(where or "the file", content, "a mapping with " + ", ".join(keys))
            return True
        for key in content:
            if key not in keys:
                self.fault(f"{where}.{key}" if where else str(key), key, "one of: " + ", ".join(keys))
        return False

    def releases(self, content: Any) -> dict[str, tuple[tuple[float, ...], ...]]:
        network = self.dossier.network
        scheduled = {network.nodes[spec.node].key: spec for spec in network.reservoirs if spec.scheduled}
        found = {}
        if not isinstance(content, dict):
            self.fault("releases", content, "a mapping from reservoir to releases")
            return {}
        for node, stated in content.items():
            where = f"releases.{node}"
            if node not in scheduled:
                self.fault(
                    where, node, "one of: " + ", ".join(scheduled), "Only these are agreed on by month."
                )
                continue
            if self.unknown(where, stated, ("unit", KINDS_KEY, *self.kinds)):
                continue
            unit = stated.get("unit", "m3s")
            if unit not in ("m3s", "mm3"):
                self.fault(f"{where}.unit", unit, "m3s (m³ a second) or mm3 (million m³ a month)")
                continue
            rows = self.by_kind(where, {k: v for k, v in stated.items() if k != "unit"}, np.nan)
            seconds = np.array([period.seconds for period in network.periods])
            volumes = rows * seconds / 1e6 if unit == "m3s" else rows
            self.within(where, volumes, scheduled[node].max_release_mm3)
            found[node] = _rows(volumes)
        return found

    def within(self, where: str, volumes: Any, most: Any) -> None:
        for c, t in zip(*np.nonzero(volumes > most * 1.0001), strict=True):
            month = self.dossier.network.periods[int(t)].label
            self.fault(
                f"{where}.{self.kinds[int(c)]}.{month}",
                f"{volumes[c, t]:,.0f} million m³",
                f"at most {most[t]:,.0f} million m³, what the outlets let through",
            )

    def by_kind(self, where: str, content: Any, empty: float) -> Any:
        """Return figures by kind of year and month; `all` speaks for every kind, a kind's own figures go before."""
        rows = np.full((len(self.kinds), self.dossier.network.months), empty)
        if self.unknown(where, content, (KINDS_KEY, *self.kinds)):
            return rows
        for kind in (KINDS_KEY, *self.kinds):
            if kind not in content:
                continue
            line = self.by_month(f"{where}.{kind}", content[kind], empty)
            for c, name in enumerate(self.kinds):
                if kind in (KINDS_KEY, name):
                    rows[c] = np.where(np.isnan(line), rows[c], line) if math.isnan(empty) else line
        return rows

    def by_month(self, where: str, content: Any, empty: float) -> Any:
        labels = [period.label for period in self.dossier.network.periods]
        line = np.full(len(labels), empty)
        if self.unknown(where, content, tuple(dict.fromkeys(labels))):
            return line
        for month, value in content.items():
            if month not in labels:
                continue
            number = self.number(f"{where}.{month}", value)
            for t, label in enumerate(labels):
                if label == month:
                    line[t] = number
        return line

    def number(self, where: str, value: Any, least: float = 0.0) -> float:
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not math.isfinite(value) or value < least:
            self.fault(where, value, f"a number, {least:g} or more")
            return 0.0
        return float(value)

    def party(self, where: str, value: Any) -> str:
        if value not in self.dossier.signatories:
            self.fault(where, value, "one of: " + ", ".join(self.dossier.signatories))
            return self.dossier.signatories[0]
        return str(value)

    def entries(self, where: str, content: Any, keys: tuple[str, ...]) -> list[tuple[str, dict[str, Any]]]:
        if not isinstance(content, list):
            self.fault(where, content, "a list")
            return []
        places = [(f"{where}[{i + 1}]", entry) for i, entry in enumerate(content)]
        return [(place, entry) for place, entry in places if not self.unknown(place, entry, keys)]

    def limits(self, content: Any) -> tuple[Limit, ...]:
        found = []
        for where, entry in self.entries("limits", content, ("party", "season", "most_mm3")):
            season = entry.get("season")
            if season not in ("growing", "winter"):
                self.fault(f"{where}.season", season, "growing or winter")
            party = self.party(f"{where}.party", entry.get("party"))
            found.append(
                Limit(party, season == "growing", self.number(f"{where}.most_mm3", entry.get("most_mm3")))
            )
        return tuple(found)

    def handovers(self, content: Any) -> tuple[Handover, ...]:
        keys = ("from", "to", "item", "gwh", "giver_usd_per_mwh", "taker_usd_per_mwh")
        found = []
        for where, entry in self.entries("deliveries", content, keys):
            item = entry.get("item", "electricity")
            if item not in ("electricity", "fuel"):
                self.fault(f"{where}.item", item, "electricity or fuel")
            amounts = entry.get("gwh", {})
            plain = isinstance(amounts, dict) and not set(amounts) & {KINDS_KEY, *self.kinds}
            rows = self.by_kind(f"{where}.gwh", {KINDS_KEY: amounts} if plain else amounts, 0.0)
            found.append(
                Handover(
                    self.party(f"{where}.from", entry.get("from")),
                    self.party(f"{where}.to", entry.get("to")),
                    str(item),
                    _rows(rows),
                    self.number(f"{where}.giver_usd_per_mwh", entry.get("giver_usd_per_mwh", 0.0)),
                    self.number(f"{where}.taker_usd_per_mwh", entry.get("taker_usd_per_mwh", 0.0)),
                )
            )
        return tuple(found)

    def payments(self, content: Any) -> tuple[Payment, ...]:
        found = []
        for where, entry in self.entries("payments", content, ("from", "to", "usd_m")):
            stated = entry.get("usd_m")
            if isinstance(stated, dict):
                self.unknown(f"{where}.usd_m", stated, self.kinds)
                amounts = tuple(
                    self.number(f"{where}.usd_m.{kind}", stated.get(kind, 0.0)) for kind in self.kinds
                )
            else:
                amounts = tuple([self.number(f"{where}.usd_m", stated)] * len(self.kinds))
            giver, taker = (
                self.party(f"{where}.from", entry.get("from")),
                self.party(f"{where}.to", entry.get("to")),
            )
            found.append(Payment(giver, taker, amounts))
        return tuple(found)


def _rows(values: Any) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(v) for v in row) for row in values)
