"""`maslahat game`: coalition games from files -> every solution side by side, with proof (DESIGN §7)."""

# What a verb needs is imported inside it, so that `maslahat --help` stays quick.

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maslahat.cli._asked import SchemaFlag
from maslahat.cli._output import writing
from maslahat.core import Fault, InputError

if TYPE_CHECKING:
    from rich.table import Table

    from maslahat.accord.game_report import GameReport

LONGEST = 10  # six columns of it fit a terminal of 80
TITLES = {
    "shapley": "Shapley",
    "banzhaf": "Banzhaf",
    "owen": "Owen",
    "tau": "tau",
    "nucleolus": "nucleolus",
    "prenucleolus": "prenucl.",
    "per_capita_nucleolus": "per head",
}


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(name="game")(game)


def game(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help='JSON files: {"n": 3, "v_by_mask": [v(1), v(2), v(12), v(3), …]}, or a list of them; also '
            "votes, claims, costs, partitions, bounds and promises (see docs/bargaining)."
        ),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write every number, with certificates, to this file.")
    ] = None,
    schema: SchemaFlag = False,
    input_schema: Annotated[
        bool, typer.Option("--input-schema", help="Print the JSON schema of FILES and stop.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing on the terminal.")] = False,
) -> None:
    """Solve coalition games: Shapley, Banzhaf, tau, nucleolus and its kin, core. Exact, with certificates."""
    if schema or input_schema:
        from maslahat.accord.schemas import printed

        print(printed("game" if schema else "game file"))
        return
    if not files:
        raise InputError(Fault("game", "no file", "JSON files with n and v_by_mask"))
    from rich.console import Console
    from rich.progress import track

    from maslahat.accord.finite_text import plain_console
    from maslahat.accord.form_file import Form
    from maslahat.accord.form_report import show_form
    from maslahat.accord.game_file import NamedGame, read_games
    from maslahat.accord.game_report import game_report, report_document

    found = read_games(files)
    named = [each for each in found if isinstance(each, NamedGame)]
    forms = [each for each in found if isinstance(each, Form)]
    errors = Console(stderr=True)
    reports = [
        game_report(each)
        for each in track(
            named, "Solving", console=errors, transient=True, disable=not errors.is_terminal or len(named) < 9
        )
    ]
    if json_file is not None:
        _write(json_file, report_document(reports, forms))
    console = plain_console()
    for report in reports if not quiet else []:
        console.print(_table(report))
        console.print(_words(report), highlight=False, markup=False)
        console.print()
    for form in forms if not quiet else []:
        show_form(console, form)


def _write(path: Path, document: dict[str, object]) -> None:
    import json

    from maslahat.accord.check import check
    from maslahat.core.canonical import write_text

    faults = check(document)
    if faults:
        raise RuntimeError("a certificate does not check: " + "; ".join(faults[:3]))
    with writing(path):
        write_text(
            path, json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
        )


def _table(report: GameReport) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=report.where, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    table.add_column("party", overflow="fold", min_width=min(16, max(map(len, report.game.parties))))
    rules = [rule for rule in TITLES if rule in report.payoffs]
    for rule in rules:
        table.add_column(TITLES[rule], justify="right")
    for i, name in enumerate(report.game.parties):
        table.add_row(name, *(_figure(report.payoffs[rule][i]) for rule in rules))
    return table


def _words(report: GameReport) -> str:
    found = report.core
    if found.empty:
        who = "; ".join(
            f"{' + '.join(report.game.members(mask))} × {_figure(weight)}"
            for mask, weight in found.balanced.items()
        )
        text = (
            f"The core is empty. What these can secure, weighted, is {_figure(found.claim)}, "
            f"more than the {_figure(report.game.exact_values[-1])} there is to split: {who}."
        )
    elif report.game.n == 1:
        text = "One party: it has all there is."
    elif not found.epsilon:
        text = "The core is not empty: at the prenucleolus no group has less than alone."
    else:
        slack = _figure(-found.epsilon)
        text = f"The core is not empty: at the prenucleolus every group has at least {slack} more than alone."
    return "\n".join([text, *(f"Not defined: {sentence}" for sentence in report.undefined.values())])


def _figure(number: Fraction) -> str:
    for text in (str(number), f"{float(number):.6g}"):
        if len(text) <= LONGEST:
            return text
    return f"{float(number):.4g}"
