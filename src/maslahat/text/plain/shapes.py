"""How single lines of an official text look: articles, days, signatures, entries of lists (DESIGN §10)."""

from __future__ import annotations

import re

from maslahat.text.dates import DATE, MONTH

ARTICLE = re.compile(
    r"^(?P<number>(?:Article|ARTICLE|Статья|Artículo) (?:\d{1,3}|[IVXL]+)(?:[.:](?= )|\.?$| "
    r"[–—-](?= )))(?P<title>.*)$"
)
DAY = re.compile(rf"^\d{{1,2}} {MONTH} \d{{4}}\.?$", re.I)
SIGN = re.compile(
    r"^(?:For|On behalf of) (?P<party>(?:the )?[A-ZÀ-Þ][^:_.;]{2,80})(?::\s*(?P<rest>.*)|\s*_+)?$"
)
DONE = re.compile(r"^(?:Done|DONE|In witness whereof|IN WITNESS WHEREOF)\b")
# The line that ends the preamble of an agreement or a declaration and opens what was agreed.
AGREED = re.compile(
    r"(?:^|\b)(?:(?i:have|hereby|did|solemnly) (?:\w+ )?)?(?i:agree|agreed|declare|declared|state|adopt|undertake|"
    r"resolve|decide|proclaim)(?: to)?(?: (?:as follows|(?:on|to|upon)? ?the following.{0,60}|that))? ?:$"
    r"|^(?:Have|Hereby|Do hereby|Solemnly|Договорились|согласились|заявляют|Sont convenu)[^.;]{0,80}:$"
)
_NAME = r"[A-ZÀ-ÞА-ЯЁ][\w’'.-]*"
_PLACE = re.compile(rf"(?:г\. ?)?{_NAME}(?:[ ,]+\(?{_NAME}\)?){{0,5}}(?:,| [–—-]) ?(?=\d)")
LONGEST_PLACE = 90
OPEN = (".", ";", ":", ",", "؛", "。", "；", "،", "，")
CLOSED = (".", ";", ":", "”", ",", ")", "؛", "。", "；", "،", "，")
GOES_ON = ("; and", "; or", ", and", ", or")
LONGEST_HEADING = 330
MOST_TITLE_LINES = 2
LONGEST_SECTION_TITLE = 900
SHORTEST_UNCLOSED, LONGEST_GERUND = 60, 90
CALL = re.compile(r"(?<![\s(]\d\.)(?<=[.,;:”)])(?:\d{1,3}|[⁰¹²³⁴-⁹]+)$")
ROMAN_OR_LETTER = re.compile(r"^(?:[IVX]{1,6}|[A-H])$")
ENTRY = re.compile(
    r"^(?:Location|Date of birth|Place of birth|Nationality|A\.?K\.?A\.?|Title|DOB|POB|Passport|Address): \S"
    r"|^(?:[\w.’-]+ ){1,4}\([A-Z][a-z][^)]*\)(?: [A-Z].*\([A-Z][^)]*\))?$"
)
FIRST = re.compile(r"1\.\s*[A-Z]")
NUMBERED = re.compile(r"\d{1,3}\.\s*[A-Z]")
PERSON = re.compile(r"^(?:Mr|Ms|Mrs|Dr|H\.E)\b\.?")


def made_at(text: str) -> bool:
    """Tell whether a line is a place and a date, as the last of a statement or an agreement is."""
    place = _PLACE.match(text) if len(text) < LONGEST_PLACE else None
    day = DATE.match(text, place.end()) if place else None
    return day is not None and text[day.end() :].strip(" .") in {"", "года", "г"}


def unclosed(text: str) -> str:
    """Return `text` without a footnote call glued behind its last mark."""
    return (
        CALL.sub("", text)
        if text[-1:].isdigit() or text[-1:] in "⁰¹²³⁴⁵⁶⁷⁸⁹"
        else text.rstrip("\u200e\u200f")
    )
