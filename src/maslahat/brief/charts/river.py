"""The river from its sources to its mouth, with what its reservoirs hold on the first day of the season."""

from __future__ import annotations

from maslahat.brief.page import Chart, Column, Table
from maslahat.brief.reading import Reading
from maslahat.brief.words import percent, volume
from maslahat.regions import Region
from maslahat.regions.draw import river_chart
from maslahat.regions.rows import Reservoir
from maslahat.regions.sketch import river_text


def storages_chart(reading: Reading, region: Region) -> Chart | None:
    """Return the drawing of the river with its storages; None where the region has no reservoir on it."""
    river = reading.result.settings.river
    own = region.only(river)
    stored = reading.result.season.storages_mm3
    reservoirs = [row for row in own.reservoirs if row.node in stored]
    if not reservoirs:
        return None
    drawn = river_chart(own, river, stored).to_dict(validate=False)
    title = _title(reading, reservoirs)
    how = (
        f"From source to mouth; bars: water stored on {reading.start_words} of the full storage, km³, the"
        " dark end cannot be used. Figures: mean inflow and request, km³ a year. Thick lines: river; thin:"
        " canals."
    )
    sketch = tuple(river_text(own, river, stored).splitlines())
    named = {**drawn, "title": {"text": title}}
    return Chart("river", title, how, named, named, _table(reading, own, reservoirs), sketch)


def _title(reading: Reading, reservoirs: list[Reservoir]) -> str:
    stored = sum(reading.result.season.storages_mm3[row.node] for row in reservoirs)
    full = sum(row.full_mm3 for row in reservoirs)
    dead = sum(row.dead_mm3 for row in reservoirs)
    usable = f", {volume(max(stored - dead, 0.0))} of it usable" if dead > 0 else ""
    subject = "reservoirs hold" if len(reservoirs) > 1 else "reservoir holds"
    return (
        f"The {reading.result.river_name}’s {subject} {volume(stored)} of {volume(full)} "
        f"({percent(stored / full)}) on {reading.start_words}{usable}"
    )


def _table(reading: Reading, region: Region, reservoirs: list[Reservoir]) -> Table:
    nodes = {row.node: row for row in region.nodes}
    columns = (
        Column("Reservoir", figures=False),
        Column("State", figures=False),
        Column("Stored"),
        Column("Not usable"),
        Column("Full"),
    )
    stored = reading.result.season.storages_mm3
    rows = tuple(
        (
            nodes[row.node].name,
            _owner(reading, region, nodes[row.node].owner),
            volume(stored[row.node]),
            volume(row.dead_mm3),
            volume(row.full_mm3),
        )
        for row in reservoirs
    )
    return Table("river-table", f"What the reservoirs hold on {reading.start_words}", columns, rows)


def _owner(reading: Reading, region: Region, party: str) -> str:
    return reading.names.get(party) or next((row.name for row in region.parties if row.party == party), party)
