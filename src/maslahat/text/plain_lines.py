"""Lines of a plain text into blocks: page furniture set aside, wrapped lines joined (DESIGN §10).

Within a block a line ends only where the next word would not have fitted. So where the next word would have
fitted, a block ends; elsewhere the end of one line and the start of the next decide.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from maslahat.text.dates import MONTH
from maslahat.text.document import Dropped
from maslahat.text.labels import LABEL, letters, readings, roman, to_roman
from maslahat.text.words import (
    ANNEX,
    FORMULA,
    MEETING,
    NUMBER_TITLE,
    OPENING_PARTICIPLE,
    OPENING_VERB,
    SYMBOL,
)

LONGEST_WRAPPED_LINE = 130
LONGEST_CELL = 90
LONGEST_FURNITURE = 250
SHORTEST_FULL_LINE = 40
FEWEST_VOTES = 6
LONGEST_SPREAD_TITLE = 4
LONGEST_MEETING_LINE = 60
LONGEST_TITLE_LINE = 80
_JOB = r"\d{2}-\d{5}(?: ?\([A-Z]\))?"
FURNITURE = re.compile(
    rf"^(?:\d{{1,3}}/\d{{1,3}}(?:\s+{_JOB})?|{_JOB}(?:\s+\d{{1,3}}(?:/\d{{1,3}})?)?|\*\d{{5,9}}[A-Z]?\*|[*0-9]{{7,12}}"
    r"|Please recycle.*|(?:Page )?\d{1,3} (?:of|/) \d{1,3}|-\s*\d{1,3}\s*-|Page \d{1,3}|\f|❖+)$"
)
RULE = re.compile(r"^\s*[_‗─—-]{5,}\s*$")
_NOTE_START = re.compile(r"^(?:\d{1,3}|[⁰¹²³⁴-⁹]+)\s+(?=[A-Z“\"‘(«А-ЯÀ-Þ])")
_ABBREVIATION = re.compile(r"\b(?:Nos?|vols?|paras?|arts?|chaps?|sects?|pp?|Mr|Ms|Dr|St|Add|[A-Z])\.$")
_CALL = re.compile(r"(?<=[.,;:”’])(?:\d{1,3}|[⁰¹²³⁴-⁹]+)$")
_RECALLS = re.compile(
    r"^(?:Recalling|Having|Reaffirming|Noting|Recognizing|Welcoming|Taking note|Stressing|Emphasizing)\b"
)
_ON_COVER = re.compile(
    r"^(?:(?:\d{2,4}|S-\d+|ES-\d+)/\d{1,4}(?: [A-Z])?\. [A-ZА-ЯÀ-Þ]|\[(?:on|without) "
    r"|Resolutions? adopted (?:by|on) |Adopted by the Security Council at its |Agenda items? \d)"
)
_OPERATIVE_START = re.compile(r"\d{1,3}\.[ \u200e]+[A-Z]")
_LABELLED_START = re.compile(r"(?:\d{1,3}\.|\([a-z]{1,4}\))[ \u200e]+[A-Z]")
_FIRST_LABEL = re.compile(r"\((?:a|i|1)\) ")
_SPEAKS = re.compile(r"“(?:The (?:Security )?Council|(?:[A-Z][a-z]+(?:s|ing)|Also|Further)\b)")
_PERSON = re.compile(r"(?:Mr|Ms|Mrs|Dr)\.? [A-Z]")
_STANDS_WITH_NUMBER = re.compile(
    r"(?:Article|Rule|Guideline|Principle|Regulation|Section|Chapter|Part) (?:\d{1,3}[A-Z]?|[IVXL]+)$"
)
_ENTRY = re.compile(
    r"(?:[A-Z]{2,5}|[A-Z]\.[A-Z.]+|Nationality|Passport [\w .]*|Address|Location|Gender|Title): ?\S|Passport "
)
_DAY = re.compile(rf"\d{{1,2}} {MONTH} \d{{4}}$", re.I)
_STANDS_ALONE = re.compile(r"^(?:[IVX]{1,6}|[^\w\s]{3,}|\* \* \*)$")
_ENDS = (",", ";", ":", ".", "”", "; and", "; or", "،", "؛", "。", "；")


@dataclass(frozen=True, slots=True)
class Raw:
    """A block of characters and the line it starts on.

    `cells` where the line is a row of a table; `hint` where the source itself says `heading` or `paragraph`.
    """

    text: str
    line: int
    cells: tuple[str, ...] = ()
    hint: str = ""


def raw_blocks(text: str) -> tuple[list[Raw], list[Dropped]]:
    """Return the blocks of a plain text, whatever its line ends, and what was set aside."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    longest = max((len(line) for line in lines if "\t" not in line), default=0)
    if longest > LONGEST_WRAPPED_LINE:
        return _lines_as_blocks(lines)
    kept, dropped = _without_furniture(lines)
    return _joined(kept, dropped), dropped


