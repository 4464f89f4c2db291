"""The answer to finite problems as a workbook: solutions, agreements, amendments and the whole frontier."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from maslahat.accord.finite_answer import Agreement, Answer
from maslahat.accord.finite_reasons import reasons
from maslahat.accord.finite_text_parts import MEANING, TITLES, changes

ROWS = 1_000_000  # a sheet holds a little more


def write_workbook(path: Path, answers: list[tuple[str, Answer]]) -> None:
    """Write the workbook; with several problems the sheets are numbered in their order."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, needed here alone

    book = Workbook(write_only=True)
    for place, (_, answer) in enumerate(answers, 1):
        mark = f"{place} " if len(answers) > 1 else ""
        _fill(book, f"{mark}solutions", _solutions(answer))
        if table := reasons(answer):
            _fill(book, f"{mark}why they differ", table)
        if answer.amendments:
            _fill(book, f"{mark}amendments", _amendments(answer))
        if answer.frontier is not None:
            _fill(book, f"{mark}frontier", _frontier(answer))
    content = io.BytesIO()
    book.save(content)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.getvalue())


def _fill(book: Any, title: str, rows: list[list[Any]]) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for column in range(len(rows[0])):
        texts = [len(str(row[column])) for row in rows[:200] if column < len(row)]
        sheet.column_dimensions[_letter(column)].width = min(60, max(texts) + 2)
    heads = []
    for text in rows[0]:
        cell = _cell(sheet, text)
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for row in rows[1:ROWS]:
        sheet.append([_cell(sheet, value) if isinstance(value, str) else value for value in row])


def _cell(sheet: Any, text: str) -> Any:
    """Return a cell of text: an option named `=1+1` is no formula, and control characters are no text."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("�", text))
    cell.data_type = "s"
    return cell


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    letter: str = get_column_letter(column + 1)
    return letter


def _named(answer: Answer, one: Agreement) -> list[str]:
    return list(answer.problem.named(one.outcome).values())


def _solutions(answer: Answer) -> list[list[Any]]:
    problem = answer.problem
    gains = [f"{party} gains" for party in problem.parties]
    rows: list[list[Any]] = [["rule", "chooses", *problem.parties, *gains, *(i.name for i in problem.issues)]]
    rows.append(["no agreement", problem.name, *(float(value) for value in problem.disagreement)])
    for solution in answer.solutions:
        for one in solution.chosen:
            worth = [float(value) for value in one.utilities]
            over = [float(v - low) for v, low in zip(one.utilities, problem.disagreement, strict=True)]
            rows.append([TITLES[solution.rule], MEANING[solution.rule], *worth, *over, *_named(answer, one)])
    if answer.solutions:
        rows.append(["ideal", "most each alone could have", *(float(value) for value in answer.ideal)])
    return rows + [["note", note] for note in answer.notes]


def _amendments(answer: Answer) -> list[list[Any]]:
    problem = answer.problem
    gains = [f"{party} gains" for party in problem.parties]
    rows: list[list[Any]] = [["issues changed", "change", *gains, *(issue.name for issue in problem.issues)]]
    for step in answer.amendments or ():
        rows.append(
            [
                step.changes,
                changes(problem, step),
                *(float(gain) for gain in step.gains),
                *_named(answer, step.agreement),
            ]
        )
    return rows


def _frontier(answer: Answer) -> list[list[Any]]:
    problem, frontier = answer.problem, answer.frontier
    rows: list[list[Any]] = [[*problem.parties, "outcomes worth the same", *(i.name for i in problem.issues)]]
    for place in range(len(frontier) if frontier is not None else 0):
        assert frontier is not None
        one = frontier.agreement(problem, place)
        rows.append([*(float(value) for value in one.utilities), one.ways, *_named(answer, one)])
    return rows
