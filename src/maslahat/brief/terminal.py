"""The page in a terminal: 80 columns, nothing that a pipe or a grey screen would lose."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from maslahat.brief.page import Block, Chart, Column, Heading, Items, Page, Paragraph, Section, Table

WIDTH = 80
Line = Text | Padding | RichTable


def print_page(page: Page, file: IO[str] | None = None, width: int | None = None, date: str = "") -> None:
    """Print the page to `file` (standard output by default), at most 80 columns wide.

    `date` is set under the title where it is given; colours are used only where `file` is a terminal.
    """
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    console = Console(
        file=file,
        highlight=False,
        markup=False,
        emoji=False,
        width=width or min(console.width, WIDTH),
        soft_wrap=False,
    )
    for line in _page(page, console.width, date):
        console.print(line, no_wrap=isinstance(line, Text) and line.no_wrap, crop=True)


def _page(page: Page, width: int, date: str) -> Iterator[Line]:
    yield Text(f"{page.title.upper()} · season {page.season}", style="bold")
    yield Text(f"{page.basis}{f' Printed {date}.' if date else ''}", style="dim")
    for sentence in page.answer:
        yield Text("")
        yield from _hanging("•", sentence, 0)
    for section in page.sections:
        yield from _section(section, width)


def _section(section: Section, width: int) -> Iterator[Line]:
    yield Text("")
    yield Text(section.title.upper(), style="bold")
    yield Text("─" * width, style="dim")
    for position, block in enumerate(section.blocks):
        if position and not (isinstance(block, Paragraph) and block.level):
            yield Text("")
        yield from _block(block, width)


def _block(block: Block, width: int) -> Iterator[Line]:
    if isinstance(block, Paragraph):
        yield from _paragraph(block)
    elif isinstance(block, Items):
        for item in block.entries:
            yield from _hanging("•", f"{item.term}: {item.text}", 0)
    elif isinstance(block, Heading):
        yield Text(block.text, style="bold")
    elif isinstance(block, Chart):
        yield from _chart(block)
    else:
        yield from _table(block, width)


def _paragraph(block: Paragraph) -> Iterator[Line]:
    if block.role == "article":
        yield Text(f"{block.number}. {block.text}", style="bold")
    elif block.role == "command":
        yield Padding(Text(block.text), (0, 0, 0, 4))
    elif block.number:
        yield from _hanging(block.number, block.text, 4 * block.level)
    else:
        yield Text(block.text, style="dim" if block.role == "note" else "")


def _hanging(label: str, text: str, indent: int) -> Iterator[Line]:
    """Yield a paragraph whose label stands in a margin of its own."""
    margin = max(len(label) + 1, 4 if label != "•" else 2)
    table = RichTable(box=None, show_header=False, padding=0, pad_edge=False)
    table.add_column(width=margin, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(Text(label), Text(text))
    yield Padding(table, (0, 0, 0, indent))


def _chart(chart: Chart) -> Iterator[Line]:
    yield Text(chart.title, style="bold")
    for line in chart.sketch:
        yield Text(line, no_wrap=True, overflow="crop")


def _table(table: Table, width: int) -> Iterator[Line]:
    yield Text(table.title, style="bold")
    grid = None if table.wordy else _fitting(table, width)
    if grid is not None:
        yield grid
    else:
        yield from _records(table)
    if table.note:
        yield Text(table.note, style="dim")


def _fitting(table: Table, width: int) -> RichTable | None:
    """Return the table with the widest gaps that fit, ranges shortened if need be; None if nothing fits."""
    for tried, gap in ((table, 2), (table, 1), (_shortened(table), 1)):
        widths = [_least_width(tried, k) for k in range(len(tried.columns))]
        if sum(widths) + gap * (len(widths) - 1) <= width:
            return _grid(tried, widths, width, gap)
    return None


def _shortened(table: Table) -> Table:
    """Return the table with `+17 to +45` written `+17…+45`."""
    rows = tuple(tuple(re.sub(r"(?<=\d) to (?=[+−\d])", "…", cell) for cell in row) for row in table.rows)
    return replace(table, rows=rows)


def _grid(table: Table, widths: list[int], width: int, gap: int) -> RichTable:
    """Return the table with its figures unbroken and the room that is left shared by the words."""
    shared = _shared_widths(table, widths, width - gap * (len(widths) - 1))
    grid = RichTable(box=SIMPLE_HEAD, padding=(0, gap - 1, 0, 0), pad_edge=False, show_edge=False)
    for column, room in zip(table.columns, shared, strict=True):
        justify: JustifyMethod = "right" if column.figures else "left"
        grid.add_column(
            Text(_wrapped(_head(column), room)), justify=justify, vertical="top", width=room, overflow="fold"
        )
    tall = any("\n" in cell for row in table.rows for cell in row)
    for row in table.rows:
        grid.add_row(*(Text(_wrapped(cell, room)) for cell, room in zip(row, shared, strict=True)))
        if tall and row is not table.rows[-1]:
            grid.add_row()
    return grid


def _records(table: Table) -> Iterator[Line]:
    """Yield a table that is too wide as a list for each row."""
    for position, row in enumerate(table.rows):
        if position:
            yield Text("")
        yield Text(row[0].replace("\n", " "), style="bold")
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            yield from _hanging("•", f"{_head(column).replace(chr(10), ', ')}: {_line(cell)}", 2)


def _line(cell: str) -> str:
    """Return a cell in one line, what stands under its first line in brackets."""
    first, *rest = cell.split("\n")
    return f"{first} ({', '.join(rest).strip('()')})" if rest else first


def _head(column: Column) -> str:
    return f"{column.head}\n{column.unit}" if column.unit else column.head


def _least_width(table: Table, k: int) -> int:
    """Return the width below which a column would break a figure or a word."""
    column = table.columns[k]
    words = _parts(_head(column))
    for row in table.rows:
        words += row[k].split("\n") if column.figures else _parts(row[k])
    return max((len(word) for word in words), default=1)


def _shared_widths(table: Table, widths: list[int], room: int) -> list[int]:
    """Return the widths with what is left given, a letter at a time, to the column whose text is tallest."""
    shared = list(widths)
    left = room - sum(widths)
    while left > 0:
        heights = [_height(table, k, shared[k]) for k in range(len(shared))]
        tallest = max(range(len(shared)), key=lambda k: heights[k])
        if heights[tallest] == 0:
            break
        shared[tallest] += 1
        left -= 1
    return shared


def _height(table: Table, k: int, room: int) -> int:
    """Return how many lines the cells of a column take beyond the one, or two, that each is written on."""
    lines = [
        line
        for cell in (_head(table.columns[k]), *(row[k] for row in table.rows))
        for line in cell.split("\n")
    ]
    return sum(max(len(textwrap.wrap(line, room)), 1) - 1 for line in lines)


def _wrapped(cell: str, room: int) -> str:
    """Return the cell broken at spaces and hyphens; a word longer than the room is broken anywhere."""
    return "\n".join(part for line in cell.split("\n") for part in textwrap.wrap(line, room) or [""])


def _parts(text: str) -> list[str]:
    """Return the pieces of a text that may not be broken."""
    return re.sub(r"(?<=[a-z]-)(?=[A-Za-z])", " ", text).split()
