"""The draft protocol as a part of the page: which package it is written from and why, then its articles."""

from __future__ import annotations

from maslahat.brief.draft import protocol
from maslahat.brief.page import Block, Column, Heading, Paragraph, Section, Table
from maslahat.brief.reading import Reading
from maslahat.brief.words import counted, listed
from maslahat.text import Block as Clause
from maslahat.text import BlockKind, Document


def drafting_section(reading: Reading, named: bool = False) -> Section:
    """Return the section on the draft; `named` says that the reader asked for this package."""
    package = reading.chosen
    if package is None:
        reason = "No package is offered, so that there is nothing to draft."
        return Section("draft", "Draft protocol", (Paragraph(reason, "lead"),))
    document = protocol(reading.result, package)
    blocks: list[Block] = [Paragraph(_origin(reading, named), "note"), Heading(document.title)]
    blocks += [block for k, clause in enumerate(document.blocks) for block in _blocks(clause, k)]
    blocks += [Paragraph(text, "clause") for text in document.closing]
    blocks += [
        Paragraph(f"For {signature.party}: ____________________", "clause")
        for signature in document.signatures
    ]
    for annex in document.annexes:
        blocks.append(Heading(f"{annex.label}. {annex.title}"))
        blocks += [block for k, clause in enumerate(annex.blocks) for block in _blocks(clause, 1000 + k)]
    return Section("draft", f"Draft protocol ({_size(document)})", tuple(blocks))


def _origin(reading: Reading, named: bool) -> str:
    package = reading.chosen
    assert package is not None
    why = (
        "which was asked for"
        if named
        else "of the packages offered the one in which the state that gains least gains most"
    )
    text = f"Written from “{package.title}”, {why}."
    if not package.offered:
        text += " This package is not offered as an agreement; the draft shows what it would say."
    others = [other.key for other in reading.offered if other.key != package.key]
    if others:
        text += f" Another package is drafted with --protocol and its key: {listed(others, 'or')}."
    return f"{text} Tolerances, days and terms are proposals; the figures in the tables are computed."


def _size(document: Document) -> str:
    articles = sum(block.kind is BlockKind.ARTICLE for block in document.blocks)
    return f"{articles} articles" if articles > 10 else counted(articles, "article")


def _blocks(clause: Clause, position: int) -> list[Block]:
    if clause.kind is BlockKind.ARTICLE:
        return [Paragraph(clause.text, "article", clause.number)]
    if clause.kind is BlockKind.TABLE and clause.table is not None:
        return [_table(clause, position)]
    return [Paragraph(clause.text, "clause", clause.number, clause.level)]


def _table(clause: Clause, position: int) -> Table:
    assert clause.table is not None
    head, *body = clause.table.rows
    figures = [all(_is_figure(row[k].text) for row in body) for k in range(len(head))]
    columns = tuple(Column(cell.text, figures=figures[k]) for k, cell in enumerate(head))
    rows = tuple(tuple(cell.text for cell in row) for row in body)
    return Table(f"draft-{position}", clause.text, columns, rows)


def _is_figure(text: str) -> bool:
    return not text or text.replace(",", "").replace(".", "").replace("−", "").isdigit()
