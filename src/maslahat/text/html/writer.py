"""A document as a semantic HTML fragment that needs nothing else: its few style rules stand inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from maslahat.text.akn.inline import CITED, OPENING
from maslahat.text.document import Adoption, Block, BlockKind, Cell, Cover, Document, Mark, MarkKind, Table
from maslahat.text.docx.frame import RIGHT_TO_LEFT_LETTER, distributed
from maslahat.text.layout import LOST_NOTE, laid_out

_LINKS = (MarkKind.LINK, MarkKind.CITED)
LANGUAGE_TAGS = {"eng": "en", "rus": "ru", "fra": "fr", "spa": "es", "ara": "ar", "zho": "zh"}
RIGHT_TO_LEFT = {"ara"}
SAFE_SCHEMES = ("http://", "https://", "#", "/")

STYLE = """<style>
.un-doc{max-width:46em;margin:0 auto;font:1rem/1.5 Georgia,"Times New Roman",serif;color:#1a1a1a}
.un-doc header{border-bottom:2px solid #333;margin-bottom:1.5em;padding-bottom:.5em}
.un-doc header p{margin:.1em 0}.un-doc .authority{font-size:1.4em;font-weight:700}
.un-doc .session,.un-doc .status{font-weight:700}.un-doc .status{font-size:1.1em;margin-top:.6em}
.un-doc .proponent{font-style:italic}
.un-doc .symbol{float:right;font-weight:600}
.un-doc h1{font-size:1.3em;line-height:1.3;margin:1em 0}
.un-doc h2{font-size:1.15em}.un-doc h3{font-size:1.05em}
.un-doc .num{display:inline-block;min-width:2em;padding-right:.4em}
.un-doc .level-1{margin-inline-start:2.4em}.un-doc .level-2{margin-inline-start:4.8em}.un-doc .level-3{margin-inline-start:7.2em}
.un-doc .preamble,.un-doc .formula{text-indent:2em}
.un-doc table{display:block;overflow-x:auto}.un-doc sup{line-height:0}.un-doc .quoted{border-left:3px solid #ccc;padding-left:1em}
.un-doc table{border-collapse:collapse;margin:1em 0;width:100%}
.un-doc th,.un-doc td{border:1px solid #bbb;padding:.25em .5em;text-align:left;vertical-align:top}
.un-doc caption{text-align:left;font-style:italic}.un-doc .adoption{text-align:right;font-style:italic}
.un-doc .notes{border-top:1px solid #999;margin-top:2em;font-size:.85em}
.un-doc .signatures{display:flex;flex-wrap:wrap;gap:2em;margin-top:2em}
.un-doc .signatures p{border-top:1px solid #333;padding-top:.3em;min-width:14em;margin-top:3em}
.un-doc .missing{color:#a00}.un-doc .job{color:#666;font-size:.85em}
@media(max-width:30em){.un-doc{padding:0 .6em}.un-doc .level-1{margin-inline-start:1.2em}
.un-doc .level-2{margin-inline-start:2.4em}.un-doc .level-3{margin-inline-start:3.6em}}
.un-doc[dir=rtl] .symbol{float:left}.un-doc[dir=rtl] th,.un-doc[dir=rtl] td,.un-doc[dir=rtl] caption{text-align:right}
.un-doc[dir=rtl] header p[dir=ltr]{text-align:right}.un-doc[dir=rtl] .adoption{text-align:left}
.un-doc[dir=rtl] .num{padding:0 0 0 .4em}
</style>"""

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
    lines = [f'<article class="un-doc {doc.kind}" lang="{escape(language)}"{direction}>', STYLE]
    lines += [*_cover(doc.cover, bool(direction)), *_title(doc.number, doc.title, doc.title_marks, "h1")]
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
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head><body>\n'
        f"{write_html(doc)}</body></html>\n"
    )


def _numbered(page: str) -> str:
    """Return the page with every note's own address, for one marker may stand for several notes."""
    for kind in ('href="#', 'id="'):
        seen: dict[str, int] = {}

        def own(found: re.Match[str], kind: str = kind, seen: dict[str, int] = seen) -> str:
            seen[found[1]] = seen.get(found[1], 0) + 1
            more = f"-{seen[found[1]]}" if seen[found[1]] > 1 else ""
            return f'{kind}note-{found[1]}{more}"'

        page = re.sub(rf'{kind}note-([^"]*)"', own, page)
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
            found.setdefault(at, []).append(f'<sup class="call"><a href="#note-{name}">{name}</a></sup>')
        elif mark.kind is MarkKind.BREAK:
            found.setdefault(at, []).append("<br>")
    return found


def _cover(cover: Cover, turned: bool = False) -> Iterator[str]:
    fields = [("symbol", cover.symbol), ("authority", cover.authority)]
    fields += [("distribution", distributed(cover))]
    fields += [("issued", cover.issued_text), ("original", cover.original)]
    fields += [("session", cover.session)]
    fields += [("agenda", line) for line in cover.agenda_text]
    fields += [("status", cover.status_line), ("proponent", cover.proponent), ("job", cover.job_number)]
    lines = [
        f'<p class="{name}"{_latin(value, turned)}>{escape(value, quote=False)}</p>'
        for name, value in fields
        if value
    ]
    if lines:
        yield from ("<header>", *lines, "</header>")


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
    table = block.table or Table(())
    yield f'<table class="table{_quoted(block)}">'
    if caption:
        yield f"<caption>{caption}</caption>"
    for row in table.rows:
        yield "<tr>" + "".join(_cell(cell) for cell in row) + "</tr>"
    yield "</table>"


def _cell(cell: Cell) -> str:
    tag = "th" if cell.head else "td"
    spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
        f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    )
    return f"<{tag}{spans}>{inline_html(cell.text, cell.marks)}</{tag}>"


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
    if not doc.notes:
        return
    yield '<footer class="notes">'
    for note in doc.notes:
        marker = escape(note.marker)
        text = inline_html(note.text, note.marks)
        body = f'<span class="note">{text}</span>' if text else f'<span class="missing">{LOST_NOTE}</span>'
        yield f'<p id="note-{marker}"><sup>{marker}</sup> {body}</p>'
    yield "</footer>"
