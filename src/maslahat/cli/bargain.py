"""`maslahat bargain`: a table of issues, options and scores -> every fair agreement, with proof (DESIGN
§7).
"""

# What a verb needs is imported inside it, so that `maslahat --help` stays quick.

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from maslahat.cli._asked import JsonOption, SchemaFlag
from maslahat.cli._output import writing
from maslahat.core import Fault, InputError

if TYPE_CHECKING:
    from maslahat.accord.finite import FiniteProblem
    from maslahat.accord.finite_answer import Answer


class _SolveByDefault(TyperGroup):
    """`bargain PATH...` without a verb of its own means `bargain solve PATH...`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        known = (*self.commands, "--help")
        if args and args[0] not in known:
            args = ["solve", *args]
        return super().parse_args(ctx, args)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    verb = typer.Typer(
        cls=_SolveByDefault,
        no_args_is_help=True,
        help="Find the fair agreements of a table of issues and scores, each with its proof. "
        "`maslahat bargain PATH...` solves; `maslahat bargain --new FILE` writes a table to fill in.",
    )
    verb.command()(solve)
    verb.command()(seal)
    verb.command()(key)
    verb.command()(unseal)
    verb.command()(rank)
    verb.command()(split)
    app.add_typer(verb, name="bargain")


def solve(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Tables (.xlsx, .csv, .yaml), Genius domain folders, NegMAS inventory folders."),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write every number, with certificates, to this file.")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page with the frontier drawn.")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="Write a workbook.")] = None,
    new: Annotated[
        Path | None, typer.Option("--new", help="Write a table to fill in (.xlsx, .csv or .yaml) and stop.")
    ] = None,
    schema: SchemaFlag = False,
    by_largest: Annotated[
        bool,
        typer.Option(
            "--by-largest",
            help="Genius: divide evaluations by the largest of their issue, as Genius itself does.",
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing on the terminal.")] = False,
) -> None:
    """Solve tables and domains: frontier, Nash, Kalai–Smorodinsky, egalitarian, utilitarian, amendments."""
    if new is not None:
        from maslahat.accord.table_template import write_template

        with writing(new):
            write_template(new)
        print(f"Wrote {new}: change it, then `maslahat bargain {new}`.")
        return
    if schema:
        _print_schema("bargain")
        return
    if not paths:
        raise InputError(
            Fault("bargain", "no path", "a table file or a domain folder", "Or --new FILE for a table.")
        )
    from maslahat.accord.finite_read import read_problems

    answers = _solved(read_problems(paths, by_largest=by_largest))
    _write(answers, json_file, html, xlsx)
    if not quiet:
        _show(answers)


def seal(
    table: Annotated[
        Path, typer.Argument(help="A table with the scores of one party (others are left out).")
    ],
    to: Annotated[
        str, typer.Option("--to", help="The mediator's public key (age1...), or a file that holds it.")
    ],
    out: Annotated[Path, typer.Option("--out", help="The sealed file to write.")],
    party: Annotated[
        str | None,
        typer.Option("--party", help="Whose scores to seal; may be left out if the table has one."),
    ] = None,
) -> None:
    """Seal one party's scores to the mediator: nobody else can read them."""
    from maslahat.accord.seal import seal_table

    with writing(out):
        name = seal_table(table, party, to, out)
    print(f"Wrote {out}: the scores of {name}, readable by the mediator alone.")
    print("Bargaining power is not in it: the mediator gives it, in the table of `unseal --table`.")


def key(
    out: Annotated[Path, typer.Argument(help="Where to keep the secret key; nobody else may read it.")],
) -> None:
    """Make the mediator's key: the secret to a file, the public one printed."""
    from maslahat.accord.seal import new_key

    with writing(out):
        public = new_key(out)
    print(public)


