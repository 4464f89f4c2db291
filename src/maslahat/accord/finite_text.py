"""The answer to a finite problem on a terminal (Rich)."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from maslahat.accord.finite import FiniteProblem
from maslahat.accord.finite_answer import Agreement, Answer
from maslahat.accord.finite_reasons import CAPTION, groups_of, reasons, together
from maslahat.accord.finite_text_parts import MEANING, TITLES, amended, basis, changes, number, unamended

SHOWN = 12
TIED = 4  # agreements of one rule
FEW = 3  # parties whose columns leave room for words beside them on a terminal of 80
POINT = "Pareto optimal point"


def plain_console() -> Console:
    """Return a terminal that takes names as they are: `[x]` in an option is no command to it."""
    return Console(markup=False, emoji=False, highlight=False)


def show(console: Console, answer: Answer) -> None:
    """Print the answer."""
    console.print(rendered(answer))


def rendered(answer: Answer) -> Group:
    """Return the answer as tables."""
    problem = answer.problem
    parts: list[RenderableType] = [Text(problem.name, style="bold"), Text(_size(answer))]
    if answer.solutions:
        parts += [_solutions(answer), _outcomes(answer)]
    if table := reasons(answer):
        parts.append(_reasons(table))
    if answer.amendments:
        parts.append(_amendments(answer))
    if answer.amendments == ():
        parts.append(Text(unamended(answer.problem)))
    if not _is_narrow(problem):
        parts += [Text(f"{TITLES[s.rule]}: {MEANING[s.rule]}.") for s in answer.solutions]
    parts += [Text(f"• {note}") for note in answer.notes]
    return Group(*parts, Text(""))


def _size(answer: Answer) -> str:
    problem = answer.problem
    count = f"{problem.outcomes:,}" if problem.outcomes < 10**9 else f"{problem.outcomes:.3g}"
    points = "too many points to list" if answer.frontier is None else _counted(len(answer.frontier), POINT)
    issues = _counted(len(problem.issues), "issue")
    return f"{len(problem.parties)} parties, {issues}, {count} outcomes; {points}."


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _solutions(answer: Answer) -> Table:
    problem = answer.problem
    table = Table(title="What each rule gives: worth (gain over no agreement)", title_justify="left")
    table.add_column("rule", no_wrap=True)
    for party in problem.parties:
        table.add_column(party, justify="right", overflow="fold")
    if _is_narrow(problem):
        table.add_column("chooses the")
    words = _words(problem)
    table.add_row(
        "no agreement" if _is_narrow(problem) else "no\nagreement",
        *(number(float(value)) for value in problem.disagreement),
        *words(basis(problem)),
    )
    for solution in answer.solutions:
        for place, one in enumerate(solution.chosen[:TIED]):
            title = _title(problem, solution.rule) if not place else "  or, tied,"
            table.add_row(title, *_cells(problem, one), *words(MEANING[solution.rule] if not place else ""))
        if len(solution.chosen) > TIED:
            table.add_row(f"  or {len(solution.chosen) - TIED:,} more")
    table.add_row(
        "ideal", *(number(float(value)) for value in answer.ideal), *words("most each alone could have")
    )
    return table


def _title(problem: FiniteProblem, rule: str) -> str:
    """Return the name of a rule, broken where it stands in a slim column."""
    return TITLES[rule] if _is_narrow(problem) else TITLES[rule].replace("–", "–\n")


def _is_narrow(problem: FiniteProblem) -> bool:
    return len(problem.parties) <= FEW


def _words(problem: FiniteProblem) -> Callable[[str], tuple[str, ...]]:
    """Return what gives the words beside a row, or none where there is no room for them."""
    return (lambda text: (text,)) if _is_narrow(problem) else lambda _: ()


def _cells(problem: FiniteProblem, one: Agreement) -> list[str]:
    pairs = zip(one.utilities, problem.disagreement, strict=True)
    return [f"{number(float(value))} (+{number(float(value - low))})" for value, low in pairs]


def _outcomes(answer: Answer) -> Table:
    problem = answer.problem
    table = Table(title="The agreements, issue by issue", title_justify="left")
    table.add_column("issue")
    groups = groups_of(answer)
    for rules in groups.values():
        table.add_column(together(rules))
    for place, issue in enumerate(problem.issues):
        table.add_row(issue.name, *(issue.options[outcome[place]] for outcome in groups))
    return table


def _reasons(rows: list[list[str]]) -> Table:
    table = Table(title=CAPTION, title_justify="left")
    table.add_column(rows[0][0])
    for title in rows[0][1:]:
        table.add_column(title, overflow="fold")
    for row in rows[1:]:
        table.add_row(*row)
    return table


def _amendments(answer: Answer) -> Table:
    problem = answer.problem
    table = Table(title=amended(problem), title_justify="left")
    table.add_column("issues changed", justify="right")
    table.add_column("change")
    for party in problem.parties:
        table.add_column(f"{party} gains", justify="right")
    for step in (answer.amendments or ())[:SHOWN]:
        table.add_row(
            str(step.changes), changes(problem, step), *(f"+{number(float(gain))}" for gain in step.gains)
        )
    return table
