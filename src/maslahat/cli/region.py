"""`maslahat region`: look at the figures of a river, check a region of your own, start a new one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from maslahat.regions import Region

REGION_HELP = "Folder of CSV files or .xlsx workbook; without it the packaged Central Asia."
RegionOption = Annotated[Path | None, typer.Option("--region", metavar="PATH", help=REGION_HELP)]


def register(app: typer.Typer) -> None:
    """Add the verb with its three actions."""
    verb = typer.Typer(
        help="The figures of a river and its states: show, check, start a new one.", no_args_is_help=True
    )
    verb.command("show")(show)
    verb.command("check")(check)
    verb.command("new")(new)
    app.add_typer(verb, name="region")


def show(
    river: Annotated[str, typer.Argument(help="Key of the river: syr-darya, amu-darya or your own.")],
    region: RegionOption = None,
    drawing: Annotated[
        Path | None, typer.Option(help="Write the schematic drawing to this file: .svg, .html or .png.")
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(help="Show works that are not built yet, as rogun; repeat for several."),
    ] = None,
) -> None:
    """Show a river: its drawing, works, users and power systems, and what of it is assumed."""
    from maslahat.cli._region_tables import print_river
    from maslahat.regions import load_region

    figures = load_region(region, options=tuple(option or ()))
    figures.river(river)
    if drawing is not None:
        _draw(figures, river, drawing)
    print_river(figures, river)


def check(
    path: Annotated[Path | None, typer.Argument(help="Folder of CSV files or .xlsx workbook.")] = None,
    region: RegionOption = None,
) -> None:
    """Check a region; name every fault by file, row, column, value found and value expected."""
    from maslahat.cli._region_tables import print_summary
    from maslahat.regions import load_region

    print_summary(load_region(path or region, options=None))


def new(
    name: Annotated[str, typer.Argument(help="Key of the river: small letters, digits, hyphens.")],
    folder: Annotated[Path, typer.Option("--dir", help="Where to put it.")] = Path(),
) -> None:
    """Start a region: a folder of CSV files and a workbook, with a small made-up river to overwrite."""
    from maslahat.regions.new import start_region

    for path in start_region(name, folder):
        typer.echo(f"wrote {path}")
    typer.echo(f"Overwrite the made-up rows, then: maslahat region check {folder / name}")


def _draw(region: Region, river: str, path: Path) -> None:
    from maslahat.core import Fault, InputError
    from maslahat.regions.draw import river_chart

    suffix = path.suffix.lower()
    if suffix not in (".svg", ".html", ".png"):
        raise InputError(Fault("--drawing", repr(path.name), "a file name that ends in .svg, .html or .png"))
    chart = river_chart(region, river)
    path.parent.mkdir(parents=True, exist_ok=True)
    if suffix == ".png":
        chart.save(str(path), scale_factor=2)
    elif suffix == ".svg":
        chart.save(str(path))
    else:
        chart.save(str(path), inline=True, embed_options={"actions": False})
    typer.echo(f"wrote {path}", err=True)
