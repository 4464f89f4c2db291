"""What stands around the text of a Word file in the UN's layout: masthead, running heads, page numbers.

Measures are those of the official Word files of the seventy-second session (A/RES/72/7 and others): a letter page,
the masthead as a table in the header of the first page, the symbol and the title in a running head after it.
"""

from __future__ import annotations

import re

from maslahat.text.akn_inline import escaped
from maslahat.text.document import Cover, Document
from maslahat.text.docx_parts import HEAD

_LONGEST_HEAD = 110
RIGHT_TO_LEFT_LETTER = re.compile("[\u0590-\u08ff]")
HOUSE = {
    "rus": "Организация Объединенных Наций",
    "fra": "Nations Unies",
    "spa": "Naciones Unidas",
    "ara": "الأمم المتحدة",
    "zho": "联合国",
}


def frame(doc: Document) -> dict[str, str]:
    """Return headers and footers by name; none for a text that is no document of an organ."""
    cover = doc.cover
    if not (cover.symbol or cover.authority):
        return {"footer1": _part("ftr", _p("Footer", _pages(), right=True))}
    running = shortened(doc.title, _LONGEST_HEAD)
    return {
        "header1": _part("hdr", _running_head(cover.symbol, running)),
        "header2": _part("hdr", _masthead(doc)),
        "footer1": _part("ftr", _two(_run(_job(cover)), _pages(), "Footer")),
        "footer2": _part("ftr", _p("Job", _run(cover.job_number))),
    }


def shortened(title: str, most: int) -> str:
    """Return a title for a running head, cut after a word where it is longer than `most` characters."""
    return title if len(title) <= most else f"{title[:most].rsplit(' ', 1)[0]} …"


def distributed(cover: Cover) -> str:
    """Return the line of distribution; in French it says the word itself: `Distr. générale`."""
    said = cover.distribution
    return said if not said or said.startswith("Distr") else f"Distr.: {said}"


def _part(tag: str, content: str) -> str:
    return f"{HEAD % tag}{content}</w:{tag}>"


def _job(cover: Cover) -> str:
    """Return the number of the job without its language."""
    return cover.job_number.split(" ", maxsplit=1)[0]


def _run(text: str, properties: str = "") -> str:
    if not text:
        return ""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def _p(style: str, runs: str, right: bool = False) -> str:
    side = '<w:jc w:val="right"/>' if right else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{side}</w:pPr>{runs}</w:p>'


def _small(line: str) -> str:
    """Return a line beside the organ; Latin letters run from left to right on a page of the other direction too."""
    side = "" if RIGHT_TO_LEFT_LETTER.search(line) else '<w:bidi w:val="0"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Small"/>{side}</w:pPr>{_run(line)}</w:p>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _pages() -> str:
    return f"{_field('PAGE')}{_run('/')}{_field('NUMPAGES')}"


def _two(left: str, right: str, style: str, widths: tuple[int, int] = (4932, 4932), rule: str = "") -> str:
    cells = _cell(_p(style, left), widths[0]) + _cell(_p(style, right, right=True), widths[1])
    return _table(widths, f"<w:tr>{cells}</w:tr>", rule) + "<w:p/>"


def _running_head(symbol: str, title: str) -> str:
    rule = '<w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tblBorders>'
    return _two(_run(symbol, "<w:b/>"), _run(title, "<w:b/>"), "Header", (3033, 6831), rule)


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


def _masthead(doc: Document) -> str:
    """Return the masthead: house and symbol over a thin rule, organ and distribution over a thick one."""
    cover = doc.cover
    house = HOUSE.get(doc.language, "United Nations")
    initial, rest = (cover.symbol[:1], cover.symbol[1:]) if "/" in cover.symbol else ("", cover.symbol)
    symbol = _run(initial, '<w:sz w:val="40"/>') + _run(rest)
    top = (
        _cell(_p("Header", ""), 1267, below=4, bottom=True)
        + _cell(_p("House", _run(house)), 3110, below=4, bottom=True)
        + _cell(_p("Symbol", symbol, right=True), 5530, span=2, below=4, bottom=True)
    )
    distribution = distributed(cover)
    small = "".join(_small(line) for line in (distribution, cover.issued_text, cover.original) if line)
    low = (
        _cell(_p("Header", ""), 1267, below=12)
        + _cell(_p("Organ", _run(cover.authority or str(doc.organ))), 5400, span=2, below=12)
        + _cell(small or _p("Small", ""), 3240, below=12)
    )
    heights = [
        f'<w:trPr><w:trHeight w:val="{height}" w:hRule="{rule}"/></w:trPr>'
        for height, rule in ((864, "exact"), (1900, "atLeast"))
    ]
    rows = f"<w:tr>{heights[0]}{top}</w:tr><w:tr>{heights[1]}{low}</w:tr>"
    return (
        _table((1267, 3110, 2290, 3240), rows)
        + '<w:p><w:pPr><w:spacing w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
    )
