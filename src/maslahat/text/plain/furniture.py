"""What a page adds to a text: numbers, job numbers, bar codes, running heads; set aside (DESIGN §10).

Some lines are furniture by their form alone (`2/4 17-22283`, `- 3 -`, `*1722283*`, the document's own symbol
once its cover is past). Others only beside such a line, or where they come again and again: a bare number, a
date, the title. Blank lines around furniture belong to the page and say nothing about the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from maslahat.text.dates import MONTH
from maslahat.text.document import Dropped
from maslahat.text.plain.masthead import columns
from maslahat.text.words import FORMULA, MEETING, NUMBER_TITLE, PRESIDENT, SYMBOL

_JOB = r"\d{2}-\d{5}(?:\*+)?(?: ?\([A-Z]\))?(?: +\d{6})?"
_BAR = r"\*\d{5,9}[A-Z]?\*"
FURNITURE = re.compile(
    rf"^(?:\d{{1,3}}/\d{{1,3}}(?:\s+{_JOB})?|{_JOB}(?:\s+(?:{_BAR}|\d{{1,3}}(?:/\d{{1,3}})?))?|{_BAR}(?:\s+{_JOB})?"
    rf"|[*0-9]{{7,12}}|Please recycle.*|\(?(?:Page |page |p\. ?)?\d{{1,3}} ?(?:of|/) ?\d{{1,3}}\)?"
    rf"|[-–—] ?\d{{1,3}} ?[-–—]|(?:Page|page|p\.) ?\d{{1,3}}|❖+|`{{5,}})$"
)
_MAY_BE = frozenset("0123456789*Pp(-–—❖`")
_NUMBER = re.compile(r"\d{1,3}$|[ivxl]{1,6}$")
_DAY = re.compile(rf"\d{{1,2}} {MONTH} \d{{4}}$", re.I)
NUMBERED = re.compile(r"(?:\d{1,3}\.|\([a-z]{1,4}\)) ")
_SIGNS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_BESIDE_SYMBOL = re.compile(
    rf"(?:{_JOB}|{_BAR}|\d{{1,3}}(?:/\d{{1,3}})?|Page \d{{1,3}}|\d{{1,2}} {MONTH} \d{{4}}|[\s|·–—-])+"
)
LONGEST_FURNITURE = 250
LONGEST_PAGE_NUMBER = 3
LONGEST_COVER = 40
MOST_BESIDE = 5
SHORTEST_HEAD = 12
SHORTEST_FULL = 40
FEWEST_LINES_A_PAGE = 12
PAGE, HEAD = "page furniture", "running head"


@dataclass(slots=True)
class Pages:
    """The lines of a text, and which of them are furniture; `symbol`, `title` and `issued` as its cover says."""

    lines: list[str]
    away: dict[int, str] = field(default_factory=dict)
    symbol: str = ""
    title: str = ""
    named: str = ""  # the title without its number
    spelled: tuple[str, ...] = ()  # the title with its marks, with its number and without
    opening: tuple[str, ...] = ()
    issued: str = ""
    start: int = 0

    def find(self) -> dict[int, str]:
        """Return line index -> reason for every line to set aside."""
        self.read_cover()
        self._by_form()
        self._numbers()
        self._heads()
        for at in sorted(self.away):
            self._beside(at)
        self._unlike_the_others()
        return self.away

    def read_cover(self) -> None:
        """Take the symbol, the title and the date of issue from the first lines."""
        lines = self.lines
        formula = next(
            (n for n, line in enumerate(lines[:200]) if len(line) < 90 and FORMULA.match(line)), None
        )
        self.start = formula if formula is not None else next((n for n, line in enumerate(lines) if line), 0)
        cover = lines[: max(self.start + 1, LONGEST_COVER if formula is None else 0)]
        at = next((n for n, line in enumerate(cover) if SYMBOL.match(columns(line)[-1])), None)
        if at is not None:
            self.symbol = columns(lines[at])[-1].rstrip("*")
            self.start = self.start if formula is not None else at
        self.issued = next((line for line in cover if _DAY.match(line)), "")
        title = next(
            (n for n, line in enumerate(cover) if NUMBER_TITLE.match(f"{line} ") and not SYMBOL.match(line)),
            None,
        )
        if title is not None:
            self.start = max(self.start, title)
            words = [line for line in lines[title : self.start if formula is not None else title + 1] if line]
            found = NUMBER_TITLE.match(f"{words[0]} ")
            self.title = signless(" ".join(words))
            named = " ".join([found["title"] if found else "", *words[1:]])
            self.named = signless(named)
            self.spelled = (_spelled(" ".join(words)), _spelled(named))
            self.opening = tuple(
                text[:SHORTEST_HEAD] for text in (words[0], found["title"] if found else "") if text
            )

    def _by_form(self) -> None:
        symbol = self.symbol
        for n, line in enumerate(self.lines):
            if not line or len(line) >= LONGEST_FURNITURE:
                continue
            if line[0] in _MAY_BE and FURNITURE.match(line) and not self._asked_for(n):
                self.away[n] = PAGE
            elif symbol and n > self.start and symbol in line and self._own_head(line):
                self.away[n] = HEAD

    def _asked_for(self, n: int) -> bool:
        """Tell whether a long bare number ends the sentence of the line before, as that of a passport does."""
        line = self.lines[n]
        return (
            len(line) > LONGEST_PAGE_NUMBER and line.isdecimal() and self.lines[n - 1].endswith((":", "no."))
        )

    def _own_head(self, line: str) -> bool:
        """Tell whether a line is the document's own symbol, alone or with a part of its title or a page number."""
        if not line.startswith(self.symbol) and not line.rstrip("*").endswith(self.symbol):
            return False
        rest = line.replace(self.symbol, "", 1).lstrip("*").strip()
        if not rest or _BESIDE_SYMBOL.fullmatch(rest):
            return True
        return self._of_title(rest, cut=True)

    def _of_title(self, words: str, cut: bool = False) -> bool:
        """Tell whether words are the title, or as much of it as a line had room for; not where it is cited.

        `cut`: it stands beside furniture, so that it may end at any mark.
        """
        if not words.startswith(self.opening) or not self._may_end(words, cut):
            return False
        bare = signless(re.sub(r"\s{2,}\d{1,3}(?:/\d{1,3})?$", "", words.rstrip("…")))
        return len(bare) >= SHORTEST_HEAD and (
            self.title.startswith(bare) or self.named.startswith(bare) or bare.startswith(self.title)
        )

    def _may_end(self, words: str, cut: bool) -> bool:
        """Tell whether a running head can end as `words` do: with a mark only where the title has it there."""
        if words[-1] not in ",;:.”)":
            return True
        spelled = _spelled(words)
        return cut and any(
            whole.startswith(spelled) and (words[-1] == "," or whole == spelled) for whole in self.spelled
        )

    def _other_symbol(self, line: str) -> bool:
        """Tell whether a line is a symbol and not the last word of a sentence that is one."""
        return SYMBOL.match(line) is not None and not line.endswith(".")

    def _second_half(self, n: int) -> bool:
        """Tell whether a line goes on with the title that the running head before it began."""
        if self.away.get(n - 1) != HEAD or not self.title:
            return False
        first = _spelled(self.lines[n - 1].replace(self.symbol, ""))
        both = first + _spelled(self.lines[n])
        return bool(first) and any(whole.startswith(both) for whole in self.spelled)

    def _numbers(self) -> None:
        """Set aside bare numbers that count pages: one more each time and a page of lines between them."""
        found = [
            n for n, line in enumerate(self.lines) if len(line) <= 3 and line.isdecimal() and n > self.start
        ]
        run: list[int] = []
        for n in found:
            if not run or (
                int(self.lines[n]) == int(self.lines[run[-1]]) + 1 and n - run[-1] >= FEWEST_LINES_A_PAGE
            ):
                run.append(n)
        first = int(self.lines[run[0]]) if run else 0
        if len(run) > 1 or (run and first <= 2 and (self._unfinished(run[0]) or self._before_label(run[0]))):
            self.away |= dict.fromkeys(run, PAGE)

    def _heads(self) -> None:
        """Set aside the title or the date of issue where it stands for itself again and again.

        A text may cite its own title, and a line of it may hold just that. So without other furniture the
        title needs its number before it, blank lines round it, or to come again after a page.
        """
        if not (self.title or self.issued):
            return
        found = [
            n
            for n, line in enumerate(self.lines)
            if n > self.start and n not in self.away and line and (line == self.issued or self._titled(n))
        ]
        found = [n for n in found if not self._closes(n)]
        counts = Counter(self.lines[n] for n in found)
        for n in found:
            line = self.lines[n]
            again = counts[line] > 1 and line != self.issued and self._far(found, n)
            if again or (self._interrupts(n) and (self._apart(n) or line[0].isdigit())):
                self.away[n] = HEAD

    def _titled(self, n: int) -> bool:
        """Tell whether a line is a title that does not go on in the next line, as one that is cited does."""
        line = self.lines[n]
        if not self._of_title(line):
            return False
        after = self.lines[n + 1] if n + 1 < len(self.lines) else ""
        return not after or not self.named.startswith(signless(line + after.split(" ", 1)[0]))

    def _apart(self, n: int) -> bool:
        return not self.lines[n - 1] or n + 1 >= len(self.lines) or not self.lines[n + 1]

    def _far(self, found: list[int], n: int) -> bool:
        """Tell whether the other places of a line are a page away."""
        others = [k for k in found if k != n and self.lines[k] == self.lines[n]]
        return all(abs(k - n) >= FEWEST_LINES_A_PAGE for k in others)

    def _closes(self, n: int) -> bool:
        """Tell whether a line follows that of the meeting, so that it is the date of adoption."""
        before = next((self.lines[k] for k in range(n - 1, max(n - 4, -1), -1) if self.lines[k]), "")
        return MEETING.match(before) is not None

    def _before_label(self, n: int) -> bool:
        """Tell whether a numbered paragraph follows, so that a bare number is none itself."""
        after = next(
            (line for k, line in enumerate(self.lines[n + 1 :], n + 1) if line and k not in self.away), ""
        )
        return NUMBERED.match(after) is not None

    def _unfinished(self, n: int) -> bool:
        """Tell whether the line before is full and ends in the midst of a sentence: no word stands alone after it."""
        before = next(
            (self.lines[k] for k in range(n - 1, -1, -1) if self.lines[k] and k not in self.away), ""
        )
        return len(before) >= SHORTEST_FULL and (before[-1].isalnum() or before[-1] == ",")

    def _interrupts(self, n: int) -> bool:
        """Tell whether a line stands in the midst of a sentence."""
        before = next(
            (self.lines[k] for k in range(n - 1, -1, -1) if self.lines[k] and k not in self.away), ""
        )
        after = next(
            (line for k, line in enumerate(self.lines[n + 1 :], n + 1) if line and k not in self.away), ""
        )
        return bool(before) and after[:1].islower() and (before[-1].isalnum() or before[-1] == ",")

    def _beside(self, at: int) -> None:
        """Set aside what stands beside furniture and is furniture only there."""
        for step in (-1, 1):
            n, left = at + step, MOST_BESIDE
            while left and self.start < n < len(self.lines):
                line = self.lines[n]
                if line and n not in self.away:
                    if not self._only_here(n, line):
                        break
                    self.away[n] = HEAD if not line.isdecimal() else PAGE
                left -= bool(line)
                n += step

    def _unlike_the_others(self) -> None:
        """Give back a line of the title that stands on one page only, where others share their running head.

        A text cites its title too, and a line of it that holds just that may stand at the edge of a page.
        """
        heads = [
            n
            for n, why in self.away.items()
            if why == HEAD and n > self.start and self.symbol not in self.lines[n] and not self._day(n)
        ]
        counts = Counter(_DIGITS.sub("", self.lines[n]) for n in heads)
        if max(counts.values(), default=0) > 1:
            for n in heads:
                if counts[_DIGITS.sub("", self.lines[n])] == 1:
                    del self.away[n]

    def _day(self, n: int) -> bool:
        return _DAY.match(self.lines[n]) is not None

    def _only_here(self, n: int, line: str) -> bool:
        if (
            _NUMBER.match(line)
            or self._other_symbol(line)
            or self._of_title(line, cut=True)
            or self._second_half(n)
        ):
            return True
        return _DAY.match(line) is not None and not self._closes(n)


