"""Where a block ends that the width of its lines does not tell: from the words around the break (DESIGN §10)."""

from __future__ import annotations

import re

from maslahat.text.dates import MONTH
from maslahat.text.labels import BRACKETED, LABEL, letters, may_be_labelled, readings, roman, to_roman
from maslahat.text.words import (
    ANNEX,
    FORMULA,
    MEETING,
    NUMBER_TITLE,
    OPENING_PARTICIPLE,
    OPENING_VERB,
    OTHER_OPENING,
)

LONGEST_MEETING_LINE = 60
LONGEST_APART = 90
LONGEST_TITLE_LINE = 80
_NOTE_START = re.compile(r"^(?:\d{1,3}|[⁰¹²³⁴-⁹]+)\s+(?=[A-Z“\"‘(«А-ЯÀ-Þ《\u4e00-\u9fff])")
_ABBREVIATION = re.compile(r"\b(?:Nos?|vols?|paras?|arts?|chaps?|sects?|pp?|Mr|Ms|Dr|St|Add|[A-Z])\.$")
_CALL = re.compile(r"(?<=[.,;:”’])(?:\d{1,3}|[⁰¹²³⁴-⁹]+)$")
_RECALLS = re.compile(
    r"^(?:Recalling|Having|Reaffirming|Noting|Recognizing|Welcoming|Taking note|Stressing|Emphasizing)\b"
)
_ON_COVER = re.compile(
    r"^(?:(?:\d{2,4}|S-\d+|ES-\d+)/\d{1,4}(?: [A-Z])?\. [A-ZА-ЯÀ-Þ]|\[(?:on|without) "
    r"|Resolutions? adopted (?:by|on) |Adopted by the Security Council at its |Agenda items? \d)"
)
_OPERATIVE_START = re.compile(r"\d{1,3}\.[ \u200e]+[A-ZÀ-Þ]")
_LABELLED_START = re.compile(r"(?:\d{1,3}\.|\([a-z]{1,4}\))[ \u200e]+[A-Z]")
_LIST_LABEL = re.compile(r"\(([a-z]{1,5})\) ")
_FIRST_LABEL = re.compile(r"\((?:a|i|1)\) ")
_SPEAKS = re.compile(r"“(?:The (?:Security )?Council|(?:[A-Z][a-z]+(?:s|ing)|Also|Further)\b)")
REFERS = re.compile(r"\b(?:paragraphs?|articles?|subparagraphs?|items?|and|or|to|of|in|,)$", re.I)
_OPENS_ANYWAY = re.compile(r"\(Signed\) |“\([a-z]{1,3}\) +[A-Z]|(?:Technical )?Note: ?[‘“A-Z]")
_SPEAKS_OF = re.compile(r"The (?:Security Council|General Assembly) (?:also |further )?[a-z]+s\b")
_PERSON = re.compile(r"(?:Mr|Ms|Mrs|Dr)\.? [A-Z]")
_STANDS_WITH_NUMBER = re.compile(
    r"(?:Article|Rule|Guideline|Principle|Regulation|Section|Chapter|Part) (?:\d{1,3}[A-Z]?|[IVXL]+)$"
)
_ENTRY = re.compile(
    r"(?:[A-Z]{2,5}|[A-Z]\.[A-Z.]+|Nationality|Passport [\w .]*|Address|Location|Gender|Title): ?\S|Passport "
)
_DAY = re.compile(rf"\d{{1,2}} {MONTH} \d{{4}}$", re.I)
_STANDS_ALONE = re.compile(r"^(?:[IVX]{1,6}|[^\w\s]{3,}|\* \* \*)$")
_ENDS = (",", ";", ":", ".", "”", "; and", "; or", "،", "؛", "。", "；", "，", "：")


_APART = (FORMULA, ANNEX, _STANDS_ALONE)
STARTS = re.compile(
    rf"{OPENING_PARTICIPLE.pattern}|{OPENING_VERB.pattern}|^(?:\d{{1,3}}\.|\([a-z]{{1,4}}\)) +[A-Z“]|^“The "
)


def closes(text: str) -> bool:
    """Tell whether a line ends as blocks end, a footnote call behind its last mark or not."""
    if text.endswith("]"):  # of a draft
        text = text.rstrip("]")
    if text.endswith(_ENDS):
        return True
    behind = text[-1:].isdigit() or text[-1:] == "*"
    return behind and _CALL.sub("", text.rstrip("*")).endswith(_ENDS)


