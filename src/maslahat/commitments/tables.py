"""Commitments as rows: for JSON and for a spreadsheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from maslahat.commitments.commitment import Commitment
from maslahat.core.canonical import write_bytes

COLUMNS = (
    "source",
    "paragraph",
    "obligors",
    "action",
    "strength",
    "measure",
    "beneficiary",
    "deadlines",
    "reporting",
    "reporting_to",
    "reporting_rhythm",
    "review",
    "resources",
    "condition",
    "references",
    "works",
    "pillar",
    "status",
    "confidence",
    "words",
)
_WIDTHS = {
    "source": 16,
    "paragraph": 10,
    "obligors": 27,
    "action": 12,
    "strength": 9,
    "measure": 48,
    "deadlines": 18,
}
_WIDTHS |= {
    "reporting": 24,
    "reporting_to": 16,
    "reporting_rhythm": 10,
    "review": 24,
    "references": 28,
    "works": 32,
}
_WIDTHS |= {"pillar": 7, "status": 7, "confidence": 11, "words": 72}
_OTHER_WIDTH = 19
_NUMBERS = ("strength", "pillar", "status", "confidence")
_BASE = "https://undocs.org/en/"  # the symbol behind it is enough in a cell
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # a spreadsheet cannot hold these
_UNSAFE = ("=", "+", "-", "@")


def to_rows(commitments: Iterable[Commitment]) -> list[dict[str, Any]]:
    """Return one flat row a commitment, with the columns of `COLUMNS`."""
    rows = []
    for item in commitments:
        duty = item.reporting
        row = {name: getattr(item, name) for name in COLUMNS if not name.startswith("reporting")}
        row |= {
            "obligors": list(item.obligors),
            "references": list(item.references),
            "works": list(item.works),
            "status": int(item.status),
        }
        row["deadlines"] = [
            {"when": str(d), "kind": d.kind, "value": d.value, "words": d.words} for d in item.deadlines
        ]
        row |= {"reporting": duty.words if duty else "", "reporting_to": duty.to if duty else ""}
        row["reporting_rhythm"] = duty.rhythm if duty else ""
        rows.append({name: row[name] for name in COLUMNS})
    return rows


_LINE, _HIGHEST = 15.0, 409.0  # points; a sheet's rows are no higher


def write_xlsx(commitments: Iterable[Commitment], path: Path) -> None:
    """Write the rows as a spreadsheet: a header that stays and filters, cells that wrap; never a formula."""
    from openpyxl import Workbook  # noqa: PLC0415  slow to import
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.page import PageMargins  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    rows = to_rows(commitments)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("commitments")
    sheet.freeze_panes = "C2"
    for n, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = _WIDTHS.get(name, _OTHER_WIDTH)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(rows) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "8"  # A3
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)  # a record is read in one line
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(left=0.3, right=0.3, top=0.4, bottom=0.5)
    sheet.oddFooter.center.text = "&P / &N"
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:B"  # on every printed page
    head = [WriteOnlyCell(sheet, name.replace("_", " ").capitalize()) for name in COLUMNS]
    for cell in head:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[1].height = 2 * _LINE + 2
    sheet.append(head)
    top, middle = (Alignment(wrap_text=True, vertical="top", horizontal=way) for way in (None, "center"))
    line = Border(bottom=Side(style="hair", color="8A8A8A"))
    for n, row in enumerate(rows, start=2):
        cells = [WriteOnlyCell(sheet, _cell(row[name])) for name in COLUMNS]
        sheet.row_dimensions[n].height = _height(row)
        for cell, name in zip(cells, COLUMNS, strict=True):
            cell.alignment, cell.border = middle if name in _NUMBERS else top, line
        sheet.append(cells)
    content = io.BytesIO()  # a book that fails half-way leaves its generators open, and they complain
    book.save(content)
    write_bytes(path, content.getvalue())


def _height(row: dict[str, Any]) -> float:
    """Return the height in points that shows every line of a row: LibreOffice shows one line where none is given."""
    lines = max(-(-len(str(_cell(row[name]))) // _WIDTHS.get(name, _OTHER_WIDTH)) for name in COLUMNS)
    return min(_LINE * max(lines, 1), _HIGHEST)


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        shown = (item["when"] if isinstance(item, dict) else str(item).removeprefix(_BASE) for item in value)
        value = "; ".join(shown)
    if isinstance(value, str):
        value = _UNPRINTED.sub("", value)[:32767]
    return f"'{value}" if isinstance(value, str) and value.startswith(_UNSAFE) else value
