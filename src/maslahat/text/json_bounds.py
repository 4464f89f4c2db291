"""What the fields of a document hold at most: a file anybody may have written is checked before it is used.

Every other form gives such numbers from its own structure; JSON gives whatever stands there, and a cell said to cover
a hundred million columns would be laid out column by column (DESIGN §10, malformed input).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import islice
from typing import Any

from maslahat.core import Fault
from maslahat.text.document import Block, BlockKind, Cell, Document, Mark
from maslahat.text.numerals import MOST_DEEP, MOST_SPANNED
from maslahat.text.safe_xml import no_character

_MOST_TOLD = 50


def bounds(doc: Document, where: str) -> Iterator[Fault]:
    """Yield what is out of bounds, by the name of its field; the first fifty of them."""
    yield from islice(_value(doc, where, ""), _MOST_TOLD)


def _value(value: Any, where: str, name: str) -> Iterator[Fault]:
    if isinstance(value, str):
        if found := no_character(value):
            yield Fault(
                f"{where}: {name}", f"{found}, which is no character of a text", "text", "Take it out."
            )
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from _value(item, where, f"{name}[{n}]")
    elif dataclasses.is_dataclass(value):
        yield from _numbers(value, f"{where}: {name}")
        for field in dataclasses.fields(value):
            inner = f"{name}.{field.name}" if name else field.name
            yield from _value(getattr(value, field.name), where, inner)


def _numbers(value: Any, where: str) -> Iterator[Fault]:
    if isinstance(value, Cell):
        yield from _within(where, value, ("columns", "rows"), 1, MOST_SPANNED)
    elif isinstance(value, Block):
        yield from _within(where, value, ("level", "quote"), 0, MOST_DEEP)
        if value.kind is BlockKind.TABLE and value.table is None:
            yield Fault(where, "a table without its rows", 'a field "table"')
    if isinstance(value, Block | Cell):
        yield from _marks(value.text, value.marks, where)


def _within(where: str, value: Any, names: tuple[str, ...], least: int, most: int) -> Iterator[Fault]:
    for name in names:
        number = getattr(value, name)
        if not least <= number <= most:
            yield Fault(f"{where}.{name}", f"{number}", f"{least} to {most}")


def _marks(text: str, marks: tuple[Mark, ...], where: str) -> Iterator[Fault]:
    for n, mark in enumerate(marks):
        if not 0 <= mark.start <= mark.end <= len(text):
            found = f"characters {mark.start} to {mark.end}"
            yield Fault(f"{where}.marks[{n}]", found, f"places in a text of {len(text)} characters")