def unseal(
    files: Annotated[list[Path], typer.Argument(help="The sealed files, one for each party.")],
    key_file: Annotated[Path, typer.Option("--key", help="The mediator's secret key.")],
    table: Annotated[
        Path | None, typer.Option("--table", help="Rules, status quo and draft from this table.")
    ] = None,
    reports: Annotated[
        Path | None,
        typer.Option("--reports", help="A folder for one report a party, with its own worth alone."),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="For the mediator: every number of every party.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="For the mediator: a page with the frontier drawn.")
    ] = None,
) -> None:
    """Open sealed scores, solve, and write to each party only what that party may see."""
    from maslahat.accord.seal import open_sealed
    from maslahat.accord.seal_report import write_reports

    problem = open_sealed(files, key_file, table)
    answers = _solved([("sealed scores", problem)])
    _write(answers, json_file, html, None)
    if reports is not None:
        with writing(reports):
            written = write_reports(answers[0][1], reports)
        for path in written:
            print(f"Wrote {path}")
    if json_file is None and html is None and reports is None:
        _show(answers)


def rank(
    path: Annotated[
        Path | None,
        typer.Argument(help="A table: option, then one column a party with its rank (1 is best)."),
    ] = None,
    json_file: JsonOption = None,
    schema: SchemaFlag = False,
) -> None:
    """Where parties give only rankings: fallback bargaining and approval."""
    if schema:
        _print_schema("rank")
        return
    from maslahat.accord.ranking import rank_table
    from maslahat.accord.ranking_report import ranking_json, show_ranking

    answer = rank_table(_needed(path))
    if json_file is not None:
        _write_json(json_file, ranking_json(answer))
    show_ranking(answer)


def split(
    path: Annotated[
        Path | None, typer.Argument(help="A table: item, then the points of two parties (each sums to 100).")
    ] = None,
    json_file: JsonOption = None,
    schema: SchemaFlag = False,
) -> None:
    """Divide items between two parties by Adjusted Winner."""
    if schema:
        _print_schema("split")
        return
    from maslahat.accord.adjusted import adjusted_winner, read_points
    from maslahat.accord.adjusted_report import adjusted_json, show_division

    division = adjusted_winner(read_points(_needed(path)))
    if json_file is not None:
        _write_json(json_file, adjusted_json(division))
    show_division(division)


def _solved(problems: list[tuple[str, Any]]) -> list[tuple[str, Answer]]:
    from maslahat.accord.finite_solve import solve as solve_one
    from maslahat.cli._progress import progress_bar

    faults: list[Fault] = []
    answers = []
    with progress_bar("Solving") as progress:
        for place, (source, problem) in enumerate(problems):
            progress(f"Solving {source}", place / len(problems))
            try:
                answers.append((source, solve_one(problem)))
            except InputError as error:
                faults += [_placed(source, problem, fault) for fault in error.faults]
    if faults:
        raise InputError(faults)
    return answers


def _placed(source: str, problem: FiniteProblem, fault: Fault) -> Fault:
    """Return a fault of a problem under the path it was read from, its rules with the lines they stand on."""
    rest = fault.where.removeprefix(problem.name).lstrip(", ")
    found = fault.found
    for rule in problem.rules:
        if rule.where:
            found = found.replace(f"“{rule.text}”", f"“{rule.text}” ({rule.where})")
    return replace(fault, where=f"{source}, {rest}" if rest else source, found=found)


def _write(
    answers: list[tuple[str, Answer]], json_file: Path | None, html: Path | None, xlsx: Path | None
) -> None:
    if json_file is not None:
        from maslahat.accord.finite_json import bargain_json
        from maslahat.cli._bargain_check import hold

        document = bargain_json(answers)
        hold(document, json_file)
        _write_json(json_file, document)
    if html is not None:
        from maslahat.accord.finite_page import page
        from maslahat.core.canonical import write_text

        with writing(html):
            write_text(html, page(answers))
    if xlsx is not None:
        from maslahat.accord.finite_sheet import write_workbook

        with writing(xlsx):
            write_workbook(xlsx, answers)


def _write_json(path: Path, document: dict[str, Any]) -> None:
    from maslahat.accord.finite_json import dumps
    from maslahat.core.canonical import write_text

    with writing(path):
        write_text(path, dumps(document))


def _show(answers: list[tuple[str, Answer]]) -> None:
    from maslahat.accord.finite_text import plain_console, show

    console = plain_console()
    for _, answer in answers:
        show(console, answer)


def _print_schema(what: str) -> None:
    from maslahat.accord.schemas import printed

    print(printed(what))


def _needed(path: Path | None) -> Path:
    if path is None:
        raise InputError(Fault("bargain", "no path", "a table file"))
    return path