def recurring(lines: list[str], away: dict[int, str], start: int) -> Iterator[int]:
    """Yield the lines that stand right after furniture and come again after other furniture, and nowhere else."""
    places = [n + 1 for n in sorted(away) if n + 1 < len(lines) and n + 1 not in away]
    first = [next((k for k in range(n, min(n + 3, len(lines))) if lines[k]), None) for n in places]
    counts = Counter(lines[n] for n in first if n is not None and n > start)
    again = {line for line, count in counts.items() if count > 1}
    everywhere = (
        Counter(line for n, line in enumerate(lines) if line in again and n not in away) if again else {}
    )
    only = {line for line in again if everywhere[line] == counts[line] and not line[0].islower()}
    yield from (n for n in first if n is not None and lines[n] in only)


def _spelled(text: str) -> str:
    return "".join(text.split()).casefold()


def signless(text: str) -> str:
    """Return words to compare by: letters and figures alone, in small letters."""
    return _SIGNS.sub("", text).casefold()


def furniture(lines: list[str]) -> dict[int, str]:
    """Return line index -> reason for the lines of `lines` (stripped) that are furniture."""
    pages = Pages(lines)
    away = pages.find()
    if away:
        away |= dict.fromkeys(recurring(lines, away, pages.start), HEAD)
    return away


def named(lines: list[str]) -> tuple[str, str]:
    """Return the symbol and the title that the cover gives."""
    pages = Pages(lines)
    pages.read_cover()
    said = next((line for line in lines[:LONGEST_COVER] if PRESIDENT.match(line)), "")
    return pages.symbol, pages.title or said


def set_aside(lines: list[str], away: dict[int, str]) -> list[Dropped]:
    """Return the furniture as dropped, in order."""
    return [Dropped(lines[n], away[n], n + 1) for n in sorted(away)]
