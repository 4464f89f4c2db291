"""The sheets of a text that comes out of a PDF, parted by form feeds: running heads, feet, notes at the foot (DESIGN §10).

`pdftotext` gives page after page with a form feed between. What stands at the head of a sheet (symbol, title) and at its
foot (job number, bar code, page) is no part of the text, and the notes of the sheet stand above its foot, in the midst of
the sentence that goes on overleaf. They are taken out here and handed on as the notes at the end of a text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from maslahat.text.dates import MONTH
from maslahat.text.labels import LABEL
from maslahat.text.plain.furniture import HEAD, PAGE, signless
from maslahat.text.plain.raw import RULE, Raw
from maslahat.text.superscript import lowered, raised
from maslahat.text.words import FORMULA

_PIECE = re.compile(
    r"\d{2}-\d{5}\*{0,2}(?: ?\([A-Z]\))?|\*\d{5,9}[A-Z]?\*|\d{1,3}/\d{1,3}(?![\d/])|(?<!\S)\d{6}(?!\S)"
    r"|(?:Page |page )?\d{1,3}(?: of \d{1,3})?$"
    r"|`{5,}|Please recycle|[❖♲]+"
)
_MARKED = re.compile(
    rf"(?P<marker>\d{{1,3}}|[⁰¹²³⁴-⁹]+|\*{{1,3}})(?:\s+(?P<text>(?!(?i:{MONTH})\b|per cent|and |or |to )[A-Z“\"‘(«А-ЯÀ-Þ].*))?$"
)
_GLUED = (
    r"(?:(?<=[^\W\d_])|(?<=[,;:”’)\]»])|(?<=[^\W\d]\.)(?<!Add\.)(?<!Rev\.)(?<!Corr\.)(?<!\bNo\.)(?<!\bvol\.)(?<![A-Z]\.))"
    r"{marker}(?=[\s,;.:)]|$)"
)
_YEAR = r"(?<=\b(?:19|20)\d\d){marker}(?=[\s,;.:)]|$)"
_SPACED = (
    r"(?:(?<=[^\W\d_]|[,;.:”’)\]»])|(?<=\b19\d\d|\b20\d\d))(?<!\band|\bthe)(?<!\b(?:of|in|to|or|by|at|No))(?<!\bfrom|\bthan)"
    r"(?<!graph)(?<!graphs)(?<!rticle)(?<!от)(?<!№)(?<! и) {marker}"
    r"(?=[;:)]|[,.](?!\d)|$| [a-zа-яёà-ÿ]|(?<=[,;”)] .) [\dA-Z“]|(?<=[,;”)] ..) [\dA-Z“])"
)
_NUMBERED = r"(?<=/\d\d\d){marker}(?=[\s,;.:)]|$)"  # behind the number of a resolution: 71/205¹⁰
_CALLED = re.compile(r"(?P<before>\S)[⁰¹²³⁴-⁹]+$|(?P<plain>[^\W\d_]|[,;:.”)])\d{1,2}$")
_CLOSING = ",;:.)"
_PARTED_LABEL = re.compile(r"^\(([a-z]{1,4}) \)")
MOST_HEAD_LINES, SHORTEST_TITLE_PIECE = 5, 4
MOST_LINES_OVERLEAF = 8
Call = tuple[int, int, int, int]  # line, start, end, note
MOST_EXACT_INDENTS = 4
MOST_AT_A_TIME = 30  # notes on one sheet


@dataclass(slots=True)
class Sheets:
    """What was found: `away` line -> reason, `taken` the lines that became `notes`, in order."""

    away: dict[int, str] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    notes: list[Raw] = field(default_factory=list)
    joined: set[int] = field(default_factory=set)  # lines that went to the line before
    margins: dict[int, int] = field(default_factory=dict)  # line -> where the left margin of its sheet is

    def copied(self) -> Sheets:
        """Return what was found so far, to go back to."""
        return Sheets(dict(self.away), set(self.taken), list(self.notes))

    def give_back(self, before: Sheets) -> None:
        """Give back the notes found since, with what was set aside among them; the foot below them stays away."""
        last = max(self.taken - before.taken)
        foot = {at: why for at, why in self.away.items() if at > last}
        self.away, self.taken, self.notes = before.away | foot, before.taken, before.notes

    def place(self, marker: str, words: list[str], line: int) -> None:
        """Add a note as it would stand at the end of the text."""
        self.notes.append(Raw(f"{marker} {' '.join(words)}".strip(), line))


def read_sheets(raw: list[str], lines: list[str], symbol: str, title: str) -> Sheets:
    """Return heads, feet and notes of the sheets of a text; `raw` holds the form feeds, `lines` the words.

    The calls of the notes found are set raised in `lines`, in place: a page says which notes are called on it.
    """
    found = Sheets()
    read: list[int] = []
    expected = 1
    sheets = list(_parted(raw, lines))
    for n, sheet in enumerate(sheets):
        if n:
            _head(found, sheet, lines, symbol, signless(title))
        body = [at for at in sheet if at not in found.away]
        found.margins |= _margins(raw, sheet)
        for at in body:  # letters set close may come with a space between: `(f )`
            lines[at] = _PARTED_LABEL.sub(r"(\1)", lines[at])
        body = [at for at in body if "\t" not in raw[at]]  # rows of tables are no notes
        before = found.copied()
        following = _foot(found, body, lines, expected)
        text = [at for at in body if at not in found.away and at not in found.taken]
        calls = _calls(lines, text, expected, following)
        elsewhere = (
            [] if len(calls) == following - expected else _calls(lines, read + text, expected, following)
        )
        if len(elsewhere) > len(calls) and before.notes:  # the notes of a sheet run over to the next
            calls = elsewhere
        elif len(elsewhere) > len(calls) or (following > expected and not calls):
            found.give_back(before)  # notes at the end of a text are called on the sheets before
            calls, following, text = [], expected, [at for at in body if at not in found.away]
        _raise(lines, calls)
        _mend_breaks(found, lines, text)
        read += text
        expected = following
    if _set_evenly(raw, lines):
        found.margins = {}
    return found


def _set_evenly(raw: list[str], lines: list[str]) -> bool:
    """Tell whether indents are exact, as in a text file with form feeds: in print they come out a column more or less."""
    indents = Counter(_indent(one) for one, line in zip(raw, lines, strict=True) if line)
    return sum(count > 1 for count in indents.values()) <= MOST_EXACT_INDENTS


def _indent(line: str) -> int:
    wide = line.expandtabs(8)
    return len(wide) - len(wide.lstrip(" \f"))


def _parted(raw: list[str], lines: list[str]) -> Iterator[list[int]]:
    """Yield the lines of each sheet that hold words."""
    sheet: list[int] = []
    for n, line in enumerate(raw):
        if "\f" in line and sheet:
            yield sheet
            sheet = []
        if lines[n]:
            sheet.append(n)
    if sheet:
        yield sheet


def _margins(raw: list[str], sheet: list[int]) -> dict[int, int]:
    """Return where the lines of a sheet begin, which is not the same on left and right pages: most begin there."""
    indents = Counter(_indent(raw[at]) for at in sheet)
    return dict.fromkeys(sheet, indents.most_common(1)[0][0] if indents else 0)


def _head(found: Sheets, sheet: list[int], lines: list[str], symbol: str, title: str) -> None:
    """Set the running head aside: symbol and title, in any order, over one or more lines."""
    head: list[int] = []
    for at in sheet[:MOST_HEAD_LINES]:
        words = _PIECE.sub("", lines[at].replace(symbol, "") if symbol else lines[at]).strip()
        bare = signless(words)
        if bare and (FORMULA.match(words) or not (len(bare) >= SHORTEST_TITLE_PIECE and bare in title)):
            break
        # once the title is told, what follows is text though it says the same
        title = title.replace(bare, "", 1)
        head.append(at)
    if symbol and any(symbol in lines[at] for at in head):
        found.away |= dict.fromkeys(head, HEAD)


def _foot(found: Sheets, sheet: list[int], lines: list[str], expected: int) -> int:
    """Set the foot aside and take its notes; return the number of the next note."""
    body = list(sheet)
    while body and _is_foot(lines[body[-1]]):
        found.away[body.pop()] = PAGE
    start = next((k for k in range(len(body) - 1, -1, -1) if _opens_note(lines[body[k]], expected)), None)
    if start is None:
        _continue(found, body, lines)
        return expected
    _continue(found, body[:start], lines)
    notes = _notes(
        [at for at in body[start:] if not _is_foot(lines[at]) or _marker(lines[at])], lines, expected
    )
    if not notes:
        return expected
    for at in body[start:]:
        if _is_foot(lines[at]) and not _marker(lines[at]):
            found.away[at] = PAGE
        elif RULE.match(lines[at]):
            found.away[at] = "rule between text and notes"
        else:
            found.taken.add(at)
    for marker, words, at in notes:
        found.place(marker, words, at + 1)
    return expected + len(notes)


def _continue(found: Sheets, before: list[int], lines: list[str]) -> None:
    """Give the last note what stands of it overleaf: where it has no end, the lines under the last gap of the next sheet."""
    if not found.notes or found.notes[-1].text.endswith((".", "/", ")")):
        return
    gap = next((k for k in range(len(before) - 1, 0, -1) if before[k] - before[k - 1] > 1), len(before))
    rest = before[gap:]
    if rest and len(rest) <= MOST_LINES_OVERLEAF:
        found.notes[-1] = replace(
            found.notes[-1], text=" ".join([found.notes[-1].text, *(lines[at] for at in rest)])
        )
        found.taken |= set(rest)


def _notes(foot: list[int], lines: list[str], expected: int) -> list[tuple[str, list[str], int]]:
    """Return the notes of a foot (marker, words, line); none where its lines are no notes.

    Markers that stand by themselves, one under another, are those of the texts that follow, of which each ends with a stop.
    """
    notes: list[tuple[str, list[str], int]] = []
    at_work = 0  # the note that words go to
    for at in foot:
        line = lines[at]
        found = _MARKED.match(line)
        if found and _marker(line) == str(expected + len(notes)):
            notes.append((_marker(line), [found["text"]] if found["text"] else [], at))
            if found["text"]:
                at_work = len(notes) - 1
        elif not RULE.match(line):
            if notes[at_work][1] and notes[at_work][1][-1].endswith(".") and at_work + 1 < len(notes):
                at_work += 1
            notes[at_work][1].append(line)
    return notes if notes and len(notes) <= MOST_AT_A_TIME and all(words for _, words, _ in notes) else []


def _raise(lines: list[str], calls: list[Call]) -> None:
    """Set calls raised, the last first so that the places of the others hold."""
    for at, start, end, marker in reversed(calls):
        lines[at] = lines[at][:start].rstrip() + raised(str(marker)) + lines[at][end:]


def _calls(lines: list[str], body: list[int], first: int, after: int) -> list[Call]:
    """Return the calls of notes `first` to `after` - 1 in the lines of `body`, in their order."""
    calls: list[Call] = []
    at, column = 0, 0
    for marker in range(first, after):
        for pattern in (_GLUED, _YEAR, _SPACED, _NUMBERED):
            call = re.compile(pattern.format(marker=marker))
            found = _sought(call, lines, body, at, column)
            if found:
                at, start, column = found
                calls.append((body[at], start, column, marker))
                break
    return calls


def _sought(
    call: re.Pattern[str], lines: list[str], body: list[int], at: int, column: int
) -> tuple[int, int, int] | None:
    for k in range(at, len(body)):
        found = call.search(lines[body[k]], column if k == at else 0)
        if found:
            return (k, *found.span())
    return None


def _mend_breaks(found: Sheets, lines: list[str], body: list[int]) -> None:
    """Join what `pdftotext -raw` breaks after a raised figure in the midst of a sentence."""
    for k in range(len(body) - 1, 0, -1):
        line, following = lines[body[k - 1]], lines[body[k]]
        call = _CALLED.search(line)
        if call and following and _goes_on(call["before"] or call["plain"], following):
            between = "" if following[0] in _CLOSING else " "  # in French a call stands before the mark
            lines[body[k - 1]], lines[body[k]] = f"{line}{between}{following}", ""
            found.joined.add(body[k])


def _goes_on(before: str, following: str) -> bool:
    """Tell whether a sentence goes on behind a call: in lower case, with a figure, or where no mark stood before it."""
    if following[0] in _CLOSING:
        return True
    if following[0].isdigit():
        return before not in ".;:" and LABEL.match(following) is None
    return following[0].islower() or (following[0].isalpha() and before not in ",;:.”")


def _opens_note(line: str, expected: int) -> bool:
    return _marker(line) == str(expected)


def _marker(line: str) -> str:
    found = _MARKED.match(line)
    return lowered(found["marker"]) if found else ""


def _is_foot(line: str) -> bool:
    """Tell whether a line holds nothing but job numbers, bars, dates of printing and the number of the page."""
    return not _PIECE.sub("", line).strip()
