"""`maslahat outlook challenge` and `backtest`: every model scored beside the simple baselines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maslahat.cli._asked import WithoutOption
from maslahat.core import Fault, InputError, write_json

if TYPE_CHECKING:
    from maslahat.outlook.events.window import Window

CHALLENGE_SCHEMA = "maslahat/outlook-challenge/1"
BACKTEST_SCHEMA = "maslahat/outlook-backtest/1"


def register(group: typer.Typer) -> None:
    """Add the verbs."""
    group.command("challenge")(challenge)
    group.command("backtest")(backtest)


def challenge(
    folder: Annotated[Path, typer.Argument(help="Folder laid out as the VIEWS challenge.")],
    history: Annotated[
        Path | None, typer.Option(help="Month × country table of deaths; default: found in FOLDER.")
    ] = None,
    without: WithoutOption = None,
    seed: Annotated[int, typer.Option(help="Seed of the paired bootstrap.")] = 0,
    json: Annotated[Path | None, typer.Option(help="Write every score here.")] = None,
) -> None:
    """Score our models, the baselines and other people's draws on the challenge's windows."""
    from maslahat.outlook.events.challenge import read_challenge, score_challenge

    chosen = models_without(without or [])
    read = read_challenge(folder, history)
    windows = _with_progress(
        "windows", len(read.actuals), lambda tick: score_challenge(read, seed=seed, tick=tick, models=chosen)
    )
    _finish(
        windows, read.notes, CHALLENGE_SCHEMA, {"folder": folder.name, "history": read.panel.release}, json
    )


def backtest(
    words: Annotated[
        list[str], typer.Argument(metavar="HISTORY [YEAR]...", help="Month × country table; further years.")
    ],
    windows: Annotated[
        list[str] | None, typer.Option("--windows", help="Years to forecast, as --windows 2022 2023.")
    ] = None,
    without: WithoutOption = None,
    seed: Annotated[int, typer.Option(help="Seed of the paired bootstrap.")] = 0,
    json: Annotated[Path | None, typer.Option(help="Write every score here.")] = None,
) -> None:
    """Forecast whole years of a history from what was known in October before, and score all models."""
    from maslahat.outlook.events import read_panel
    from maslahat.outlook.events.backtest import backtest as run
    from maslahat.outlook.events.backtest import partial_notes

    chosen = models_without(without or [])
    path, years = parse_words([*(windows or []), *words])
    panel = read_panel(path)
    years = years or [panel.end.year if panel.end.month == 12 else panel.end.year - 1]
    scored = _with_progress(
        "windows", len(years), lambda tick: run(panel, years, seed=seed, tick=tick, models=chosen)
    )
    notes = [*panel.notes, *partial_notes(panel, years)]
    _finish(scored, notes, BACKTEST_SCHEMA, {"history": panel.release}, json)


def parse_words(words: Sequence[str]) -> tuple[Path, list[int]]:
    """Return the history's path and the years; years may stand in any place and be joined by commas."""
    pieces = [
        piece for word in words for piece in (word.split(",") if re.match(r"^\d{4},", word) else [word])
    ]
    years = sorted({int(piece) for piece in pieces if re.fullmatch(r"(19|20)\d{2}", piece)})
    rest = [piece for piece in pieces if piece and not re.fullmatch(r"(19|20)\d{2}", piece)]
    if len(rest) != 1:
        found = "no file" if not rest else f"{len(rest)} words that are no year ({', '.join(rest[:3])})"
        raise InputError(
            Fault("backtest", found, "one history file and years, as HISTORY.csv --windows 2022 2023")
        )
    return Path(rest[0]), years


def models_without(names: Sequence[str]) -> tuple[str, ...]:
    """Return the models to score beside the combination; InputError for a name that is none of them."""
    from maslahat.outlook.events.combination import BASELINES, MEMBERS, available

    known = BASELINES | MEMBERS
    wrong = [name for name in names if name not in known]
    if wrong:
        raise InputError(Fault("--without", ", ".join(wrong), "one of " + ", ".join(known)))
    return tuple(name for name in available() if name not in names)


def _with_progress(what: str, total: int, work: Callable[[Callable[[int], None]], Any]) -> Any:
    """Run `work` with a bar on stderr where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task(what, total=total)
        return work(lambda _year: progress.advance(task))


def _finish(
    windows: Sequence[Window],
    notes: Sequence[Fault],
    schema: str,
    source: dict[str, str],
    json: Path | None,
) -> None:
    """Print the tables and notes; write the JSON where asked."""
    from maslahat.outlook.events.report import as_json

    show_windows(windows)
    for note in notes:
        typer.echo(f"note: {note}", err=True)
    if json is not None:
        write_json(json, as_json(windows, notes, schema, source))


def show_windows(windows: Sequence[Window]) -> None:
    """Print every model's scores per window and their mean."""
    from rich.console import Console

    from maslahat.outlook.events.report import any_death, common_models, mean_scores

    console = Console(width=None if Console().is_terminal else 118)
    for window in windows:
        title = f"{window.year}, known to {window.cutoff}, {len(window.outcome):,} country-months"
        rows = [
            (m.model, *m.scores.means(), m.holds, m.covered, m.brier, window.against["crps"].get(m.model))
            for m in window.models
        ]
        console.print(_table(title, rows))
        event = any_death(window)
        auc = "–" if event["auc"] is None else f"{event['auc']:.3f}"
        console.print(
            f"  any death: Brier {event['brier']:.4f}, AUC {auc}, calibration error "
            f"{event['calibration_error']:.4f}, "
            f"probabilities {event['lowest']:.4f} to {event['highest']:.4f}\n"
        )
    if len(windows) > 1:
        means = [(name, *mean_scores(windows, name).values(), None) for name in common_models(windows)]
        console.print(_table(f"mean of {len(windows)} windows", means))


def _table(title: str, rows: Sequence[tuple[Any, ...]]) -> Any:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    table.add_column("model", overflow="fold")
    for column in ("CRPS", "IGN", "MIS", "90 % holds", "central", "Brier", "CRPS, ours − theirs"):
        table.add_column(column, justify="right")
    for name, crps, ign, mis, holds, central, brier, pair in rows:
        shares = ["–" if value is None else f"{value:.1%}" for value in (holds, central)]
        versus = "" if pair is None else f"{pair.mean:+.2f} ({pair.low:+.2f} … {pair.high:+.2f})"
        table.add_row(name, f"{crps:.2f}", f"{ign:.3f}", f"{mis:.1f}", *shares, f"{brier:.4f}", versus)
    return table
