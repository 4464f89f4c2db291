"""The fixed parts of a Word file in the layout of the United Nations: page, styles, footnotes."""

from __future__ import annotations

from collections.abc import Sequence

from maslahat.text.ooxml import W

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FOOTNOTES_HEAD = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:%s xmlns:w="{W}" xmlns:r="{_R}">'
)


def document_part(content: str, header: bool) -> str:
    """Return the main part: the content on a letter page with the UN's margins."""
    reference = '<w:headerReference w:type="default" r:id="rId3"/>' if header else ""
    page = (
        f'<w:sectPr>{reference}<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1742" '
        f'w:right="1195" w:bottom="1898"'
        ' w:left="1195" w:header="576" w:footer="1030" w:gutter="0"/></w:sectPr>'
    )
    return f"{FOOTNOTES_HEAD % 'document'}<w:body>{content}{page}</w:body></w:document>"


def footnotes_part(notes: Sequence[str]) -> str:
    """Return the footnotes with the two separators every file has."""
    fixed = "".join(
        f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for n, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return f"{FOOTNOTES_HEAD % 'footnotes'}{fixed}{''.join(notes)}</w:footnotes>"


def _style(
    name: str, shown: str, paragraph: str, run: str = "", kind: str = "paragraph", extra: str = ""
) -> str:
    based = '<w:basedOn w:val="Normal"/>' if kind == "paragraph" and name != "Normal" else ""
    properties = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    words = f"<w:rPr>{run}</w:rPr>" if run else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"{extra}><w:name w:val="{shown}"/>'
        f"{based}{properties}{words}</w:style>"
    )


_INDENTED = '<w:ind w:left="1267" w:right="1260"/>'
_HANGING = '<w:tabs><w:tab w:val="left" w:pos="1742"/></w:tabs><w:ind w:left="1267" w:right="1260"/>'
_BOLD = "<w:b/>"
STYLES = (
    FOOTNOTES_HEAD
    % "styles"
    + '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"'
    ' w:cs="Times New Roman"/><w:sz w:val="20"/><w:lang '
    'w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + _style("Normal", "Normal", '<w:spacing w:line="240" w:lineRule="exact"/>', extra=' w:default="1"')
    + _style("Masthead", "Masthead", '<w:spacing w:after="60"/>', f'{_BOLD}<w:sz w:val="28"/>')
    + _style("Symbol", "Symbol", '<w:jc w:val="right"/>', '<w:sz w:val="24"/>')
    + _style("Small", "Small", '<w:jc w:val="right"/>')
    + _style("Session", "Session", '<w:spacing w:after="60"/>', _BOLD)
    + _style(
        "HCh",
        "_ H _Ch",
        '<w:keepNext/><w:spacing w:before="240" w:after="120" w:line="300"/>',
        f'{_BOLD}<w:sz w:val="28"/>',
    )
    + _style(
        "TitleH1",
        "Title_H1",
        f'<w:keepNext/><w:spacing w:before="240" w:after="240"/>{_HANGING}',
        f'{_BOLD}<w:sz w:val="24"/>',
    )
    + _style(
        "H1",
        "_ H_1",
        f'<w:keepNext/><w:spacing w:before="120" w:after="120"/>{_INDENTED}',
        f'{_BOLD}<w:sz w:val="24"/>',
    )
    + _style("H23", "_ H_2/3", f'<w:keepNext/><w:spacing w:before="120" w:after="120"/>{_INDENTED}', _BOLD)
    + _style("H4", "_ H_4", f'<w:keepNext/><w:spacing w:after="120"/>{_INDENTED}', "<w:i/>")
    + _style("SingleTxt", "__Single Txt", f'<w:spacing w:after="120"/>{_HANGING}<w:jc w:val="both"/>')
    + _style("Adoption", "Adoption", '<w:keepNext/><w:jc w:val="right"/>', "<w:i/>")
    + _style("Cell", "Table Cell", '<w:spacing w:before="40" w:after="40"/>', '<w:sz w:val="18"/>')
    + _style(
        "FootnoteText",
        "footnote text",
        f'<w:spacing w:line="210" w:lineRule="exact"/>{_INDENTED}',
        '<w:sz w:val="17"/>',
    )
    + _style(
        "FootnoteReference", "footnote reference", "", '<w:vertAlign w:val="superscript"/>', kind="character"
    )
    + "</w:styles>"
)
