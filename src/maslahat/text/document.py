"""The model of an official document (DESIGN §10): resolution, statement, declaration, agreement, protocol.

A document is a cover, a title and one flat sequence of blocks in reading order. A block knows its printed
label and its level, so that nesting is a matter of the writer and nothing is lost when a text nests oddly.
What stands inside a line (italics, links, footnote calls) is kept beside the text as marks with offsets:
`Block.text` is always the plain words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class DocumentKind(StrEnum):
    """What sort of document a text is."""

    RESOLUTION = "resolution"
    STATEMENT = "presidential-statement"
    DECISION = "decision"
    DECLARATION = "declaration"
    JOINT_STATEMENT = "joint-statement"
    AGREEMENT = "agreement"
    PROTOCOL = "protocol"
    OTHER = "document"


class Organ(StrEnum):
    """Who adopted the text."""

    GENERAL_ASSEMBLY = "General Assembly"
    SECURITY_COUNCIL = "Security Council"
    ECOSOC = "Economic and Social Council"
    OTHER = ""


class BlockKind(StrEnum):
    """The part a block plays."""

    FORMULA = "formula"  # "The General Assembly,"
    PREAMBLE = "preamble"  # one preambular paragraph
    INTRO = "intro"  # the opening sentence of a presidential statement
    PARAGRAPH = "paragraph"  # operative, or of an annex or article; numbered or not
    HEADING = "heading"
    ARTICLE = "article"  # the head of an article: number "Article 3", text its title
    TABLE = "table"


class MarkKind(StrEnum):
    """What is marked inside a line."""

    ITALIC = "italic"
    BOLD = "bold"
    SUPERSCRIPT = "superscript"
    UNDERLINE = "underline"
    STRIKE = "strike"
    SMALL = "small-capitals"
    LINK = "link"
    NOTE = "note"  # a footnote call: start == end, value is the marker
    BREAK = "break"  # a line break kept by the source
    TERM = "term"
    OPENING = "opening"  # italics the layout gives; only in a document being written
    CITED = "cited"  # a link the layout gives; likewise


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotation on the characters `start` to `end` (exclusive) of a text; `value` is a link's address,
    a footnote's marker or a term's name."""

    start: int
    end: int
    kind: MarkKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `columns` and `rows` say how many it spans."""

    text: str
    head: bool = False
    columns: int = 1
    rows: int = 1
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, article head or table.

    `number` is the label as printed (`1.`, `(a)`, `Article 3`), `level` the depth: 0 for a paragraph of its
    own, 1 for (a), 2 for (i); for headings the rank, 0 the highest. `quote` counts the texts quoted whole
    this block stands in. `style` is the name of the source's own paragraph class, kept for a faithful return.
    """

    kind: BlockKind
    text: str = ""
    number: str = ""
    level: int = 0
    quote: int = 0
    marks: tuple[Mark, ...] = ()
    table: Table | None = None
    style: str = ""

    def with_words(self, text: str, marks: tuple[Mark, ...]) -> Block:
        """Return the block with other words and marks: `replace`, five times as fast, for nearly every block passes here."""
        return Block(self.kind, text, self.number, self.level, self.quote, marks, self.table, self.style)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote. An empty text says that the call was found and the note was not."""

    marker: str
    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Adoption:
    """Where and when a text was adopted: `55th plenary meeting`, 17 November 2017, each also as printed."""

    meeting: str = ""
    date: date | None = None
    date_text: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of the agenda: its number as printed (`58`, `128 (a)`) and its name."""

    number: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """A recorded vote: States in favour, against, abstaining; counts where the names are not known."""

    in_favour: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    abstaining: tuple[str, ...] = ()
    counts: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover data, each field as printed; dates also read."""

    authority: str = ""
    symbol: str = ""
    distribution: str = ""
    issued: date | None = None
    issued_text: str = ""
    original: str = ""  # "Original: English"
    session: str = ""
    agenda: tuple[AgendaItem, ...] = ()
    agenda_text: tuple[str, ...] = ()
    status_line: str = ""  # "Resolution adopted by the General Assembly on 17 November 2017"
    proponent: str = (
        ""  # "[without reference to a Main Committee (A/77/L.53)]", "Kazakhstan: draft resolution"
    )
    origin: str = ""  # the symbol of the draft or report it came from
    job_number: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One of several texts under one number (resolution 77/256 A and B)."""

    number: str
    title: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    adoption: Adoption = field(default_factory=Adoption)


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex, appendix or enclosure: its label as printed (`Annex I`), its title and its blocks."""

    label: str
    title: str
    blocks: tuple[Block, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: the party, and who signs for it where that is known."""

    party: str
    name: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Characters of the input that the model does not hold, and why. `line` counts from 1."""

    text: str
    reason: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Repair:
    """A mend that is offered and not made: the words found, the words proposed, the evidence."""

    where: str
    found: str
    offered: str
    evidence: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An official document. `blocks` is the whole main text in order, annexes apart."""

    kind: DocumentKind = DocumentKind.OTHER
    title: str = ""
    blocks: tuple[Block, ...] = ()
    organ: Organ = Organ.OTHER
    language: str = "eng"
    number: str = ""  # "72/7." or "Resolution 2339 (2017)"
    cover: Cover = field(default_factory=Cover)
    title_marks: tuple[Mark, ...] = ()
    parts: tuple[Part, ...] = ()
    annexes: tuple[Annex, ...] = ()
    notes: tuple[Note, ...] = ()
    adoption: Adoption = field(default_factory=Adoption)
    closing: tuple[str, ...] = ()  # "Done at Tashkent on …, in three originals, …"
    signatures: tuple[Signature, ...] = ()
    vote: Vote | None = None
    sponsors: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    repairs: tuple[Repair, ...] = ()
    carried: tuple[tuple[str, str], ...] = ()  # what a source format says beyond this model, by name

    @property
    def preamble(self) -> tuple[Block, ...]:
        """The preambular paragraphs of the main text."""
        return tuple(block for block in self.blocks if block.kind is BlockKind.PREAMBLE)

    @property
    def operative(self) -> tuple[Block, ...]:
        """The paragraphs of the main text that are not preambular, headings and tables apart."""
        return tuple(block for block in self.blocks if block.kind is BlockKind.PARAGRAPH)

    def all_blocks(self) -> Iterator[Block]:
        """Yield every block: main text, further parts, annexes."""
        yield from self.blocks
        for part in self.parts:
            yield from part.blocks
        for annex in self.annexes:
            yield from annex.blocks


