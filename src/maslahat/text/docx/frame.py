"""What stands around the text of a Word file in the UN's layout: masthead, running heads, page numbers.

Measures are those of the official Word files of the seventy-second session (A/RES/72/7 and others): a letter page,
the masthead as a table in the header of the first page, the symbol and the title in a running head after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from maslahat.text.akn.inline import escaped
from maslahat.text.document import Cover, Document
from maslahat.text.docx.parts import HEAD

_LONGEST_HEAD = 110
RIGHT_TO_LEFT_LETTER = re.compile("[\u0590-\u08ff]")
HOUSE = {
    "rus": "Организация Объединенных Наций",
    "fra": "Nations Unies",
    "spa": "Naciones Unidas",
    "ara": "الأمم المتحدة",
    "zho": "联合国",
}


Says = Callable[[Callable[[Document], str], str], str]


def frame(doc: Document, says: Says | None = None) -> dict[str, str]:
    """Return headers and footers by name; none for a text that is no document of an organ.

    `says` writes the runs of a field that is given as a function of the document, in the properties given; where it
    is left out the field of `doc` is written as it is.
    """
    say = says or (lambda field, properties: _run(field(doc), properties))
    if not masthead(doc):
        return {"footer1": _part("ftr", _p("Footer", _pages(), right=True))}
    return {
        "header1": _part("hdr", _running_head(say)),
        "header2": _part("hdr", _masthead(say)),
        "footer1": _part("ftr", _two(say(_job, ""), _pages(), "Footer")),
        "footer2": _part("ftr", _p("Job", say(lambda one: one.cover.job_number, ""))),
    }


def masthead(doc: Document) -> bool:
    """Tell whether a document has a masthead."""
    return bool(doc.cover.symbol or doc.cover.authority)


def shortened(title: str, most: int) -> str:
    """Return a title for a running head, cut after a word where it is longer than `most` characters."""
    return title if len(title) <= most else f"{title[:most].rsplit(' ', 1)[0]} …"


def distributed(cover: Cover) -> str:
    """Return the line of distribution; in French it says the word itself: `Distr. générale`."""
    said = cover.distribution
    return said if not said or said.startswith("Distr") else f"Distr.: {said}"


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


def _small(runs: str) -> str:
    """Return a line beside the organ; Latin letters run from left to right on a page of the other direction too."""
    side = "" if RIGHT_TO_LEFT_LETTER.search(runs) else '<w:bidi w:val="0"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Small"/>{side}</w:pPr>{runs}</w:p>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _pages() -> str:
    return f"{_field('PAGE')}{_run('/')}{_field('NUMPAGES')}"


def _two(left: str, right: str, style: str, widths: tuple[int, int] = (4932, 4932), rule: str = "") -> str:
    cells = _cell(_p(style, left), widths[0]) + _cell(_p(style, right, right=True), widths[1])
    return _table(widths, f"<w:tr>{cells}</w:tr>", rule) + "<w:p/>"


def _running_head(say: Says) -> str:
    rule = '<w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tblBorders>'
    symbol = say(lambda doc: doc.cover.symbol, "<w:b/>")
    title = say(lambda doc: shortened(doc.title, _LONGEST_HEAD) if masthead(doc) else "", "<w:b/>")
    return _two(symbol, title, "Header", (3033, 6831), rule)


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


def _masthead(say: Says) -> str:
    """Return the masthead: house and symbol over a thin rule, organ and distribution over a thick one."""
    house = say(lambda doc: HOUSE.get(doc.language, "United Nations") if masthead(doc) else "", "")
    symbol = say(_initial, '<w:sz w:val="40"/>') + say(
        lambda doc: doc.cover.symbol.removeprefix(_initial(doc)), ""
    )
    top = (
        _cell(_p("Header", ""), 1267, below=4, bottom=True)
        + _cell(_p("House", house), 3110, below=4, bottom=True)
        + _cell(_p("Symbol", symbol, right=True), 5530, span=2, below=4, bottom=True)
    )
    organ = say(lambda doc: doc.cover.authority or str(doc.organ) if masthead(doc) else "", "")
    lines = (
        say(lambda doc: distributed(doc.cover), ""),
        say(lambda doc: doc.cover.issued_text, ""),
        say(lambda doc: doc.cover.original, ""),
    )
    low = (
        _cell(_p("Header", ""), 1267, below=12)
        + _cell(_p("Organ", organ), 5400, span=2, below=12)
        + _cell("".join(map(_small, filter(None, lines))) or _p("Small", ""), 3240, below=12)
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
