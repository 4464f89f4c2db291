"""Reads a region whole or not at all: a folder of CSV files, or a workbook (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.regions.checks import check_tables
from maslahat.regions.region import Region
from maslahat.regions.rows import TABLES
from maslahat.regions.tables import MAY_BE_MISSING, Cells, Table, known_tables, parse_rows, read_csv

CENTRAL_ASIA = Path(__file__).parent / "central_asia"


def load_region(path: Path | None = None, options: Iterable[str] | None = ()) -> Region:
    """Return the region in `path` (folder or .xlsx; default: Central Asia), checked.

    Works with status `option` are left out unless named in `options`; with `options=None` every row stays.
    Raises InputError with every fault of every file: file, row, column, found, expected.
    """
    region = read_region(path or CENTRAL_ASIA)
    return region if options is None else region.with_options(options)


def read_region(path: Path) -> Region:
    """Read and check all tables; keep works that are only an option as the rows say."""
    tables = read_tables(path)
    faults = [fault for table in tables.values() for fault in table.faults]
    faults += check_tables(tables)
    if faults:
        raise InputError(faults)
    content: dict[str, Any] = {name: table.rows for name, table in tables.items()}
    return Region(path=path, **content)


def read_tables(path: Path) -> dict[str, Table]:
    """Read every table of a region with its line numbers and the faults of single rows."""
    if path.is_file() and path.suffix.lower() == ".xlsx":
        from maslahat.regions.workbook import read_workbook  # noqa: PLC0415  openpyxl is slow to import

        found = read_workbook(path)
    elif path.is_dir():
        found = _read_folder(path)
    else:
        raise InputError(Fault(str(path), "nothing there", "a folder of CSV files, or an .xlsx workbook"))
    strange = {name: cells for name, cells in found.items() if name not in TABLES}
    tables = {name: _table(name, found.get(name)) for name in TABLES}
    return tables | {name: _table(name, cells) for name, cells in strange.items()}


def _read_folder(folder: Path) -> dict[str, Cells | Fault]:
    found: dict[str, Cells | Fault] = {}
    for name in TABLES:
        file = folder / f"{name}.csv"
        if file.is_file():
            found[name] = read_csv(name, file.name, file.read_bytes())
        elif name not in MAY_BE_MISSING:
            found[name] = Fault(file.name, "no such file", f"the table {name}", "See `maslahat region new`.")
    for file in sorted(folder.glob("*.csv")):
        if file.stem not in TABLES and not file.name.startswith((".", "_")):
            found[file.stem] = Fault(file.name, "a file that is no table", known_tables(file.stem))
    return found


def _table(name: str, cells: Cells | Fault | None) -> Table:
    if cells is None:
        return Table(name, f"{name}.csv")
    if isinstance(cells, Fault):
        return Table(name, f"{name}.csv", faults=(cells,), readable=False)
    return parse_rows(cells, TABLES[name])