def _lines_as_blocks(lines: list[str]) -> tuple[list[Raw], list[Dropped]]:
    blocks, dropped = [], []
    rows = _table_lines(lines)
    for number, line in enumerate(lines, start=1):
        text = " ".join(line.split())
        if not text:
            continue
        if len(text) < LONGEST_FURNITURE and (FURNITURE.match(text) or RULE.match(text)):
            dropped.append(Dropped(text, "page furniture", number))
        else:
            cells = _cells(line, number - 1 in rows) if "\t" in line or line.startswith("| ") or rows else ()
            blocks.append(Raw(text, number, cells))
    return blocks, dropped


def _table_lines(lines: list[str]) -> set[int]:
    """Return the lines that are rows of a table because a row with as many cells stands right beside them."""
    if not any("\t" in line for line in lines):
        return set()
    tabs = [line.count("\t") for line in lines]
    rows = {n for n, count in enumerate(tabs) if count > 1 or (count and _cells(lines[n], False))}
    if not rows:
        return rows
    grown = set(rows)
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        before = None
        for n in order:
            if n in grown or (tabs[n] and before is not None and tabs[n] == tabs[before] and before in grown):
                grown.add(n)
            before = n
    return grown | {n for n in range(1, len(lines) - 1) if _inside(lines, n, grown)}


def _inside(lines: list[str], n: int, rows: set[int]) -> bool:
    """Tell whether a line is one cell over all columns: a few words right between two rows of a table."""
    line = lines[n].strip()
    if n in rows or n - 1 not in rows or n + 1 not in rows or not line or len(line) > LONGEST_CELL:
        return False
    return not (LABEL.match(line) or line.endswith((".", ";", ":", ",")) or FURNITURE.match(line))


def _cells(line: str, row: bool = False) -> tuple[str, ...]:
    """Return the cells of a table's row: between bars, or between tabs where no label stands first."""
    if line.startswith("| ") and line.rstrip().endswith("|"):
        return tuple(cell.strip() for cell in line.strip()[1:-1].split("|"))
    if "\t" not in line:
        return (line.strip(),) if row else ()
    cells = tuple(cell.strip() for cell in line.split("\t"))
    if row:
        return cells
    if len(cells) < 2 or not cells[0] or (len(cells) == 2 and LABEL.match(cells[0] + " ")):
        return () if not (len(cells) > 2 and sum(map(bool, cells)) > 1) else cells
    return cells


def _without_furniture(lines: list[str]) -> tuple[list[tuple[int, str]], list[Dropped]]:
    """Set aside page numbers, job numbers, bar codes and running heads."""
    stripped = [line.strip() for line in lines]
    away = {n: "page furniture" for n, line in enumerate(stripped) if line and FURNITURE.match(line)}
    if away:
        away |= _running_heads(stripped, sorted(away))
    kept: list[tuple[int, str]] = []
    dropped: list[Dropped] = []
    rows = _table_lines(lines)
    for n, line in enumerate(stripped):
        if n in away:
            dropped.append(Dropped(line, away[n], n + 1))
        else:
            kept.append((n + 1, "\t" + lines[n] if n in rows or line.startswith("| ") else line))
    return kept, dropped


def _running_heads(lines: list[str], breaks: list[int]) -> dict[int, str]:
    """Return the lines beside a page break that only repeat the symbol or the title, or recur at breaks."""
    title = next((line for line in lines if NUMBER_TITLE.match(line) and not SYMBOL.match(line)), "")
    beside = Counter(lines[n] for at in breaks for n in range(at + 1, min(at + 4, len(lines))))
    found: dict[int, str] = {}
    for at in breaks:
        for n in range(at + 1, len(lines)):
            line = lines[n]
            repeats = line and lines.index(line) < n and (beside[line] > 1 or line == title)
            cut_title = len(line) > 15 and title and (line.startswith(title) or title.startswith(line))
            if SYMBOL.match(line) or repeats or cut_title:
                found[n] = "running head"
            elif line and not FURNITURE.match(line):
                break
    return found


def _joined(lines: list[tuple[int, str]], dropped: list[Dropped]) -> list[Raw]:
    width = _width([line for _, line in lines if line and not line.startswith("\t")])
    hyphens = sum(1 for a, b in pairwise(lines) if a[1][-1:] == "-" and b[1][:1].islower())
    blocks: list[Raw] = []
    current: list[str] = []
    start, blank = 0, False
    for at, (number, line) in enumerate(lines):
        if not line:
            blank = True
            continue
        after = [text for _, text in lines[at + 1 : at + 1 + LONGEST_SPREAD_TITLE]]
        if line.startswith("\t"):
            _flush(blocks, current, start)
            blocks.append(Raw(" ".join(line.split()), number, _cells(line[1:], True)))
        elif (
            current
            and not RULE.match(line)
            and not (_titles(current, line, after) or _ends_block(current, line, width, blank, hyphens > 2))
        ):
            _append(current, line, dropped, number)
        else:
            _flush(blocks, current, start)
            if RULE.match(line):
                dropped.append(Dropped(line, "rule between text and notes", number))
            else:
                current, start = [line], number
        blank = False
    _flush(blocks, current, start)
    return blocks


