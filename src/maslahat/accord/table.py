"""A bargaining table a person filled in (XLSX, CSV, YAML) -> a finite problem, or all its faults (DESIGN §7).

Rows say `what` they are: `score` (the default), `weight`, `together` (a bonus for options of several issues),
`only with` and `never with` (hard constraints), `reserved`, `status quo`, `draft`, `power`. Several issues in
one cell are parted by `|`, several options of one issue by `;`.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from maslahat.accord.figure import figure
from maslahat.accord.finite import Box, FiniteProblem, Issue, Rule, Scores
from maslahat.accord.table_rows import KINDS, Cell, Row, Sheet, read_csv, read_xlsx, short
from maslahat.core import Fault, InputError

SUFFIXES = (".xlsx", ".csv", ".tsv", ".yaml", ".yml")
SUMS = (Fraction(1), Fraction(100))
CLOSE = Fraction(1, 10**9)


def read_table(path: Path) -> FiniteProblem:
    """Read a table of issues, options and scores. Raises InputError with every fault, each with its cell
    or line.
    """
    return problem_of(read_sheet(path))


def read_sheet(path: Path) -> Sheet:
    """Read the rows of a table file by its ending."""
    suffix = path.suffix.lower()
    if not path.is_file():
        raise InputError(Fault(str(path), "no such file", "a table: .xlsx, .csv or .yaml"))
    if suffix == ".xlsx":
        return read_xlsx(path)
    if suffix in (".yaml", ".yml"):
        from maslahat.accord.table_yaml import read_yaml  # noqa: PLC0415 - YAML is not always there to be read

        return read_yaml(path)
    if suffix in (".csv", ".tsv"):
        return read_csv(path)
    raise InputError(Fault(str(path), f"the ending {suffix!r}", ", ".join(SUFFIXES)))


def problem_of(sheet: Sheet) -> FiniteProblem:
    """Return the problem the rows describe. Raises InputError with every fault at once."""
    reader = _Reader(sheet)
    problem = reader.problem()
    if reader.faults:
        raise InputError(reader.faults)
    return problem


class _Reader:
    """Turns rows into a problem and collects faults on the way."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.faults: list[Fault] = []
        self.scores: dict[str, dict[str, Row]] = {}
        for row in sheet.rows:
            if row.what not in KINDS:
                self._fault(row.place("what"), f"the kind of row {row.what!r}", ", ".join(KINDS))
        self._collect()
        self.issues = tuple(Issue(name, tuple(options)) for name, options in self.scores.items())
        self.places = {issue.name: k for k, issue in enumerate(self.issues)}

    def rows(self, *kinds: str) -> list[Row]:
        """Return the rows of some kinds."""
        return [row for row in self.sheet.rows if row.what in kinds]

    def problem(self) -> FiniteProblem:
        """Return the problem; it is whole only where no fault was found."""
        parties = self.sheet.parties
        self._check_parties()
        weights = self._weights()
        tables = tuple(self._table(k, issue, weights) for k, issue in enumerate(self.issues))
        self._strangers()
        self._idle_words()
        return FiniteProblem(
            name=self.sheet.name,
            parties=parties,
            issues=self.issues,
            scores=tables,
            boxes=tuple(box for row in self.rows("together") if (box := self._box(row)) is not None),
            rules=tuple(rule for row in self.rows("only with", "never with") if (rule := self._rule(row))),
            reserved=tuple(self._single("reserved").get(party) for party in parties),
            status_quo=self._place("status quo"),
            draft=self._place("draft"),
            power=self._power(),
        )

    def _collect(self) -> None:
        for row in self.rows("score"):
            if not row.issue or not row.option:
                mend = "Write the name of the issue on every row; merged cells hold it in the first alone."
                found = "a row of scores without an issue or an option"
                self._fault(row.where, found, "both named", "" if row.issue else mend)
                continue
            options = self.scores.setdefault(row.issue, {})
            if row.option in options:
                self._fault(row.where, f"option {row.option!r} of {row.issue} again", "each option once")
            options.setdefault(row.option, row)
        if not self.scores:
            self._fault(
                self.sheet.source, "no rows of scores", "an issue, an option and a number for each party"
            )

    def _check_parties(self) -> None:
        parties = self.sheet.parties
        if len(parties) < 2:
            self._fault(self.sheet.source, f"{len(parties)} parties", "two or more")
        for party in {one for one in parties if parties.count(one) > 1}:
            self._fault(self.sheet.source, f"party {party} twice", "each once")
        for party in parties:
            if self.scores and not any(party in row.values for row in self.rows("score")):
                self._fault(f"{self.sheet.source}, party {party}", "no scores", "a number for every option")

    def _strangers(self) -> None:
        for row in self.sheet.rows:
            for party, cell in row.values.items():
                if party not in self.sheet.parties:
                    self._fault(cell.where, f"the party {party!r}", ", ".join(self.sheet.parties))

    def _idle_words(self) -> None:
        """Say where a row that takes no numbers has a word in a party's column: part of an option, cut off."""
        for row in self.rows("only with", "never with", "status quo", "draft"):
            for cell in row.values.values():
                if figure(cell.text) is None:
                    expected = f"nothing in a party's column of a row {row.what!r}"
                    mend = "With semicolons between columns, put options that hold one in quotation marks."
                    self._fault(cell.where, short(cell.text), expected, mend)

    def _table(self, place: int, issue: Issue, weights: dict[str, dict[str, Fraction]]) -> Scores:
        table = np.empty((len(issue.options), len(self.sheet.parties)), object)
        for line, option in enumerate(issue.options):
            row = self.scores[issue.name][option]
            for column, party in enumerate(self.sheet.parties):
                weight = weights[party].get(issue.name, Fraction(0)) if party in weights else Fraction(1)
                table[line, column] = weight * self._score(row, party)
        return Scores((place,), table)

    def _score(self, row: Row, party: str) -> Fraction:
        if party in row.values:
            return self._number(row.values[party])
        if any(party in other.values for other in self.rows("score")):
            self._fault(row.place(party), f"no score for {row.option!r} of {row.issue}", "a number")
        return Fraction(0)

    def _weights(self) -> dict[str, dict[str, Fraction]]:
        """Return, for each party that weighs issues, the share of each issue."""
        found: dict[str, dict[str, Fraction]] = {}
        for row in self.rows("weight"):
            if row.issue not in self.places:
                self._unknown_issue(row, row.issue)
            for party, cell in row.values.items():
                found.setdefault(party, {})[row.issue] = self._number(cell)
        for party, shares in found.items():
            total = sum(shares.values(), Fraction(0))
            if not any(abs(total - good) <= CLOSE * good for good in SUMS):
                where = f"{self.sheet.source}, weights of {party}"
                self._fault(where, f"weights that sum to {float(total):g}", "a sum of 1 or 100")
            elif len(shares) < len(self.issues):
                missing = ", ".join(issue.name for issue in self.issues if issue.name not in shares)
                self._fault(
                    f"{self.sheet.source}, weights of {party}", f"none for {missing}", "one for each issue"
                )
            found[party] = {issue: share / (total or 1) for issue, share in shares.items()}
        return found

    def _sides(self, row: Row) -> list[tuple[int, tuple[int, ...]]] | None:
        """Return the issues and options a row names, or None after telling what is wrong."""
        names = [part.strip() for part in row.issue.split("|")]
        choices = [[one.strip() for one in part.split(";")] for part in row.option.split("|")]
        if len(names) != len(choices) or len(names) < 2:
            counts = f"{len(names)} issues and {len(choices)} options"
            self._fault(row.where, counts, "two or more issues and as many options, parted by |")
            return None
        sides, good = [], True
        for name, options in zip(names, choices, strict=True):
            known = self._known(row, name, options)
            good = good and known is not None
            sides.append((self.places.get(name, 0), known or ()))
        if len({issue for issue, _ in sides}) < len(sides) and good:
            self._fault(row.where, "an issue twice", "issues that differ")
            return None
        return sorted(sides) if good and row.what == "together" else sides if good else None

    def _known(self, row: Row, name: str, options: list[str]) -> tuple[int, ...] | None:
        if name not in self.places:
            self._unknown_issue(row, name)
            return None
        own = self.issues[self.places[name]].options
        unknown = [option for option in options if option not in own]
        for option in unknown:
            self._fault(row.where, f"unknown option {option!r} of {name}", ", ".join(own))
        return None if unknown else tuple(sorted({own.index(option) for option in options}))

    def _box(self, row: Row) -> Box | None:
        sides = self._sides(row)
        worth = tuple(
            self._number(row.values[party]) if party in row.values else Fraction(0)
            for party in self.sheet.parties
        )
        return Box(tuple(sides), worth) if sides is not None else None

    def _rule(self, row: Row) -> Rule | None:
        sides = self._sides(row)
        if sides is None:
            return None
        shape = [len(self.issues[issue].options) for issue, _ in sides]
        first, rest = sides[0], sides[1:]
        inside = np.zeros(shape, bool)
        inside[np.ix_(*([*range(size)] if k == 0 else rest[k - 1][1] for k, size in enumerate(shape)))] = True
        chosen = np.zeros(shape, bool)
        chosen[list(first[1])] = True
        allowed = ~chosen | (inside if row.what == "only with" else ~inside)
        order = np.argsort([issue for issue, _ in sides])
        text = (
            f"{row.issue.split('|')[0].strip()} = {row.option.split('|')[0].strip()} {row.what} "
            + ", ".join(
                f"{name.strip()} = {option.strip()}"
                for name, option in zip(row.issue.split("|")[1:], row.option.split("|")[1:], strict=True)
            )
        )
        numbers = tuple(sorted(issue for issue, _ in sides))
        return Rule(numbers, allowed.transpose(order), text, self._line(row))

    def _line(self, row: Row) -> str:
        """Return the line or cell of a row without the path before it."""
        return row.where.removeprefix(f"{self.sheet.source}, ").split(", column")[0]

    def _single(self, what: str) -> dict[str, Fraction]:
        rows = self.rows(what)
        for row in rows[1:]:
            self._fault(row.where, f"a second row {what!r}", "one")
        return {party: self._number(cell) for row in rows[:1] for party, cell in row.values.items()}

    def _power(self) -> tuple[int, ...]:
        found = self._single("power")
        if not found:
            return ()
        wrong = [party for party in self.sheet.parties if found.get(party, Fraction(0)) <= 0]
        if wrong or any(value.denominator != 1 for value in found.values()):
            self._fault(self.rows("power")[0].where, "powers", "a whole number above zero for each party")
            return ()
        return tuple(int(found[party]) for party in self.sheet.parties)

    def _place(self, what: str) -> tuple[int, ...] | None:
        rows = self.rows(what)
        if not rows:
            return None
        found: dict[int, int] = {}
        for row in rows:
            known = self._known(row, row.issue, [row.option])
            if known is not None:
                if self.places[row.issue] in found:
                    self._fault(row.where, f"{row.issue} twice in the {what}", "each issue once")
                found[self.places[row.issue]] = known[0]
        missing = [issue.name for k, issue in enumerate(self.issues) if k not in found]
        if missing and not self.faults:
            self._fault(rows[0].where, f"a {what} without {', '.join(missing)}", "an option of every issue")
        return tuple(found.get(k, 0) for k in range(len(self.issues)))

    def _number(self, cell: Cell) -> Fraction:
        value = figure(cell.text)
        if value is None:
            mend = "Write it without the sign: 80 or 0.8, the same way for all." if "%" in cell.text else ""
            self._fault(cell.where, short(cell.text), "a number", mend)
        return value or Fraction(0)

    def _unknown_issue(self, row: Row, name: str) -> None:
        known = ", ".join(self.places) or "an issue that has rows of scores"
        self._fault(row.place("issue"), f"unknown issue {short(name)}", known)

    def _fault(self, where: str, found: str, expected: str, mend: str = "") -> None:
        fault = Fault(where, found, expected, mend)
        if fault not in self.faults:
            self.faults.append(fault)