def stands_alone(line: str) -> bool:
    """Tell whether a line can be no more than a block by itself."""
    return _STANDS_ALONE.match(line) is not None or _DAY.match(line) is not None


def stands_apart(line: str) -> bool:
    """Tell whether a line is a block of its own wherever it stands."""
    if line[0].islower():
        return False
    if _ON_COVER.match(line):
        return True
    return len(line) < LONGEST_APART and (
        any(rule.match(line) for rule in _APART)
        or (len(line) < LONGEST_MEETING_LINE and line[-1] not in ",;" and MEETING.match(line) is not None)
    )


def titles(current: list[str], line: str, after: list[str]) -> bool:
    """Tell whether a heading starts: a closed block before it, a few lines, then a numbered paragraph."""
    if not line[0].isupper() or LABEL.match(line) or _ENTRY.match(line):
        return False
    last = current[-1]
    enders = (".", ";", "”", ",") if OPENING_PARTICIPLE.match(current[0]) else (".", ";", "”")
    if not _CALL.sub("", last).endswith(enders) or _ABBREVIATION.search(last):
        return False
    if _STANDS_WITH_NUMBER.match(line):
        return True
    starts = _LABELLED_START if LABEL.match(current[0]) and last.endswith((";", ",")) else _OPERATIVE_START
    if last[-1] == "," and after and after[0][0].isupper() and OPENING_PARTICIPLE.match(after[0]):
        short = len(line) <= LONGEST_TITLE_LINE and not OPENING_PARTICIPLE.match(line)
        return short and not closes(line)
    numbered = next((n for n, text in enumerate(after) if starts.match(text)), None)
    if numbered is None or (numbered and not last.endswith((";", ","))):
        return False
    title = [line, *after[:numbered]]
    short = numbered > 0 or len(line) <= LONGEST_TITLE_LINE or last.endswith(";")
    return short and not closes(title[-1]) and not any(LABEL.match(text) for text in title)


def opens_block(current: list[str], line: str, closed: bool) -> bool:  # noqa: C901, PLR0911, PLR0912  a line of rules
    """Tell whether a line opens a block where the width does not say, from the words around the break."""
    last = current[-1]
    if line[0] == "[" and closed and last[-1] != ",":
        return BRACKETED.match(line) is not None or line[1:2].isupper()
    other = closed and line[0] > "z" and OTHER_OPENING.match(line) is not None
    if line[0].islower() and not may_be_labelled(line):
        return other
    if _counts_on(current[0], line):
        return True
    if line[0].isdigit() and _ABBREVIATION.search(last):
        return False
    if _OPERATIVE_START.match(line) and (
        OPENING_VERB.match(line.split(" ", 1)[1]) or _heading_so_far(current)
    ):
        return True
    if _FIRST_LABEL.match(line) and (_heading_so_far(current) or (len(current) == 1 and LABEL.match(last))):
        return closed or line[_FIRST_LABEL.match(line).end()].isupper()  # type: ignore[union-attr]
    if _within_list(current, line) or _open_bracket(current):
        return False
    if line[0] == "“" and re.match(r"\d{1,3} ", current[0]):
        return False
    if _numbered(line):
        return _counts_on(current[0], line) or last.endswith((".", "”", ")"))
    if last.endswith((";", "; and", "; or")) and line[0].isupper():
        verbal = OPENING_VERB.match(line) or OPENING_PARTICIPLE.match(line) or LABEL.match(line)
        within = (
            LABEL.match(current[0]) or OPENING_PARTICIPLE.match(current[0]) or re.match(r"\d", current[0])
        )
        return verbal is not None or not within
    if LABEL.match(line) and (_next_label(current[0], line) or last.endswith((", and", ", or"))):
        return True
    if _PERSON.match(line) and last.endswith((")", ":")):
        return True
    if closed and last[-1] != "," and _OPENS_ANYWAY.match(line):
        return True
    if _SPEAKS_OF.match(line) and _heading_so_far(current) and last[-1].islower():
        return True
    if other or (closed and OTHER_OPENING.match(line)):
        return True
    if closed or _alone(current):
        return _begins(current, line)
    opens = (
        _RECALLS.match(line)
        or OPENING_VERB.match(line)
        or re.match(r"\d{1,3}\. (?:[A-Z][a-z]+s|Also|Further|Strongly)\b", line)
    )
    return opens is not None and _heading_so_far(current)


