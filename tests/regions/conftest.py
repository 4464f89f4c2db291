"""A copy of the packaged region that a test may damage."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from maslahat.regions.load import CENTRAL_ASIA


class Sheet:
    """The files of a region as a person edits them; an edit gives back the row number that a sheet shows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> list[list[str]]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def write(self, name: str, grid: list[list[str]]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(grid)
        (self.folder / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")

    def row(self, name: str, **where: str) -> int:
        """Row number of the first row whose cells are as named."""
        grid = self.read(name)
        index = {column: grid[0].index(column) for column in where}
        for line, record in enumerate(grid[1:], start=2):
            if all(record[index[column]] == value for column, value in where.items()):
                return line
        raise KeyError(where)

    def set(self, name: str, column: str, value: str, **where: str) -> int:
        line = self.row(name, **where)
        grid = self.read(name)
        grid[line - 1][grid[0].index(column)] = value
        self.write(name, grid)
        return line

    def drop(self, name: str, **where: str) -> None:
        line = self.row(name, **where)
        grid = self.read(name)
        self.write(name, grid[: line - 1] + grid[line:])

    def add(self, name: str, **cells: str) -> int:
        """Append a copy of the last row with other cells."""
        grid = self.read(name)
        record = list(grid[-1])
        for column, value in cells.items():
            record[grid[0].index(column)] = value
        self.write(name, [*grid, record])
        return len(grid) + 1


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    folder = tmp_path / "region"
    shutil.copytree(CENTRAL_ASIA, folder)
    return Sheet(folder)
