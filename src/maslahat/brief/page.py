"""The page as a value: sections of paragraphs, tables and charts, made once and rendered three ways."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Role = Literal["plain", "lead", "note", "clause", "article", "command"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences. `number` and `level` are those of a clause of the draft."""

    text: str
    role: Role = "plain"
    number: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: what it is about, and what is said of it; `where` it stands fills no terminal."""

    term: str
    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of entries."""

    entries: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; figures stand to the right. `unit` is set under the head."""

    head: str
    unit: str = ""
    figures: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under heads. A cell may have a second line after `\\n` (the spread under the mean)."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    wordy: bool = (
        False  # of sentences rather than figures: where there is little room, one row after the other
    )


@dataclass(frozen=True, slots=True)
class Chart:
    """One question answered in a picture.

    `title` is the answer as a sentence, `wide` and `narrow` are one Vega-Lite specification at two widths,
    `table` is the figures behind it, `sketch` are the lines that stand for it in a terminal (at most 80
    columns wide).
    """

    key: str
    title: str
    reading: str  # how to read it
    wide: dict[str, Any]
    narrow: dict[str, Any]
    table: Table
    sketch: tuple[str, ...] = ()


Block = Paragraph | Items | Heading | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page; `key` names it in links."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One brief."""

    title: str
    season: str
    basis: str  # what it was computed from
    answer: tuple[str, ...]  # the page in a few sentences
    sections: tuple[Section, ...] = field(default_factory=tuple)
    asked: str = ""  # key of the package that was asked to be drafted; empty: the page chose

    def section(self, key: str) -> Section:
        """Return the section of that key; KeyError where there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def charts(self) -> tuple[Chart, ...]:
        """Return the charts in their order."""
        return tuple(b for section in self.sections for b in section.blocks if isinstance(b, Chart))
