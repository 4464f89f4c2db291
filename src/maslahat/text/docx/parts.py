"""The fixed parts of a Word file in the layout of the United Nations: page, styles, footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maslahat.text.docx.ooxml import W

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:%s xmlns:w="{W}" xmlns:r="{_R}">'
LANGUAGES = {"eng": "en-GB", "rus": "ru-RU", "fra": "fr-FR", "spa": "es-ES", "ara": "ar-SA", "zho": "zh-CN"}
RIGHT_TO_LEFT = {"ara"}
OPENING_STYLE, CITED_STYLE = "Opening", "Cited"  # what the layout adds to a text that says nothing of it
MARGIN, STEP = 1267, 475  # twentieths of a point: the text's margin, the first tab and each step of a level
_REFERENCES = {
    "header1": '<w:headerReference w:type="default" r:id="%s"/>',
    "header2": '<w:headerReference w:type="first" r:id="%s"/>',
    "footer1": '<w:footerReference w:type="default" r:id="%s"/>',
    "footer2": '<w:footerReference w:type="first" r:id="%s"/>',
}


def document_part(content: str, frame: Sequence[str] = (), language: str = "eng") -> str:
    """Return the main part: the content on a letter page with the UN's margins, `frame` its headers and footers."""
    references = "".join(_REFERENCES[name] % f"rId_{name}" for name in _REFERENCES if name in frame)
    first = "<w:titlePg/>" if "header2" in frame else ""
    side = "<w:bidi/>" if language in RIGHT_TO_LEFT else ""
    page = (
        f'<w:sectPr>{references}<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1200" '
        f'w:bottom="1728" w:left="1200" w:header="432" w:footer="504" w:gutter="0"/>{first}{side}</w:sectPr>'
    )
    return f"{HEAD % 'document'}<w:body>{content}{page}</w:body></w:document>"