def counts_on(first: str, line: str, capital: bool = True) -> bool:
    """Tell whether a line bears the label or the number of a note after the one that `first` begins with."""
    return _counts_on(first, line) or _next_label(first, line, upper=capital)


def _numbered(line: str) -> bool:
    return line[0].isdigit() and _NOTE_START.match(line) is not None


def _within_list(current: list[str], line: str) -> bool:
    """Tell whether a label goes on with a list inside the paragraph: the label before it stands in its midst."""
    found = _LIST_LABEL.match(line) if line[0] == "(" else None
    if not found:
        return False
    kinds = [("", letters(found[1])), ("roman", roman(found[1]))]
    if current[0].startswith("(") and _next_label(current[0], line):
        return False
    before = {to_roman(n - 1) if kind else chr(95 + n) for kind, n in kinds if n and 1 < n <= 26}
    text = " ".join(current)
    return any(f" ({label}) " in text[4:] for label in before)


def _next_label(first: str, line: str, upper: bool = True) -> bool:
    """Tell whether a line bears the label that follows the one its block began with, then a capital."""
    labels = LABEL.match(first), LABEL.match(line)
    if not (labels[0] and labels[1]) or (upper and not line[labels[1].end() :].lstrip()[:1].isupper()):
        return False
    pairs = [(a, b) for a in readings(labels[0][0]) for b in readings(labels[1][0])]
    return any(a[0] == b[0] and b[1] == a[1] + 1 and a[0] != "upper" for a, b in pairs)


def _open_bracket(current: list[str]) -> bool:
    """Tell whether a bracket of the last lines is still open, so that the block cannot end."""
    text = " ".join(current[-2:])
    return text.rfind("(") > text.rfind(")") and not re.match(r"\([a-z]{1,5}\)", text[text.rfind("(") :])


def _counts_on(first: str, line: str) -> bool:
    """Tell whether a line bears the number after the one its block began with, as notes do."""
    if not _numbered(line):
        return False
    numbers = (re.match(r"\d{1,3}(?=\s)", first), re.match(r"\d{1,3}(?=\s)", line))
    return all(numbers) and int(numbers[1][0]) == int(numbers[0][0]) + 1  # type: ignore[index]


def _heading_so_far(current: list[str]) -> bool:
    """Tell whether a block may be a heading: short, no label, no verb of a paragraph at its start."""
    first = current[0]
    label = LABEL.match(first)
    if len(current) > 3 or (label and label.lastgroup != "upper") or not first[0].isupper():
        return False
    return not (OPENING_PARTICIPLE.match(first) or OPENING_VERB.match(first) or NUMBER_TITLE.match(first))


def _alone(current: list[str]) -> bool:
    return len(current) == 1 and bool(
        ANNEX.match(current[0]) or FORMULA.match(current[0]) or MEETING.match(current[0])
    )


def _begins(current: list[str], line: str) -> bool:  # noqa: PLR0911  a line of rules
    """Tell whether a line looks like the start of a block."""
    last = current[-1]
    label = LABEL.match(line)
    if label and (
        label.lastgroup in {"arabic", "paren", "figure"} or line[label.end() : label.end() + 1] == " "
    ):
        rest = line[label.end() :].lstrip()
        if label.lastgroup == "decimal" and rest[:1].islower():
            return False
        if not rest or last.endswith((";", ":", "; and", "; or")):
            return label.lastgroup != "upper"
        if _next_label(current[0], line, upper=False):
            return True
        return rest[0].isupper() or rest[0] in "“[" or label.lastgroup not in {"paren", "figure"}
    if not (line[0].isupper() or line[0] == "“"):
        return False
    if line[0] == "“":
        quoted = (
            last[-1] != "," or current[0][0] == "“"
        )  # a quotation of several blocks, or a title in a sentence
        ends = (".", "”", ":", ";") if current[0][0] == "“" else (".", "”", ":")
        return last.endswith(ends) or (quoted and _SPEAKS.match(line) is not None)
    if line.startswith("The Security Council ") and current[0].startswith("The Security Council "):
        return last.endswith(".")
    return bool(OPENING_VERB.match(line) or OPENING_PARTICIPLE.match(line)) and not last.endswith((":", "”"))
