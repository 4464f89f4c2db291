"""The styles of a Word file in the layout of the United Nations.

Names and measures are those of the official Word files of the seventy-second session. Letters are set a little wider
than the font has them (103 per cent, a fifth of a point apart), as there.
"""

from __future__ import annotations

import re

from maslahat.text.docx.parts import (
    CITED_STYLE,
    END_STYLE,
    HEAD,
    LANGUAGES,
    MARGIN,
    OPENING_STYLE,
    STEP,
)
from maslahat.text.language import RIGHT_TO_LEFT

_WIDER = '<w:spacing w:val="4"/><w:w w:val="103"/><w:kern w:val="14"/>'
_AS_IS = '<w:spacing w:val="0"/><w:w w:val="100"/>'
_UNSPACED = {"ara", "zho"}  # joined letters, and signs in squares of their own
_ARABIC_SIZE = 1.3  # Arabic letters of the same nominal size are that much smaller to the eye


def _tabs(right: int = 0) -> str:
    """Return the UN's tab stops, a right one before them for the number of a title."""
    stops = f'<w:tab w:val="right" w:pos="{right}"/>' if right else ""
    stops += "".join(f'<w:tab w:val="left" w:pos="{MARGIN + STEP * n}"/>' for n in range(11))
    return f"<w:tabs>{stops}</w:tabs>"


_IND = f'<w:ind w:left="{MARGIN}" w:right="{MARGIN}"/>'
_HANGING = f'<w:ind w:left="{MARGIN}" w:right="{MARGIN}" w:hanging="{MARGIN}"/>'
_KEEP = "<w:keepNext/><w:keepLines/>"
_EXACT = '<w:spacing w:after="0" w:line="240" w:lineRule="exact"/>'
_NOTE = f'<w:tabs><w:tab w:val="right" w:pos="1195"/><w:tab w:val="left" w:pos="{MARGIN}"/></w:tabs>'
_NOTE += f'<w:spacing w:line="210" w:lineRule="exact"/><w:ind w:left="{MARGIN}" w:right="{MARGIN}" w:hanging="432"/>'
_END = '<w:pBdr><w:top w:val="single" w:sz="2" w:space="1" w:color="auto"/></w:pBdr>'
_END += '<w:spacing w:before="600" w:after="0"/><w:ind w:left="4200" w:right="4200"/>'
_SIGNED = '<w:keepLines/><w:pBdr><w:top w:val="single" w:sz="4" w:space="3" w:color="auto"/></w:pBdr>'
_SIGNED += '<w:spacing w:before="720" w:after="0"/><w:ind w:right="360"/>'


def _spaced(before: int, after: int, line: int, rule: str = "exact") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


