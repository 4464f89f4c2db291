"""The fixed parts of a Word file in the layout of the United Nations: page, settings, footnotes."""

from __future__ import annotations

from collections.abc import Sequence

from maslahat.text.docx.ooxml import W
from maslahat.text.language import RIGHT_TO_LEFT

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:%s xmlns:w="{W}" xmlns:r="{_R}">'
LANGUAGES = {"eng": "en-GB", "rus": "ru-RU", "fra": "fr-FR", "spa": "es-ES", "ara": "ar-SA", "zho": "zh-CN"}
OPENING_STYLE, CITED_STYLE = "Opening", "Cited"  # what the layout adds to a text that says nothing of it
END_STYLE = "EndRule"
MARGIN, STEP = 1267, 475  # twentieths of a point: the text's margin, the first tab and each step of a level
_SIDES = {"1": "default", "2": "first", "3": "even"}
_SEPARATOR = (
    '<w:footnote w:type="%s" w:id="%d"><w:p><w:pPr><w:pStyle w:val="Footer"/><w:spacing w:after="80"/>'
    '<w:ind w:left="792"/></w:pPr><w:r><w:%s/></w:r></w:p></w:footnote>'
)


def document_part(content: str, frame: Sequence[str] = (), language: str = "eng") -> str:
    """Return the main part: the content on a letter page with the UN's margins, `frame` its headers and footers.

    A text with a masthead ends with the short rule of the UN's documents, a border of an empty paragraph.
    """
    references = "".join(
        f'<w:{name[:-1]}Reference w:type="{_SIDES[name[-1]]}" r:id="rId_{name}"/>' for name in frame
    )
    headed = "header2" in frame
    first = "<w:titlePg/>" if headed else ""
    end = f'<w:p><w:pPr><w:pStyle w:val="{END_STYLE}"/></w:pPr></w:p>' if headed else ""
    side = "<w:bidi/>" if language in RIGHT_TO_LEFT else ""
    page = (
        f'<w:sectPr>{references}<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1200" '
        f'w:bottom="1152" w:left="1200" w:header="432" w:footer="504" w:gutter="0"/>{first}{side}</w:sectPr>'
    )
    body = turned(f"{content}{end}{page}", language)
    return f"{HEAD % 'document'}<w:body>{body}</w:body></w:document>"


def turned(content: str, language: str) -> str:
    """Return content whose tables begin on the right where the language is written from right to left."""
    return content.replace("<w:tblPr>", "<w:tblPr><w:bidiVisual/>") if language in RIGHT_TO_LEFT else content


def settings_part(frame: Sequence[str] = ()) -> str:
    """Return the settings: sides of even and odd pages where `frame` has both, the mode of a present-day Word."""
    even = "<w:evenAndOddHeaders/>" if "footer3" in frame else ""
    notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    mode = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    return f"{HEAD % 'settings'}{even}{notes}<w:compat>{mode}</w:compat></w:settings>"


def footnotes_part(notes: Sequence[str]) -> str:
    """Return the footnotes with the two separators every file has, moved in as in the UN's files."""
    fixed = "".join(
        _SEPARATOR % (kind, n, kind) for n, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return f"{HEAD % 'footnotes'}{fixed}{''.join(notes)}</w:footnotes>"
