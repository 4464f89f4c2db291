"""Lines of a plain text into blocks (DESIGN §10).

Where a line is longer than any page, every line is a block; else lines were wrapped and are joined.
"""

from __future__ import annotations

import re
from itertools import pairwise

from maslahat.text.dates import MONTH
from maslahat.text.document import Dropped
from maslahat.text.labels import LABEL
from maslahat.text.plain.breaks import stands_alone
from maslahat.text.plain.cells import cells, is_chinese, one_width
from maslahat.text.plain.furniture import FURNITURE, furniture, named, set_aside
from maslahat.text.plain.joins import Line, joined
from maslahat.text.plain.masthead import columns
from maslahat.text.plain.raw import RULE, RULES, Raw, cells_of, table_lines
from maslahat.text.plain.setting import Setting, read_setting
from maslahat.text.plain.sheets import Sheets, read_sheets
from maslahat.text.words import FORMULA

__all__ = ["FURNITURE", "RULE", "Raw", "raw_blocks"]

LONGEST_WRAPPED_LINE = 130
LONGEST_MASTHEAD, INDENT_STEP = 90, 4
LONGEST_COVER = 120  # lines; a longer one is none, as in a volume
SHARE_OF_FULL_LINE = 0.75
_NO_END = re.compile(
    "the|of|and|or|in|to|for|by|with|on|from|at|its|that|which|an?|until|under|between|into|upon|as"
)
_NEW_LINE = re.compile(
    rf"\(Signed\)|\d{{1,3}}\s+(?!{MONTH})[A-Z“(]|\d{{1,4}}(?:st|nd|rd|th)\b|\d{{1,4}}/\d", re.I
)
SHORTEST_WRAPPED_LINE, SHORTEST_BROKEN_LINE, FEWEST_BROKEN = 40, 20, 4


def raw_blocks(text: str) -> tuple[list[Raw], list[Dropped]]:
    """Return the blocks of a plain text, whatever its line ends, and what was set aside."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    setting = Setting() if "\f" in text else read_setting(lines)
    stripped = [line if _single_spaced(line) else " ".join(line.split()) for line in lines]
    away = furniture(stripped)
    sheets = read_sheets(lines, stripped, *named(stripped)) if "\f" in text else Sheets()
    away = {n: reason for n, reason in (away | sheets.away).items() if n not in sheets.taken}
    dropped = set_aside(stripped, away)
    away |= dict.fromkeys(sheets.taken, "")
    rows = table_lines(lines)
    barred = "\n| " in text
    plain = (
        [line for line, raw in zip(stripped, lines, strict=True) if not ("\t" in raw or raw.startswith("| "))]
        if barred or "\t" in text
        else stripped
    )
    longest = max(map(len, plain), default=0)
    if longest <= LONGEST_WRAPPED_LINE and not text.isascii():
        longest = max(map(cells, plain), default=0)
    if not _wrapped(plain if barred else stripped, longest):
        blocks, dropped = _lines_as_blocks(lines, stripped, away, rows, dropped)
    else:
        blocks, more = joined(_kept(lines, stripped, away, rows, sheets))
        dropped += more
    return setting.told(blocks) + sheets.notes, dropped + setting.dropped


def _wrapped(lines: list[str], longest: int) -> bool:
    """Tell whether lines were wrapped, though some may be long as rows of tables and addresses are.

    A line that stops in the midst of a sentence, which goes on in lower case in the next, says so; where there
    is none, every line is a block. In Chinese, where a line may break anywhere, the width says it. Where some lines
    are longer than a page is wide, more have to be broken than are whole, but where blank lines stand between blocks:
    there one that goes on without says enough.
    """
    if is_chinese(lines):
        return one_width(lines)
    broken = whole = apart = touching = 0
    widest = max((len(line) for line in lines if len(line) <= LONGEST_WRAPPED_LINE), default=0)
    enough = SHARE_OF_FULL_LINE * widest
    least = SHORTEST_WRAPPED_LINE if longest > LONGEST_WRAPPED_LINE else SHORTEST_BROKEN_LINE
    kept = [line for line in lines if line] if longest <= LONGEST_WRAPPED_LINE else lines
    for line, following in pairwise(kept):
        apart += not following
        touching += bool(line and following)
        if len(line) > LONGEST_WRAPPED_LINE:
            whole += 1
        else:
            goes_on = len(line) > least and _goes_on(line, following)
            broken += goes_on or (len(line) > enough and _runs_over(line, following))
    if broken and apart > FEWEST_BROKEN and apart > 2 * touching:
        return True
    if longest > LONGEST_WRAPPED_LINE:
        return broken > whole and (broken >= FEWEST_BROKEN or broken > 2 * whole)
    return broken > 0


def _goes_on(line: str, following: str) -> bool:
    """Tell whether a sentence goes on; a script without capitals begins like one that does."""
    return (
        following[:1].isalpha() and not following[:1].isupper() and (line[-1].isalnum() or line[-1] in ",-")
    )


def _runs_over(line: str, following: str) -> bool:
    """Tell whether a full line stops at a word that no block ends with, or before figures that are no label."""
    if _NO_END.fullmatch(line, line.rfind(" ") + 1):
        return True
    if not (line[-1].isalnum() and (following[:1].isdecimal() or following[:1] == "(")):
        return False
    return not (LABEL.match(following) or stands_alone(following) or _NEW_LINE.match(following))


def _single_spaced(line: str) -> bool:
    """Tell fast whether the white space of a line is single spaces between words; False may be a mistake."""
    return "  " not in line and line.isprintable() and line[:1] != " " and line[-1:] != " "


def _lines_as_blocks(
    lines: list[str], stripped: list[str], away: dict[int, str], rows: set[int], dropped: list[Dropped]
) -> tuple[list[Raw], list[Dropped]]:
    blocks: list[Raw] = []
    for n, text in enumerate(stripped):
        if not text or n in away:
            continue
        if text[0] in RULES and RULE.match(text):
            dropped.append(Dropped(text, "rule between text and notes", n + 1))
            continue
        line = lines[n]
        cells = cells_of(line, n in rows) if "\t" in line or line.startswith("| ") or rows else ()
        if cells or len(text) > LONGEST_MASTHEAD:
            blocks.append(Raw(text, n + 1, cells))
        else:
            blocks += (Raw(part, n + 1) for part in columns(text))
    return blocks, dropped


def _kept(
    lines: list[str], stripped: list[str], away: dict[int, str], rows: set[int], sheets: Sheets
) -> list[Line]:
    """Return the lines of text with what stands before each: blank lines, or the end of a page."""
    kept: list[Line] = []
    gap = page = False
    cover = next((n for n, text in enumerate(stripped[:LONGEST_COVER]) if text and FORMULA.match(text)), 0)
    for n, text in enumerate(stripped):
        if n in sheets.joined:
            continue
        page = page or n in away or "\f" in lines[n]
        if not text or n in away:
            gap = gap or not text
            continue
        line = lines[n]
        row = n in rows or line.startswith("| ")
        indent = 0 if line[0] > " " else len(line.expandtabs(8)) - len(line.expandtabs(8).lstrip())
        if sheets.margins:  # letters of different width leave the same indent a column wider or narrower
            indent = max(indent - sheets.margins.get(n, 0) + INDENT_STEP // 2, 0) // INDENT_STEP * INDENT_STEP
        first, *rest = columns(text)
        kept.append(Line(n + 1, lines[n] if row else first, gap, page, indent, row, n < cover))
        kept += (Line(n + 1, part, True, cover=n < cover) for part in rest if not row)
        gap = page = False
    return kept