_SINGLE = f'{_tabs()}{_spaced(0, 120, 240, "atLeast")}{_IND}<w:jc w:val="both"/>'
_STYLES = (
    ("House", "House", _spaced(0, 80, 300), '<w:spacing w:val="2"/><w:w w:val="96"/><w:sz w:val="28"/>'),
    ("Symbol", "Symbol", _spaced(0, 80, 400, "atLeast"), ""),
    (
        "Organ",
        "XLarge",
        _spaced(109, 0, 390),
        '<w:b/><w:spacing w:val="-4"/><w:w w:val="98"/><w:sz w:val="40"/>',
    ),
    ("Small", "Publication", _spaced(0, 0, 240), ""),
    ("Job", "Release Date", "", '<w:sz w:val="20"/>'),
    ("Header", "header", _spaced(0, 0, 200, "atLeast"), f'{_AS_IS}<w:sz w:val="17"/>'),
    ("RunningHead", "Running head", _spaced(0, 80, 200, "atLeast"), f'<w:b/>{_AS_IS}<w:sz w:val="17"/>'),
    ("Footer", "footer", _spaced(0, 0, 200, "atLeast"), f'{_AS_IS}<w:sz w:val="17"/>'),
    ("Session", "Session", "", "<w:b/>"),
    ("Agenda", "Agenda item", "", ""),
    (
        "TitleHCH",
        "Title_H_CH",
        f"{_KEEP}{_spaced(360, 240, 300)}{_IND}",
        '<w:b/><w:spacing w:val="-2"/><w:sz w:val="28"/>',
    ),
    (
        "HCh",
        "_ H _Ch",
        f"{_KEEP}{_spaced(240, 240, 300)}{_IND}",
        '<w:b/><w:spacing w:val="-2"/><w:sz w:val="28"/>',
    ),
    ("TitleH1", "Title_H1", f"{_tabs(1022)}{_spaced(240, 240, 270)}{_HANGING}", '<w:b/><w:sz w:val="24"/>'),
    ("H1", "_ H_1", f"{_KEEP}{_spaced(240, 120, 270)}{_IND}", '<w:b/><w:sz w:val="24"/>'),
    ("H23", "_ H_2/3", f"{_KEEP}{_spaced(240, 120, 240)}{_IND}", "<w:b/>"),
    ("Proponent", "_ H_4", f"{_KEEP}{_spaced(240, 240, 240)}{_IND}", '<w:spacing w:val="3"/>'),
    ("Sponsors", "Sponsors", f"{_KEEP}{_spaced(240, 240, 240)}{_IND}", "<w:b/>"),
    ("SingleTxt", "__Single Txt", _SINGLE, ""),
    ("Preamble", "__Single Txt preamble", _SINGLE, ""),
    ("Caption", "caption", f"{_KEEP}{_spaced(240, 60, 240)}{_IND}", "<w:b/>"),
    (
        "Adoption",
        "Adoption",
        f'{_KEEP}{_spaced(240, 0, 240)}{_IND}<w:contextualSpacing/><w:jc w:val="right"/>',
        "<w:i/>",
    ),
    ("Cell", "Table Cell", _spaced(40, 40, 210, "atLeast"), '<w:sz w:val="17"/>'),
    (
        "CellFigure",
        "Table Figure",
        f'{_spaced(40, 40, 210, "atLeast")}<w:jc w:val="right"/>',
        '<w:sz w:val="17"/>',
    ),
    ("CellHead", "Table Head", f"<w:keepNext/>{_spaced(80, 80, 200, 'atLeast')}", '<w:i/><w:sz w:val="14"/>'),
    (
        "CellHeadFigure",
        "Table Head Figure",
        f'<w:keepNext/>{_spaced(80, 80, 200, "atLeast")}<w:jc w:val="right"/>',
        '<w:i/><w:sz w:val="14"/>',
    ),
    ("Signature", "Signature", _SIGNED, ""),
    ("FootnoteText", "footnote text", _NOTE, '<w:spacing w:val="5"/><w:sz w:val="17"/>'),
    (END_STYLE, "End rule", _END, ""),
)


def styles_part(language: str = "eng") -> str:
    """Return the styles, for a language written from right to left with their sides turned."""
    tag = LANGUAGES.get(language, "en-GB")
    turned = language in RIGHT_TO_LEFT
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="SimSun"/>'
    rtl = "<w:rtl/>" if turned else ""
    lang = f'<w:lang w:val="{tag}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    run = f'{fonts}{_WIDER}<w:sz w:val="20"/><w:szCs w:val="20"/>{rtl}{lang}'
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
    styles = f"{head}{normal}{rest}{reference}{link}"
    if language in _UNSPACED:
        styles = re.sub(r'<w:(?:spacing|w) w:val="-?\d+"/>', "", styles)
    return f"{HEAD % 'styles'}{_for_arabic(styles) if turned else styles}</w:styles>"


def _for_arabic(styles: str) -> str:
    """Return styles with larger letters of the complex script, and lines that may grow with them."""

    def larger(found: re.Match[str]) -> str:
        return f'<w:szCs w:val="{round(int(found[1]) * _ARABIC_SIZE)}"/>'

    loose = styles.replace('w:lineRule="exact"', 'w:lineRule="atLeast"')
    return re.sub(r'<w:szCs w:val="(\d+)"/>', larger, loose)


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
