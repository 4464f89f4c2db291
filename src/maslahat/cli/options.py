"""`maslahat options RIVER` and `maslahat options score DRAFT.yaml`: what could be agreed, and what a draft is worth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maslahat.cli._asked import (
    ForecastOption,
    RegionOption,
    SeedOption,
    StorageOption,
    WaterValueOption,
    WorksOption,
)
from maslahat.core import Fault, InputError

if TYPE_CHECKING:
    from maslahat.options.request import Request

SCORE = "score"
FEW_TRACES = 30  # a what-if is to answer at once; `--traces 100` is what the brief uses
FEW_PLANNED = 2
FEW_ROUNDS = 4


def register(app: typer.Typer) -> None:
    """Add the verb `options`."""
    app.command("options")(options)


def options(
    river: Annotated[str, typer.Argument(help="The river, or the word `score` before a draft.")],
    draft: Annotated[
        Path | None, typer.Argument(help="With `score`: the draft package, a YAML file.")
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Write the result as JSON.")] = None,
    region: RegionOption = None,
    storage: StorageOption = None,
    forecast: ForecastOption = None,
    assume: Annotated[
        list[str] | None, typer.Option(help="An assumption at another value, KEY=NUMBER. May be repeated.")
    ] = None,
    works: WorksOption = None,
    water_value: WaterValueOption = None,
    traces: Annotated[int, typer.Option(help="How many possible years to judge by.")] = FEW_TRACES,
    seed: SeedOption = None,
    discount: Annotated[
        float | None, typer.Option(help="Weight of the next year in keeping one's word.")
    ] = None,
    sensitivity: Annotated[
        bool,
        typer.Option(
            "--sensitivity",
            help="With every assumption varied, the bargaining zone and the slower rules, as in the brief.",
        ),
    ] = False,
) -> None:
    """What could be agreed on RIVER, or with `score DRAFT.yaml` the same table for a package of your own."""
    from maslahat.cli.brief import check_files, parse_amounts
    from maslahat.options.request import Request

    check_files({"--json": json})
    if (river == SCORE) != (draft is not None):
        raise InputError(_usage(river, draft))
    content = None if draft is None else _draft(draft)
    request = Request(
        river=river if content is None else content["river"],
        storage=parse_amounts("--storage", storage),
        forecast=parse_amounts("--forecast", forecast, "%"),
        assumptions=parse_amounts("--assume", assume),
        works=tuple(works or ()),
        water_value_usd_per_m3=water_value,
        traces=traces,
        plan_per_class=FEW_PLANNED,
        rounds=FEW_ROUNDS,
        sensitivity=sensitivity,
    )
    request = request if seed is None else replace(request, seed=seed)
    request = request if discount is None else replace(request, discount=discount)
    _answer(request, content, "" if draft is None else draft.name, region, json)


def _usage(river: str, draft: Path | None) -> Fault:
    if river == SCORE:
        return Fault(
            "options score", "no draft", "a YAML file behind it", "For example: options score draft.yaml"
        )
    return Fault("options", f"{river} {draft}", "one river, or `score` and a draft")


def _draft(path: Path) -> dict[str, Any]:
    from maslahat.options.draft_file import read_draft

    return read_draft(path)


def _answer(
    request: Request, content: dict[str, Any] | None, name: str, region: Path | None, json: Path | None
) -> None:
    from maslahat.cli._options_tables import print_answer
    from maslahat.cli._progress import progress_bar
    from maslahat.cli.brief import write_file
    from maslahat.core import document_text
    from maslahat.options import compute
    from maslahat.options.score import score
    from maslahat.regions import load_region

    known = load_region(region, request.works)
    with progress_bar() as report:
        if content is None:
            document = compute(known, request, report).to_document()
        else:
            document = score(known, request, content, name, report)
    print_answer(document)
    if json is not None:
        write_file("--json", json, document_text(document))
        print(f"Written: {json}")
