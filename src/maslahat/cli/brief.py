"""`maslahat brief RIVER`: from the region to the page, in the terminal, as HTML and as JSON."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    from maslahat.brief import Page
    from maslahat.options.request import Request
    from maslahat.options.result import OptionsResult
    from maslahat.regions import Region

Progress = Callable[[str, float], None]


def register(app: typer.Typer) -> None:
    """Add the verb `brief`."""
    app.command("brief")(brief)


def brief(
    river: Annotated[str, typer.Argument(help="The river: syr-darya or amu-darya, or one of your region.")],
    html: Annotated[Path | None, typer.Option(help="Write the page as one HTML file.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write the result and the page as JSON.")] = None,
    region: RegionOption = None,
    protocol: Annotated[str, typer.Option(help="Draft this package, by its key.")] = "",
    draft: Annotated[
        Path | None,
        typer.Option(
            help="Write the draft protocol: .docx, .xml (Akoma Ntoso), .html, .pdf, .txt, .md or .json."
        ),
    ] = None,
    storage: StorageOption = None,
    forecast: ForecastOption = None,
    works: WorksOption = None,
    water_value: WaterValueOption = None,
    traces: Annotated[int | None, typer.Option(help="How many possible years to follow.")] = None,
    seed: SeedOption = None,
) -> None:
    """From a dry year to a draft agreement: one page for one river and one season."""
    check_files({"--html": html, "--json": json, "--draft": draft})
    form = _form(draft) if draft is not None else ""
    asked = _request(river, storage, forecast, works, water_value, traces, seed)
    from maslahat.regions import load_region

    known = load_region(region, asked.works)
    known.river(river)
    with _progress() as report:
        result = _compute(known, asked, report)
    _give(result, known, protocol, html, json)
    if draft is not None:
        _write_draft(result, protocol, draft, form)


def parse_amounts(option: str, given: list[str] | None, unit: str = "") -> dict[str, float]:
    """Return `NODE=AMOUNT` pairs as amounts by node; InputError names every pair that cannot be read."""
    amounts: dict[str, float] = {}
    faults: list[Fault] = []
    for text in given or []:
        node, sign, amount = text.partition("=")
        value = _number(amount.strip().removesuffix(unit) if unit else amount)
        if not (sign and node.strip()) or value is None:
            faults.append(Fault(option, repr(text), f"NODE=NUMBER{unit}, as in {_example(option)}"))
        elif node.strip() in amounts:
            faults.append(Fault(option, f"{node.strip()} twice", "each node once"))
        else:
            amounts[node.strip()] = value
    if faults:
        raise InputError(faults)
    return amounts


def _example(option: str) -> str:
    return "naryn=85%" if option == "--forecast" else "toktogul=6800"


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _request(
    river: str,
    storage: list[str] | None,
    forecast: list[str] | None,
    works: list[str] | None,
    water_value: float | None,
    traces: int | None,
    seed: int | None,
) -> Request:
    """Return the question; what was not said is left to the defaults of `Request`."""
    from maslahat.options.request import Request

    request = Request(
        river=river,
        storage=parse_amounts("--storage", storage),
        forecast=parse_amounts("--forecast", forecast, "%"),
        works=tuple(works or ()),
        water_value_usd_per_m3=water_value,
    )
    request = request if traces is None else replace(request, traces=traces)
    return request if seed is None else replace(request, seed=seed)


def _compute(region: Region, request: Request, report: Progress) -> OptionsResult:
    from maslahat.options import compute

    return compute(region, request, report)


def _give(result: OptionsResult, region: Region, protocol: str, html: Path | None, json: Path | None) -> None:
    """Print the page, write the files, say where they are."""
    from maslahat.brief import compose, print_page

    page = compose(result, region, protocol)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show “³” shows “?”
    print_page(page, date=_today())
    written = _write(result, page, html, json)
    for path in written:
        print(f"Written: {path}", file=sys.stderr)


def _write(result: OptionsResult, page: Page, html: Path | None, json: Path | None) -> list[Path]:
    from maslahat.brief import render_html, to_json
    from maslahat.core import document_text

    written = []
    if html is not None:
        write_file("--html", html, render_html(page, _today()))
        written.append(html)
    if json is not None:
        write_file("--json", json, document_text(to_json(result, page)))
        written.append(json)
    return written


def _form(path: Path) -> str:
    """Return the form a draft is written in, by its suffix; InputError names the suffixes there are."""
    from maslahat.text.convert import FORMS

    found = next((form for form, suffix in FORMS.items() if suffix == path.suffix.lower()), "")
    if not found:
        raise InputError(
            Fault(
                f"--draft {path}",
                f"the suffix {path.suffix or 'missing'}",
                "one of " + " ".join(FORMS.values()),
            )
        )
    return found


def _write_draft(result: OptionsResult, protocol: str, path: Path, form: str) -> None:
    """Write the draft protocol of the page as a document of its own."""
    from maslahat.brief import draft_of
    from maslahat.core.canonical import write_bytes
    from maslahat.text.convert import written

    document = draft_of(result, protocol)
    if document is None:
        print(
            "--draft: no package is offered, so that there is nothing to draft; no file is written.",
            file=sys.stderr,
        )
        return
    try:
        write_bytes(path, written(document, form))
    except OSError as error:
        raise InputError(_unwritable("--draft", path, error.strerror or str(error))) from error
    print(f"Written: {path}", file=sys.stderr)


def write_file(option: str, path: Path, text: str) -> None:
    """Write a file whole or not at all; InputError names the option where it cannot be written."""
    from maslahat.core.canonical import write_text

    try:
        write_text(path, text)
    except OSError as error:
        raise InputError(_unwritable(option, path, error.strerror or str(error))) from error


def check_files(paths: dict[str, Path | None]) -> None:
    """Raise InputError before anything is computed where a file could not be written."""
    faults = []
    for option, path in paths.items():
        if path is None:
            continue
        parent = next(place for place in (path.absolute().parents) if place.exists())
        if path.is_dir():
            faults.append(_unwritable(option, path, "a folder"))
        elif not parent.is_dir():
            faults.append(_unwritable(option, path, f"{parent} is a file"))
        elif not os.access(parent, os.W_OK):
            faults.append(_unwritable(option, path, f"{parent} may not be written to"))
    if faults:
        raise InputError(faults)


def _unwritable(option: str, path: Path, found: str) -> Fault:
    return Fault(f"{option} {path}", found, "a file that can be written", "Name another place.")


def _today() -> str:
    """Return the day of printing; SOURCE_DATE_EPOCH stands in for the clock where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = time.gmtime(int(epoch)) if epoch.isdigit() else time.localtime()
    return f"{moment.tm_mday} {time.strftime('%B %Y', moment)}"


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show how far the computation is, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _sentence, _share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(bar_width=20), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading the region", total=1.0)
        yield lambda sentence, share: bar.update(task, description=sentence, completed=share)
