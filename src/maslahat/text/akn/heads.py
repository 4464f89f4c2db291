"""Telling headings and labels apart in an AKN4UN body, where the UN tagged them in more than one way."""

from __future__ import annotations

import re

from lxml.etree import _Element

from maslahat.text.akn.inline import OPENING
from maslahat.text.akn.names import local
from maslahat.text.document import MarkKind

HEADING_STYLES = {"H1": 0, "HCh": 0, "H23": 1, "H4": 2, "Heading1": 0, "H56": 2}
_LABEL_IN_TEXT = re.compile(
    r"\s*(\((?:[a-z]{1,4}|\d{1,2})\)[\t ]|[a-z]\)[\t ]|\d{1,3} ?[-–]\s(?=\s*[\u0600-\u06ff]?)|\d{1,3}\.\t|[–—•▪●◦-]\t|[A-Z]\.\t)"
)
HEADS = re.compile(r"(?:Annex|Appendix|Enclosure)(?: [IVX\d]{1,5})?$|[IVX]{1,6}$")
# The number of an article of an agreement; the UN's own files, which hold none as a text by itself, give no such.
ARTICLE_NUMBER = re.compile(r"(?:Article|ARTICLE|Статья|Artículo) (?:\d|[IVXL])")
PARAGRAPH_LABEL = re.compile(r"\([a-z]+\)|\d+\.$")
NOTE_STYLE = "FootnoteText"
MOST_SPANS, LONGEST_TITLE = 4, 250
INLINE = {
    "italic": MarkKind.ITALIC,
    "bold": MarkKind.BOLD,
    "underline": MarkKind.UNDERLINE,
    "strike": MarkKind.STRIKE,
}


def set_as_heading(p: _Element) -> bool:
    """Tell whether a paragraph is a heading by its type: all of it bold or italic, few words, no end mark.

    The UN tags most headings as such and some, in the same texts, as paragraphs; the type is the same.
    """
    if (p.text or "").strip() or not len(p) or len(p) > MOST_SPANS:
        return False
    if not all(_typed(child) and not (child.tail or "").strip() for child in p):
        return False
    text = " ".join("".join(map(str, p.itertext())).split())
    if text.endswith(")") and len(text) > LONGEST_TITLE // 2:
        return False
    return (
        len(text) <= LONGEST_TITLE
        and text[:1].isupper()
        and not text.endswith((".", ";", ":", ",", "”", "?"))
    )


def _typed(element: _Element) -> bool:
    """Tell whether all the words of an inline element are bold, italic or the like."""
    name = local(element.tag)
    styles = (element.get("class") or "").split()
    if name == "span" and ("italic" in styles or "bold" in styles) and OPENING not in styles:
        return True
    if name in {"sup", "a"} and not (element.text or "").strip() and len(element):
        return all(_typed(child) and not (child.tail or "").strip() for child in element)
    return name in {"eol", "authorialNote"}


def unglued(p: _Element) -> str:
    """Return the label the source left standing in the text before a tab, and take it out of the text."""
    holder = p
    while not (holder.text or "").strip() and len(holder) and local(holder[0].tag) == "span":
        holder = holder[0]
    found = _LABEL_IN_TEXT.match(holder.text or "")
    if not found:
        return ""
    holder.text = (holder.text or "")[found.end() :]
    return found[1].strip()


def named(element: _Element) -> str:
    """Return the name a preambular paragraph was given, as a style."""
    return "crossHeading" if "preamble" in element.get("refersTo", "") else f"name={element.get('name', '')}"
