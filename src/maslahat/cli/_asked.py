"""Options that several verbs share: what is asked of a river, and how a result is written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

RegionOption = Annotated[Path | None, typer.Option(help="A region of your own: folder or .xlsx.")]
StorageOption = Annotated[
    list[str] | None, typer.Option(help="Storage at the start, NODE=MM3 (million m³). May be repeated.")
]
ForecastOption = Annotated[
    list[str] | None, typer.Option(help="Growing-season inflow of the norm, NODE=PCT%. May be repeated.")
]
WorksOption = Annotated[
    list[str] | None, typer.Option(help="A planned work taken as built, by its key. May be repeated.")
]
WaterValueOption = Annotated[float | None, typer.Option(help="Worth of irrigation water, USD per m³.")]
SeedOption = Annotated[int | None, typer.Option(help="Seed of the possible years.")]
WithoutOption = Annotated[
    list[str] | None, typer.Option(help="A model to leave out, as boosted (the slowest); may repeat.")
]
JsonOption = Annotated[Path | None, typer.Option("--json", help="Write the result to this file.")]
SchemaFlag = Annotated[bool, typer.Option("--schema", help="Print the JSON schema of --json and stop.")]