def heading(text: str, level: int = 0, number: str = "") -> Block:
    """Return a heading."""
    return Block(BlockKind.HEADING, text, number, level)


def article(number: int | str, title: str = "") -> Block:
    """Return the head of an article of an agreement: `article(3, "Payments")`."""
    label = f"Article {number}" if str(number)[:1].isdigit() else str(number)
    return Block(BlockKind.ARTICLE, title, label)


def paragraph(text: str, number: str = "", level: int = 0, marks: tuple[Mark, ...] = ()) -> Block:
    """Return a paragraph, as in `paragraph("The Parties …", "1.")` or `paragraph("energy;", "(a)", 1)`."""
    return Block(BlockKind.PARAGRAPH, text, number, level, marks=marks)


def preambular(text: str, marks: tuple[Mark, ...] = ()) -> Block:
    """Return a preambular paragraph."""
    return Block(BlockKind.PREAMBLE, text, marks=marks)


def table(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...], caption: str = "") -> Block:
    """Return a table with one header row; the caption stands over it."""
    head = tuple(Cell(text, head=True) for text in header)
    body = tuple(tuple(Cell(text) for text in row) for row in rows)
    return Block(BlockKind.TABLE, caption, table=Table((head, *body)))


def call(text: str, marker: str) -> Mark:
    """Return a footnote call at the end of `text`."""
    return Mark(len(text), len(text), MarkKind.NOTE, marker)