def _width(lines: list[str]) -> int:
    """Return the width lines were wrapped at.

    A line that goes on in the next one says: no wider than with the first word there, no narrower than
    itself. The width that most lines agree on is taken, the least of several; where few lines say anything,
    the greatest length but for a few lines that stick out.
    """
    change: Counter[int] = Counter()
    for line, following in pairwise(lines):
        if len(line) >= SHORTEST_FULL_LINE:
            change[len(line)] += 1
            change[len(line) + 1 + len(following.split(" ", 1)[0])] -= 1
    best = votes = count = 0
    for width in sorted(change):
        count += change[width]
        if count >= votes and count > 0 and (count > votes or not best):
            best, votes = width, count
    if votes >= FEWEST_VOTES:
        return best
    lengths = sorted(map(len, lines), reverse=True)
    agreed = [lengths[n] for n in range(min(4, len(lengths) - 2)) if lengths[n] - lengths[n + 2] <= 3]
    return (agreed or lengths or [0])[0]


def _flush(blocks: list[Raw], current: list[str], start: int) -> None:
    if current:
        blocks.append(Raw(" ".join(" ".join(current).split()), start))
        current.clear()


def _append(current: list[str], line: str, dropped: list[Dropped], number: int) -> None:
    """Join a line to the block; a word broken at a hyphen stays as it is, with its hyphen."""
    last = current[-1]
    if last.endswith("\u00ad"):
        dropped.append(Dropped("\u00ad", "soft hyphen at a line end", number - 1))
        current[-1] = last[:-1] + line
    elif last.endswith(("-", "‑", "–", "—", "/")) and len(last) > 1 and last[-2].isalnum():
        current[-1] = last + line
    else:
        current.append(line)


def _ends_block(current: list[str], line: str, width: int, blank: bool, at_hyphens: bool) -> bool:
    """Tell whether a block ends before `line`."""
    last = current[-1]
    if _stands_apart(line) or (len(current) == 1 and (_STANDS_ALONE.match(last) or _DAY.match(last))):
        return True
    first = line.split(" ", 1)[0]
    if at_hyphens and "-" in first[:-1]:
        first = first[: first.index("-") + 1]
    fits = len(last) + 1 + len(first) <= width
    closed = _CALL.sub("", last.rstrip("*")).endswith(_ENDS)
    if blank:
        return closed or not line[:1].islower() or fits
    if fits:
        label = LABEL.match(line)
        return (
            not line[:1].islower()
            or closed
            or (label is not None and line[label.end() :].lstrip()[:1].isupper())
        )
    return _opens_block(current, line, closed)


def _stands_apart(line: str) -> bool:
    """Tell whether a line is a block of its own wherever it stands."""
    rules = (FORMULA, ANNEX, _STANDS_ALONE, _ON_COVER)
    return any(rule.match(line) for rule in rules) or (
        len(line) < LONGEST_MEETING_LINE and MEETING.match(line) is not None
    )


def _titles(current: list[str], line: str, after: list[str]) -> bool:
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
    numbered = next((n for n, text in enumerate(after) if starts.match(text)), None)
    if numbered is None or (numbered and not last.endswith((";", ","))):
        return False
    title = [line, *after[:numbered]]
    short = numbered > 0 or len(line) <= LONGEST_TITLE_LINE
    return short and not title[-1].endswith(_ENDS) and not any(LABEL.match(text) for text in title)


def _opens_block(current: list[str], line: str, closed: bool) -> bool:  # noqa: C901, PLR0911  a line of rules
    """Tell whether a line opens a block where the width does not say, from the words around the break."""
    last = current[-1]
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
    if _NOTE_START.match(line):
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
    if closed or _alone(current):
        return _begins(current, line)
    opens = (
        _RECALLS.match(line)
        or OPENING_VERB.match(line)
        or re.match(r"\d{1,3}\. (?:[A-Z][a-z]+s|Also|Further|Strongly)\b", line)
    )
    return opens is not None and _heading_so_far(current)


def _within_list(current: list[str], line: str) -> bool:
    """Tell whether a label goes on with a list inside the paragraph: the label before it stands in its midst."""
    found = re.match(r"\(([a-z]{1,5})\) ", line)
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
    if not _NOTE_START.match(line):
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
        return last.endswith((".", "”", ":")) or _SPEAKS.match(line) is not None
    if line.startswith("The Security Council ") and current[0].startswith("The Security Council "):
        return last.endswith(".")
    return bool(OPENING_VERB.match(line) or OPENING_PARTICIPLE.match(line)) and not last.endswith((":", "”"))
