"""A bargaining table to fill in, with every kind of row in it (DESIGN §7): `maslahat bargain --new FILE`."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.core.canonical import write_text

HEADINGS = ["what", "issue", "option", "Upstream", "Downstream"]
ROWS: list[list[Any]] = [
    ["weight", "Summer release", "", 50, 60],
    ["weight", "Winter electricity", "", 30, 20],
    ["weight", "Payment", "", 20, 20],
    ["score", "Summer release", "full irrigation", 0, 100],
    ["score", "Summer release", "two thirds", 50, 70],
    ["score", "Summer release", "as the power grid needs", 100, 0],
    ["score", "Winter electricity", "supplied by the downstream state", 100, 20],
    ["score", "Winter electricity", "own generation", 0, 100],
    ["score", "Payment", "none", 0, 100],
    ["score", "Payment", "half of fuel cost", 60, 50],
    ["score", "Payment", "full fuel cost", 100, 0],
    ["together", "Summer release | Payment", "full irrigation | full fuel cost", 10, 0],
    ["only with", "Summer release | Payment", "full irrigation | half of fuel cost; full fuel cost", "", ""],
    ["reserved", "", "", 35, 30],
    ["status quo", "Summer release", "as the power grid needs", "", ""],
    ["status quo", "Winter electricity", "own generation", "", ""],
    ["status quo", "Payment", "none", "", ""],
]
HELP = [
    ["what", "means"],
    ["score", "what an option of an issue is worth to each party (any scale of its own)"],
    [
        "weight",
        "how much the issue counts for each party; the weights of a party sum to 1 or 100; may be left out",
    ],
    ["together", "a bonus (or a loss, below zero) where options of several issues meet; parts parted by |"],
    ["only with", "the first option may stand only with the second (several options parted by ;)"],
    ["never with", "the first option may never stand with the second"],
    ["reserved", "what each party has with no agreement, on its weighted scale"],
    ["status quo", "how each issue stands now: one row for each issue; may be left out"],
    ["draft", "the draft on the table, to be amended: one row for each issue; may be left out"],
    ["power", "bargaining weights, whole numbers; equal if left out"],
]
YAML = """\
name: Seasonal exchange
parties: [Upstream, Downstream]
issues:
  Summer release:
    weights: {Upstream: 50, Downstream: 60}          # of each party: sum to 1 or 100; may be left out
    options:
      full irrigation: {Upstream: 0, Downstream: 100}
      two thirds: {Upstream: 50, Downstream: 70}
      as the power grid needs: {Upstream: 100, Downstream: 0}
  Winter electricity:
    weights: {Upstream: 30, Downstream: 20}
    options:
      supplied by the downstream state: {Upstream: 100, Downstream: 20}
      own generation: {Upstream: 0, Downstream: 100}
  Payment:
    weights: {Upstream: 20, Downstream: 20}
    options:
      none: {Upstream: 0, Downstream: 100}
      half of fuel cost: {Upstream: 60, Downstream: 50}
      full fuel cost: {Upstream: 100, Downstream: 0}
together:                                            # bonuses where options of several issues meet
  - when: {Summer release: full irrigation, Payment: full fuel cost}
    worth: {Upstream: 10}
rules:                                               # hard constraints: only_with or never_with
  - when: {Summer release: full irrigation}
    only_with: {Payment: [half of fuel cost, full fuel cost]}
reserved: {Upstream: 35, Downstream: 30}             # what each has with no agreement
status_quo:
  Summer release: as the power grid needs
  Winter electricity: own generation
  Payment: none
"""


def write_template(path: Path) -> None:
    """Write a filled-in example to change: .xlsx, .csv or .yaml by the ending. An existing file is left
    alone.
    """
    if path.exists():
        raise InputError(Fault(str(path), "a file that is there already", "a new name"))
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        write_text(path, YAML)
    elif suffix == ".csv":
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\n").writerows([HEADINGS, *ROWS])
        write_text(path, lines.getvalue())
    elif suffix == ".xlsx":
        _write_xlsx(path)
    else:
        raise InputError(Fault(str(path), f"the ending {suffix!r}", ".xlsx, .csv or .yaml"))


def _write_xlsx(path: Path) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, needed here alone
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415

    book = Workbook()
    table, help_sheet = book.worksheets[0], book.create_sheet("how to fill in")
    table.title = "table"
    for row in [HEADINGS, *ROWS]:
        table.append(row)
    for row in HELP:
        help_sheet.append(row)
    for sheet, widths in ((table, (12, 30, 46, 14, 14)), (help_sheet, (14, 110))):
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="DDE6EE")
        for column, width in enumerate(widths):
            sheet.column_dimensions["ABCDE"[column]].width = width
        sheet.freeze_panes = "A2"
    book.save(path)
