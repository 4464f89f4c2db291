"""What stands around the text of a Word file in the UN's layout: masthead, running heads, page numbers.

Measures are those of the official Word files of the seventy-second session (A/RES/72/7 and others): a letter page,
the masthead as a table in the header of the first page, the symbol and the title in a running head after it. Symbol
and page number stand on the outer side of the sheet, left on even pages and right on odd ones. The emblem, the bar
code and the square of dots of the UN's own files are the Secretariat's to set and are left out; their room is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from maslahat.text.akn.inline import escaped
from maslahat.text.document import Document
from maslahat.text.docx.parts import HEAD, turned
from maslahat.text.language import RIGHT_TO_LEFT_LETTER
from maslahat.text.masthead import HOUSE, distributed, masthead, shortened

_LONGEST_HEAD = 200  # the row holds three lines; the UN sets titles of 170 characters whole
_TOP_ROW, _LOW_ROW, _BARE_LOW_ROW = 864, 2880, 720  # twentieths of a point
_FOOT = (588, 396)  # what the first page keeps free over and under the job number, for the bar code
_BOLD = "<w:b/><w:bCs/>"
_GAP = '<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr></w:p>'
_COLUMNS = (1267, 3384, 2088, 3168)  # of the masthead: emblem, house, the rest of the organ, distribution
_LATIN = '<w:bidi w:val="0"/>'
Says = Callable[[Callable[[Document], str], str], str]


def frame(doc: Document, says: Says | None = None) -> dict[str, str]:
    """Return headers and footers by name; none for a text that is no document of an organ.

    `says` writes the runs of a field that is given as a function of the document, in the properties given; where it
    is left out the field of `doc` is written as it is.
    """
    say = says or (lambda field, properties: _run(field(doc), properties))
    if not masthead(doc):
        sides = {
            "footer1": _part("ftr", _p("Footer", _pages(), right=True)),
            "footer3": _part("ftr", _p("Footer", _pages())),
        }
    else:
        sides = {
            "header1": _part("hdr", _running_head(say, even=False)),
            "header2": _part("hdr", _masthead(say, issued=bool(distributed(doc.cover)))),
            "header3": _part("hdr", _running_head(say, even=True)),
            "footer1": _part("ftr", _foot(say, even=False)),
            "footer2": _part("ftr", _first_foot(say)),
            "footer3": _part("ftr", _foot(say, even=True)),
        }
    return {name: turned(content, doc.language) for name, content in sides.items()}


def _part(tag: str, content: str) -> str:
    return f"{HEAD % tag}{content}</w:{tag}>"


def _job(doc: Document) -> str:
    """Return the number of the job without its language."""
    return doc.cover.job_number.split(" ", maxsplit=1)[0]


def _run(text: str, properties: str = "") -> str:
    if not text:
        return ""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def _p(style: str, runs: str, right: bool = False) -> str:
    side = '<w:jc w:val="right"/>' if right else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{side}</w:pPr>{runs}</w:p>'


def _small(lines: Sequence[str]) -> str:
    """Return the lines beside the organ; Latin letters run from left to right on a page of the other direction too."""
    out, room = [], '<w:spacing w:before="240"/>'
    for runs in lines or ("",):
        side = "" if RIGHT_TO_LEFT_LETTER.search(runs) else _LATIN
        out.append(f'<w:p><w:pPr><w:pStyle w:val="Small"/>{side}{room}</w:pPr>{runs}</w:p>')
        room = ""
    return "".join(out)


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:rPr>{_BOLD}</w:rPr><w:t>1</w:t></w:r></w:fldSimple>'


def _pages() -> str:
    return f"{_field('PAGE')}{_run('/', _BOLD)}{_field('NUMPAGES')}"


def _two(left: str, right: str, style: str, widths: tuple[int, int], look: str = "") -> str:
    """Return a table of one row: what stands left, what stands right; `look` is its height and rule."""
    rule = '<w:tblBorders><w:bottom w:val="single" w:sz="2" w:space="0" w:color="000000"/></w:tblBorders>'
    cells = _cell(_p(style, left), widths[0], bottom=bool(look)) + _cell(
        _p(style, right, right=True), widths[1], bottom=bool(look)
    )
    return _table(widths, f"<w:tr>{look}{cells}</w:tr>", rule if look else "") + _GAP


def _running_head(say: Says, even: bool) -> str:
    """Return the head of a later page: the symbol on the outer side, the title on the inner one."""
    symbol = say(lambda doc: doc.cover.symbol, "")
    title = say(lambda doc: shortened(doc.title, _LONGEST_HEAD) if masthead(doc) else "", "")
    look = _height(_TOP_ROW)
    if even:
        return _two(symbol, title, "RunningHead", (3033, 6831), look)
    return _two(title, symbol, "RunningHead", (6831, 3033), look)


def _foot(say: Says, even: bool) -> str:
    """Return the foot of a later page: its number on the outer side, the small job number on the inner one."""
    job, pages = say(_job, '<w:sz w:val="14"/><w:szCs w:val="14"/>'), _pages()
    left, right = (pages, job) if even else (job, pages)
    return _two(left, right, "Footer", (4932, 4932))


def _first_foot(say: Says) -> str:
    """Return the foot of the first page: the job number, and around it the room of the bar code."""
    job = say(lambda doc: doc.cover.job_number, '<w:rtl w:val="0"/>')
    above, below = (
        f'<w:p><w:pPr><w:spacing w:line="{room}" w:lineRule="exact"/></w:pPr></w:p>' for room in _FOOT
    )
    return f'{above}<w:p><w:pPr><w:pStyle w:val="Job"/>{_LATIN}</w:pPr>{job}</w:p>{below}'


def _height(height: int, rule: str = "exact") -> str:
    return f'<w:trPr><w:trHeight w:val="{height}" w:hRule="{rule}"/></w:trPr>'


def _table(widths: tuple[int, ...], rows: str, borders: str = "") -> str:
    margins = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        f"{margins}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _cell(content: str, width: int, span: int = 1, below: int = 0, bottom: bool = False) -> str:
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    rule = (
        f'<w:tcBorders><w:bottom w:val="single" w:sz="{below}" w:space="0" w:color="auto"/></w:tcBorders>'
        if below
        else ""
    )
    aligned = '<w:vAlign w:val="bottom"/>' if bottom else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{rule}{aligned}</w:tcPr>{content}</w:tc>'
    )


def _initial(doc: Document) -> str:
    """Return the letter of the organ in the symbol, which stands larger."""
    return doc.cover.symbol[:1] if "/" in doc.cover.symbol else ""


def _masthead(say: Says, issued: bool) -> str:
    """Return the masthead: house and symbol over a thin rule, organ and distribution over a thick one."""
    rows = f"<w:tr>{_height(_TOP_ROW)}{_house_row(say)}</w:tr>"
    height = _height(_LOW_ROW if issued else _BARE_LOW_ROW, "atLeast")
    rows += f"<w:tr>{height}{_organ_row(say)}</w:tr>"
    return _table(_COLUMNS, rows) + '<w:p><w:pPr><w:spacing w:line="240" w:lineRule="exact"/></w:pPr></w:p>'


def _house_row(say: Says) -> str:
    house = say(lambda doc: HOUSE.get(doc.language, "United Nations") if masthead(doc) else "", "")
    symbol = say(_initial, '<w:sz w:val="40"/><w:szCs w:val="40"/>') + say(
        lambda doc: doc.cover.symbol.removeprefix(_initial(doc)), ""
    )
    return (
        _cell(_p("Header", ""), _COLUMNS[0], below=4, bottom=True)
        + _cell(_p("House", house), _COLUMNS[1], below=4, bottom=True)
        + _cell(_p("Symbol", symbol, right=True), sum(_COLUMNS[2:]), span=2, below=4, bottom=True)
    )


def _organ_row(say: Says) -> str:
    organ = say(lambda doc: doc.cover.authority or str(doc.organ) if masthead(doc) else "", "")
    lines = (
        say(lambda doc: distributed(doc.cover), ""),
        say(lambda doc: doc.cover.issued_text, ""),
        say(lambda doc: doc.cover.original, ""),
    )
    small = _small([line for line in lines if line])
    return (
        _cell(_p("Header", ""), _COLUMNS[0], below=12)
        + _cell(_p("Organ", organ), sum(_COLUMNS[1:3]), span=2, below=12)
        + _cell(small, _COLUMNS[3], below=12)
    )
