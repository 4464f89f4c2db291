"""Exact arithmetic: fractions, one common denominator, the inverse of a matrix of whole numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np

Number: TypeAlias = int | float | str | Fraction
Matrix: TypeAlias = list[list[int]]


def exact(value: Number) -> Fraction:
    """Return `value` as a fraction; 0.1 is one tenth, not the binary number nearest to it."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, float | np.floating):
        number = float(value)
        return Fraction(int(number)) if number.is_integer() else Fraction(repr(number))
    if isinstance(value, np.integer):
        return Fraction(int(value))
    return Fraction(value)


def scaled(numbers: Iterable[Fraction]) -> tuple[list[int], int]:
    """Return whole numbers and the least common denominator under them."""
    numbers = list(numbers)
    under = math.lcm(*(number.denominator for number in numbers)) if numbers else 1
    return [number.numerator * (under // number.denominator) for number in numbers], under


def inverse(rows: Matrix) -> tuple[Matrix, int]:
    """Return the adjugate and the determinant of a square matrix of whole numbers.

    Fraction-free Gauss-Jordan elimination (Bareiss 1968): every division is exact, so the numbers stay as
    small as the minors they are. Raises ZeroDivisionError where the matrix is singular.
    """
    size = len(rows)
    work = [[*row, *(int(i == j) for j in range(size))] for i, row in enumerate(rows)]
    before = 1
    for k in range(size):
        best = next((i for i in range(k, size) if work[i][k]), None)
        if best is None:
            raise ZeroDivisionError("the matrix is singular")
        if best != k:
            work[k], work[best] = [-entry for entry in work[best]], work[k]
        pivot_row, pivot = work[k], work[k][k]
        for i, row in enumerate(work):
            if i != k:
                factor = row[k]
                work[i] = [(pivot * a - factor * b) // before for a, b in zip(row, pivot_row, strict=True)]
        before = pivot
    return [row[size:] for row in work], before


def solve(rows: Sequence[Sequence[int]], right: Sequence[Fraction]) -> list[Fraction]:
    """Return the solution of a square system, exactly. Raises ZeroDivisionError where it is singular."""
    adjugate, determinant = inverse([list(row) for row in rows])
    whole, under = scaled(right)
    return [
        Fraction(sum(a * b for a, b in zip(row, whole, strict=True)), determinant * under) for row in adjugate
    ]


def text_of(number: Fraction) -> str:
    """Return the fraction as it is written in a certificate: `7/2`, or `3`."""
    return str(number)
