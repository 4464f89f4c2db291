"""A document as a semantic HTML fragment that needs nothing else: its few style rules stand inside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import escape

from maslahat.text.akn.inline import CITED, OPENING
from maslahat.text.document import Adoption, Block, BlockKind, Cell, Document, Mark, MarkKind, Table
from maslahat.text.html.style import ARTICLE_STYLE, PAGE_STYLE
from maslahat.text.language import LANGUAGE_TAGS, RIGHT_TO_LEFT, RIGHT_TO_LEFT_LETTER
from maslahat.text.layout import LOST_NOTE, laid_out, put_forward
from maslahat.text.masthead import distributed
from maslahat.text.table_grid import figures, heads, placed

_LINKS = (MarkKind.LINK, MarkKind.CITED)
SAFE_SCHEMES = ("http://", "https://", "#", "/")

TAGS = {
    MarkKind.ITALIC: ("<em>", "</em>"),
    MarkKind.BOLD: ("<strong>", "</strong>"),
    MarkKind.SUPERSCRIPT: ("<sup>", "</sup>"),
    MarkKind.TERM: ("<dfn>", "</dfn>"),
    MarkKind.OPENING: (f'<em class="{OPENING}">', "</em>"),
    MarkKind.UNDERLINE: ("<u>", "</u>"),
    MarkKind.STRIKE: ("<s>", "</s>"),
    MarkKind.SMALL: ("<small>", "</small>"),
}


def write_html(doc: Document) -> str:
    """Return `<article class="un-doc">…</article>` with its style rules inside. All text is escaped."""
    doc = laid_out(doc)
    language = LANGUAGE_TAGS.get(doc.language, doc.language)
    direction = ' dir="rtl"' if doc.language in RIGHT_TO_LEFT else ""
    lines = [f'<article class="un-doc {doc.kind}" lang="{escape(language)}"{direction}>', ARTICLE_STYLE]
    lines += [*_cover(doc, bool(direction)), *_title(doc.number, doc.title, doc.title_marks, "h1")]
    lines += [*_blocks(doc.blocks), *_adoption(doc.adoption)]
    for part in doc.parts:
        lines += ['<section class="part">', *_title(part.number, part.title, part.marks, "h2")]
        lines += [*_blocks(part.blocks), *_adoption(part.adoption), "</section>"]
    lines += [*_closing(doc), *_annexes(doc), *_notes(doc), "</article>"]
    return _numbered("\n".join(lines)) + "\n"


def page(doc: Document) -> str:
    """Return the document as a whole page."""
    language = escape(LANGUAGE_TAGS.get(doc.language, doc.language))
    title = escape(f"{doc.cover.symbol} {doc.title or doc.number}".strip(), quote=False)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"{PAGE_STYLE}</head><body><main>\n{write_html(doc)}</main></body></html>\n"
    )


def _numbered(page: str) -> str:
    """Return the page with an address of its own for every note and call, for a marker may stand for several notes."""
    for kind in ('href="#note-', 'id="note-', 'href="#call-', 'id="call-'):
        seen: dict[str, int] = {}

        def own(found: re.Match[str], kind: str = kind, seen: dict[str, int] = seen) -> str:
            seen[found[1]] = seen.get(found[1], 0) + 1
            more = f"-{seen[found[1]]}" if seen[found[1]] > 1 else ""
            return f'{kind}{found[1]}{more}"'

        page = re.sub(rf'{kind}([^"]*)"', own, page)
    return page


def inline_html(text: str, marks: tuple[Mark, ...]) -> str:
    """Return `text` escaped, with its marks as tags, properly nested whatever their order."""
    events: dict[int, tuple[list[str], list[str]]] = {}
    pieces = _nested(text, marks)
    for start, end, opening, closing in pieces:
        events.setdefault(start, ([], []))[0].append(opening)
        events.setdefault(end, ([], []))[1].insert(0, closing)
    points = _points(text, marks)
    out, last = [], 0
    for at in sorted({*events, *points}):
        out.append(escape(text[last:at], quote=False))
        opened, closed = events.get(at, ([], []))
        out += [*closed, *points.get(at, []), *opened]
        last = at
    return "".join(out) + escape(text[last:], quote=False)


def _nested(text: str, marks: tuple[Mark, ...]) -> list[tuple[int, int, str, str]]:
    """Return tags over stretches, those that would cross an outer one cut at its end."""
    spans = sorted(
        (mark for mark in marks if mark.end > mark.start), key=lambda mark: (mark.start, -mark.end)
    )
    open_ends: list[int] = []
    found: list[tuple[int, int, str, str]] = []
    for mark in spans:
        open_ends = [end for end in open_ends if end > mark.start]
        end = min([min(mark.end, len(text)), *open_ends])
        tags = _link(mark) if mark.kind in _LINKS else TAGS.get(mark.kind)
        if tags and end > mark.start:
            found.append((mark.start, end, *tags))
            open_ends.append(end)
    return found


def _link(mark: Mark) -> tuple[str, str] | None:
    if not mark.value.startswith(SAFE_SCHEMES):
        return None
    added = f'class="{CITED}" ' if mark.kind is MarkKind.CITED else ""
    return f'<a {added}href="{escape(mark.value)}">', "</a>"


def _points(text: str, marks: tuple[Mark, ...]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for mark in marks:
        at = min(mark.start, len(text))
        if mark.kind is MarkKind.NOTE:
            name = escape(mark.value)
            found.setdefault(at, []).append(
                f'<sup class="call" id="call-{name}"><a href="#note-{name}">{name}</a></sup>'
            )
        elif mark.kind is MarkKind.BREAK:
            found.setdefault(at, []).append("<br>")
    return found


def _cover(doc: Document, turned: bool = False) -> Iterator[str]:
    cover = doc.cover
    fields = [("symbol", cover.symbol), ("authority", cover.authority)]
    fields += [("distribution", distributed(cover))]
    fields += [("issued", cover.issued_text), ("original", cover.original)]
    fields += [("session", cover.session)]
    fields += [("agenda", line) for line in cover.agenda_text]
    fields += [("status", cover.status_line), ("proponent", cover.proponent), ("job", cover.job_number)]
    lines = [_field(doc, name, value, turned) for name, value in fields if value]
    if lines:
        yield from ("<header>", *lines, "</header>")


def _field(doc: Document, name: str, value: str, turned: bool) -> str:
    """Return a line of the cover; sponsors are bold, a committee is italic within upright brackets."""
    words, more = escape(value, quote=False), ""
    if name == "proponent":
        sponsors, marks = put_forward(doc)
        words, more = inline_html(value, marks), " sponsors" if sponsors else ""
    return f'<p class="{name}{more}"{_latin(value, turned)}>{words}</p>'


def _latin(line: str, turned: bool) -> str:
    """Return the direction of a line of Latin letters on a page that runs from right to left."""
    return ' dir="ltr"' if turned and not RIGHT_TO_LEFT_LETTER.search(line) else ""


def _title(number: str, title: str, marks: tuple[Mark, ...], tag: str) -> Iterator[str]:
    if number or title:
        label = f'<span class="num">{escape(number, quote=False)}</span> ' if number else ""
        yield f"<{tag}>{label}{inline_html(title, marks)}</{tag}>"


def _adoption(adoption: Adoption) -> Iterator[str]:
    said = (("meeting", adoption.meeting), ("date", adoption.date_text))
    lines = [f'<span class="{name}">{escape(line, quote=False)}</span>' for name, line in said if line]
    if lines:
        yield f'<p class="adoption">{"<br>".join(lines)}</p>'


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        text = inline_html(block.text, block.marks)
        label = f'<span class="num">{escape(block.number, quote=False)}</span> ' if block.number else ""
        if block.kind is BlockKind.TABLE:
            yield from _table(block, text)
        elif block.kind in {BlockKind.HEADING, BlockKind.ARTICLE}:
            tag = f"h{min(block.level + 2, 6)}"
            yield f'<{tag} class="{block.kind} level-{block.level}{_quoted(block)}">{label}{text}</{tag}>'
        else:
            yield f'<p class="{block.kind} level-{block.level}{_quoted(block)}">{label}{text}</p>'


def _quoted(block: Block) -> str:
    return f" quoted quoted-{block.quote}" if block.quote else ""


def _table(block: Block, caption: str) -> Iterator[str]:
    """Yield a table in a box of its own, in which a wide one is moved sideways, also by the keyboard."""
    table = block.table or Table(())
    named = f' role="region" aria-label="{escape(block.text)}"' if block.text else ""
    yield f'<div class="table-box{_quoted(block)}" tabindex="0"{named}><table class="table{_quoted(block)}">'
    if caption:
        yield f"<caption>{caption}</caption>"
    right, body = figures(table), False
    for n, (row, cells) in enumerate(zip(table.rows, placed(table), strict=True)):
        headed = heads(row)
        if n == 0 and headed:
            yield "<thead>"
        elif not headed and not body:
            yield "</thead><tbody>" if n else "<tbody>"
            body = True
        scope = "row" if body else "col"
        yield "<tr>" + "".join(_cell(one, scope, (at, one.columns) in right) for at, one in cells) + "</tr>"
    yield ("</tbody>" if body else "</thead>" if table.rows else "") + "</table></div>"


def _cell(cell: Cell, scope: str, figure: bool) -> str:
    tag = "th" if cell.head else "td"
    said = f' scope="{scope}"' if cell.head else ""
    said += ' class="figure"' if figure else ""
    said += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    said += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<{tag}{said}>{inline_html(cell.text, cell.marks)}</{tag}>"


def _closing(doc: Document) -> Iterator[str]:
    yield from (f'<p class="closing">{escape(line, quote=False)}</p>' for line in doc.closing)
    if doc.signatures:
        yield '<div class="signatures">'
        for signature in doc.signatures:
            said = (("name", signature.name), ("office", signature.office))
            who = "".join(
                f'<br><span class="{name}">{escape(word, quote=False)}</span>' for name, word in said if word
            )
            yield f'<p>For <span class="party">{escape(signature.party, quote=False)}</span>{who}</p>'
        yield "</div>"


def _annexes(doc: Document) -> Iterator[str]:
    for annex in doc.annexes:
        said = (("label", annex.label), ("title", annex.title))
        heads = [f'<span class="{name}">{escape(word, quote=False)}</span>' for name, word in said if word]
        yield f'<section class="annex"><h2>{"<br>".join(heads)}</h2>'
        yield from _blocks(annex.blocks)
        yield "</section>"


def _notes(doc: Document) -> Iterator[str]:
    """Yield the notes, each with a way back to its call where it has one."""
    if not doc.notes:
        return
    calls = Counter(mark.value for mark in _marks(doc) if mark.kind is MarkKind.NOTE)
    yield '<footer class="notes">'
    for note in doc.notes:
        marker = escape(note.marker)
        text = inline_html(note.text, note.marks)
        body = f'<span class="note">{text}</span>' if text else f'<span class="missing">{LOST_NOTE}</span>'
        called = calls[note.marker] > 0
        calls[note.marker] -= called
        sign = f'<a href="#call-{marker}">{marker}</a>' if called else marker
        yield f'<p id="note-{marker}"><sup>{sign}</sup> {body}</p>'
    yield "</footer>"


def _marks(doc: Document) -> Iterator[Mark]:
    yield from doc.title_marks
    for part in doc.parts:
        yield from part.marks
    for block in doc.all_blocks():
        yield from block.marks
        for row in block.table.rows if block.table else ():
            yield from (mark for cell in row for mark in cell.marks)
