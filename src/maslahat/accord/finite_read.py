"""Any way into a finite problem: a table file, a Genius domain folder, a NegMAS inventory folder (DESIGN
§7).
"""

from __future__ import annotations

from pathlib import Path

from maslahat.accord.finite import FiniteProblem
from maslahat.core import Fault, InputError


def read_problem(path: Path, *, by_largest: bool = False) -> FiniteProblem:
    """Read the problem at a path. Raises InputError with every fault of it."""
    if path.is_dir():
        return _read_folder(path, by_largest)
    if path.suffix.lower() == ".xml":
        return _read_folder(path.parent, by_largest)
    from maslahat.accord.table import read_table  # noqa: PLC0415 - each way in loads only what it needs

    return read_table(path)


def read_problems(paths: list[Path], *, by_largest: bool = False) -> list[tuple[str, FiniteProblem]]:
    """Read several problems. Raises InputError with every fault of all of them."""
    faults: list[Fault] = []
    problems = []
    for path in paths:
        try:
            problems.append((str(path), read_problem(path, by_largest=by_largest)))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return problems


def _read_folder(folder: Path, by_largest: bool) -> FiniteProblem:
    if any(folder.glob("*.xml")):
        from maslahat.accord.genius import read_genius  # noqa: PLC0415

        return read_genius(folder, by_largest=by_largest)
    from maslahat.accord.table_negmas import is_inventory, read_inventory  # noqa: PLC0415

    if is_inventory(folder):
        return read_inventory(folder)
    expected = "a Genius domain (XML files) or a NegMAS inventory (YAML or JSON files)"
    raise InputError(
        Fault(str(folder), "neither kind of domain", expected, "Name a table file, or such a folder.")
    )
