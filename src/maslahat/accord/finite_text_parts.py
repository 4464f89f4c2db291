"""The words an answer to a finite problem is told in, the same on a terminal, a page and in a workbook (§7)."""

from __future__ import annotations

from maslahat.accord.finite import FiniteProblem, Outcome
from maslahat.accord.finite_answer import Amendment

TITLES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai–Smorodinsky",
    "egalitarian": "Egalitarian",
    "utilitarian": "Utilitarian",
}
MEANING = {
    "nash": "largest product of gains",
    "kalai_smorodinsky": "largest least share of what each could gain at most",
    "egalitarian": "largest least gain, in each party's own points",
    "utilitarian": "largest sum of gains, in each party's own points",
}


def number(value: float) -> str:
    """Return a number as a person reads it: at most four decimals, very large and very small ones as 1.5e+12."""
    if value and not 1e-4 <= abs(value) < 1e9:
        return f"{value:.5g}"
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def basis(problem: FiniteProblem) -> str:
    """Return where what each party has with no agreement comes from."""
    reserved = problem.reserved or (None,)
    taken = "the status quo" if problem.status_quo is not None else "0"
    if None not in reserved:
        return "declared"
    return f"none declared, {taken} taken" if set(reserved) == {None} else f"declared, else {taken} taken"


def starting_point(problem: FiniteProblem) -> str:
    """Return what amendments start from."""
    return "draft" if problem.draft is not None else "status quo"


def amended(problem: FiniteProblem) -> str:
    """Return the heading of the amendments."""
    return f"From the {starting_point(problem)}: changes that hurt nobody and help most"


def unamended(problem: FiniteProblem) -> str:
    """Return what is said where there are none."""
    start = starting_point(problem)
    return f"No change of the {start} gives every party at least what the {start} does and one of them more."


def changes(problem: FiniteProblem, step: Amendment) -> str:
    """Return an amendment in words."""
    start: Outcome = problem.draft or problem.status_quo or ()
    return "; ".join(
        f"{issue.name}: {issue.options[old]} → {issue.options[new]}"
        for issue, old, new in zip(problem.issues, start, step.agreement.outcome, strict=True)
        if old != new
    )
