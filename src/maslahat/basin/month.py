"""Columns and rows of one month of a linear program, every figure given over all months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from maslahat.basin.network import UNBOUNDED, Array

Expression = dict[int, float]  # column -> factor


class Month:
    """Collects columns and rows of one month; every quantity has values over the months (T,)."""

    def __init__(self, months: int, parties: Sequence[str]) -> None:
        """Begin an empty month of a season of `months`; `parties` are those whose value counts."""
        self.months = months
        self.party_index = {party: i for i, party in enumerate(parties)}
        self.column_names: list[str] = []
        self.lower: list[Array] = []
        self.upper: list[Array] = []
        self.value: list[tuple[int, int, Array]] = []  # column, party, per month
        self.courtesy: list[tuple[int, Array]] = []
        self.row_names: list[str] = []
        self.row_lower: list[Array] = []
        self.row_upper: list[Array] = []
        self.cells: list[tuple[int, int, Array]] = []
        self.previous_cells: list[tuple[int, int, Array]] = []
        self.shifts: list[tuple[int, str, int, float]] = []

    def over_months(self, value: float | Array) -> Array:
        """Return a figure for every month (T,)."""
        return np.broadcast_to(np.asarray(value, dtype=float), (self.months,)).copy()

    def column(
        self,
        name: str,
        upper: float | Array = UNBOUNDED,
        owner: str | None = None,
        worth: float | Array = 0.0,
    ) -> int:
        """Add a column from zero to `upper`, worth something to its owner where the owner decides; return
        its place.
        """
        self.column_names.append(name)
        self.lower.append(self.over_months(0.0))
        self.upper.append(np.maximum(self.over_months(upper), 0.0))
        column = len(self.column_names) - 1
        if owner is not None and owner in self.party_index:
            self.value.append((column, self.party_index[owner], self.over_months(worth)))
        return column

    def row(
        self,
        name: str,
        terms: Mapping[int, float | Array],
        lower: float | Array = -UNBOUNDED,
        upper: float | Array = UNBOUNDED,
    ) -> int:
        """Add a row over columns of the same month; return its place."""
        self.row_names.append(name)
        self.row_lower.append(self.over_months(lower))
        self.row_upper.append(self.over_months(upper))
        row = len(self.row_names) - 1
        for column, value in terms.items():
            self.cells.append((row, column, self.over_months(value)))
        return row

    def previous(self, row: int, column: int, value: float | Array) -> None:
        """Let a row count a column of the month before; nothing comes before the first month."""
        self.previous_cells.append((row, column, self.over_months(value)))

    def shift(self, row: int, what: str, node: int, sign: float) -> None:
        """Let the given flow `into` or `out` of a node, times `sign`, move a row's bounds."""
        self.shifts.append((row, what, node, sign))


def add(expression: Expression, column: int, value: float) -> None:
    """Add a column to an expression, in place."""
    expression[column] = expression.get(column, 0.0) + value


def add_all(expression: Expression, other: Expression, factor: float) -> None:
    """Add `factor` times another expression, in place."""
    for column, value in other.items():
        add(expression, column, factor * value)