def footnotes_part(notes: Sequence[str]) -> str:
    """Return the footnotes with the two separators every file has."""
    fixed = "".join(
        f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for n, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return f"{HEAD % 'footnotes'}{fixed}{''.join(notes)}</w:footnotes>"


def _tabs(right: int = 0) -> str:
    """Return the UN's tab stops, a right one before them for the number of a title."""
    stops = f'<w:tab w:val="right" w:pos="{right}"/>' if right else ""
    stops += "".join(f'<w:tab w:val="left" w:pos="{MARGIN + STEP * n}"/>' for n in range(11))
    return f"<w:tabs>{stops}</w:tabs>"


_IND = f'<w:ind w:left="{MARGIN}" w:right="{MARGIN}"/>'
_HANGING = f'<w:ind w:left="{MARGIN}" w:right="{MARGIN}" w:hanging="{MARGIN}"/>'
_KEEP = "<w:keepNext/><w:keepLines/>"
_EXACT = '<w:spacing w:after="0" w:line="240" w:lineRule="exact"/>'
_NOTE = f'<w:tabs><w:tab w:val="right" w:pos="{MARGIN + 418}"/></w:tabs>'
_NOTE += f'<w:spacing w:line="210" w:lineRule="exact"/><w:ind w:left="{MARGIN + STEP}" w:right="{MARGIN}" w:hanging="{STEP}"/>'


def _spaced(before: int, after: int, line: int, rule: str = "exact") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


_SINGLE = f'{_tabs()}{_spaced(0, 120, 240, "atLeast")}{_IND}<w:jc w:val="both"/>'
_STYLES = (
    ("House", "House", _spaced(0, 80, 300), '<w:sz w:val="28"/>'),
    ("Symbol", "Symbol", _spaced(0, 80, 400, "atLeast"), ""),
    ("Organ", "XLarge", _spaced(109, 0, 390), '<w:b/><w:sz w:val="40"/>'),
    ("Small", "Publication", _spaced(0, 0, 240), ""),
    ("Job", "Job number", "", '<w:sz w:val="18"/>'),
    ("Header", "header", _spaced(0, 80, 200, "atLeast"), '<w:sz w:val="17"/>'),
    ("Footer", "footer", "", '<w:sz w:val="17"/>'),
    ("Session", "Session", "", "<w:b/>"),
    ("Agenda", "Agenda item", "", ""),
    ("HCh", "_ H _Ch", f"{_KEEP}{_spaced(240, 240, 300)}{_IND}", '<w:b/><w:sz w:val="28"/>'),
    ("TitleH1", "Title_H1", f"{_tabs(1022)}{_spaced(240, 240, 270)}{_HANGING}", '<w:b/><w:sz w:val="24"/>'),
    ("H1", "_ H_1", f"{_KEEP}{_spaced(120, 120, 270)}{_IND}", '<w:b/><w:sz w:val="24"/>'),
    ("H23", "_ H_2/3", f"{_KEEP}{_spaced(120, 120, 240)}{_IND}", "<w:b/>"),
    ("H4", "_ H_4", f"{_KEEP}{_spaced(0, 120, 240)}{_IND}", "<w:i/>"),
    ("Proponent", "Proponent", f"{_spaced(0, 120, 240)}{_IND}", "<w:i/>"),
    ("SingleTxt", "__Single Txt", _SINGLE, ""),
    ("Preamble", "__Single Txt preamble", _SINGLE, ""),
    ("Caption", "caption", f"{_KEEP}{_spaced(120, 60, 240)}{_IND}", "<w:b/>"),
    ("Adoption", "Adoption", f'{_KEEP}{_spaced(0, 0, 240)}{_IND}<w:jc w:val="right"/>', "<w:i/>"),
    ("Cell", "Table Cell", _spaced(40, 40, 220, "atLeast"), '<w:sz w:val="18"/>'),
    ("CellHead", "Table Head", _spaced(40, 40, 220, "atLeast"), '<w:b/><w:sz w:val="18"/>'),
    ("FootnoteText", "footnote text", _NOTE, '<w:sz w:val="17"/>'),
)


def styles_part(language: str = "eng") -> str:
    """Return the styles, for a language written from right to left with their sides turned."""
    tag = LANGUAGES.get(language, "en-GB")
    turned = language in RIGHT_TO_LEFT
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="SimSun"/>'
    rtl = "<w:rtl/>" if turned else ""
    run = f'{fonts}<w:sz w:val="20"/><w:szCs w:val="20"/>{rtl}<w:lang w:val="{tag}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    side = "<w:bidi/>" if turned else ""
    head = f"<w:docDefaults><w:rPrDefault><w:rPr>{run}</w:rPr></w:rPrDefault></w:docDefaults>"
    normal = _style("Normal", "Normal", f"{side}{_EXACT if not turned else ''}", "", ' w:default="1"')
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    name = '<w:name w:val="footnote reference"/>'
    reference = f'<w:style w:type="character" w:styleId="FootnoteReference">{name}{raised}</w:style>'
    blue, italic = '<w:color w:val="0000FF"/>', "<w:i/><w:iCs/>"
    link = "".join(
        f'<w:style w:type="character" w:styleId="{name}"><w:name w:val="{name}"/><w:rPr>{look}</w:rPr></w:style>'
        for name, look in (("Hyperlink", blue), (CITED_STYLE, blue), (OPENING_STYLE, italic))
    )
    rest = "".join(_style(*one) for one in _STYLES)
    return f"{HEAD % 'styles'}{head}{normal}{rest}{reference}{link}</w:styles>"


def _style(name: str, shown: str, paragraph: str, run: str, extra: str = "") -> str:
    based = '<w:basedOn w:val="Normal"/>' if name != "Normal" else ""
    properties = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    words = f"<w:rPr>{_both(run)}</w:rPr>" if run else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"{extra}><w:name w:val="{shown}"/>'
        f"{based}{properties}{words}</w:style>"
    )


def _both(run: str) -> str:
    """Return the properties of a run for both kinds of script: those of complex scripts have names of their own."""
    run = run.replace("<w:b/>", "<w:b/><w:bCs/>").replace("<w:i/>", "<w:i/><w:iCs/>")
    return re.sub(r'<w:sz w:val="(\d+)"/>', r'<w:sz w:val="\1"/><w:szCs w:val="\1"/>', run)
