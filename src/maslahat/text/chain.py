"""The chain of renewals: which earlier text a resolution renews, as 77/273 renews 75/272 and that 72/7 (DESIGN §10).

A text that extends a mandate follows the latest one that extended (or founded) the mandate of the same body, first of
all one that lets it end about the day of adoption. For every other text each earlier one of the same organ is weighed:
how alike the words of the two are, rare words counting more; how alike their titles; whether the later cites the
earlier. Of those that come near the best the latest is the predecessor, for a renewal renews the last of its line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maslahat.text.document import Document
from maslahat.text.library.shelf import Entry, Shelf, entry
from maslahat.text.mandates import Mandate

__all__ = ["Entry", "Link", "Shelf", "Tie", "chain", "entry", "later", "predecessors"]

LEAST_ALIKE = 0.45
SAME_TITLE = 0.95  # but for a word in twenty
RECALLED, UNRECALLED = (0.7, 0.45), (0.85, 0.6)  # the least likeness of another title and of the words
NEAR = 0.12  # scores this near the best count as it
CITED, SAME_BODY, OTHER_BODY = 0.1, 0.3, -0.3
LEAST_TITLE = 0.5  # of the words of the titles, for a text that is not cited
KIN = 0.5  # of the resolutions that two texts recall, where they are about one matter
SHOWN = 4  # ties of a text that are kept: the predecessor and the next likely
LIKELY = 40  # so many later texts at most are asked whether they renew this one


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties a text to an earlier one: the likeness of titles and words from 0 to 1, citation, one mandate."""

    score: float
    entry: Entry
    title: float = 0.0
    words: float = 0.0
    cited: bool = False
    mandate: tuple[Mandate, Mandate] | None = None  # as the later text extends it, and as the earlier left it
    first: bool = False  # the mandate is the first that the later text extends
    titled: bool = False
    apart: bool = False  # the two extend mandates, but not one and the same

    @property
    def sure(self) -> bool:
        """Tell whether this is a renewal: one mandate, or a likeness that only renewals have.

        “Question of Guam” shares most words with “Question of Bermuda”: a title that is not the same has to be much the
        same, and the text as well; less so where the earlier text is recalled.
        """
        if self.mandate is not None:
            return True
        if self.score < LEAST_ALIKE:
            return False
        if not self.titled:
            return self.cited or not self.apart
        least_title, least_words = RECALLED if self.cited else UNRECALLED
        return self.title >= SAME_TITLE or (self.title >= least_title and self.words >= least_words)


@dataclass(frozen=True, slots=True)
class Link:
    """A text of a chain: its symbol, title, date and file; what ties it to the link before it, in words.

    `alike` is the likeness of the two from 0 to 1, `body` and `until` the mandate it extends; a text that is cited and
    not in the library is not `read`. `others` are the next likely predecessors.
    """

    symbol: str
    title: str = ""
    date: str = ""
    alike: float = 0.0
    read: bool = True
    path: str = ""
    body: str = ""
    until: str = ""
    why: tuple[str, ...] = ()
    others: tuple[tuple[str, float], ...] = ()


def predecessors(one: Entry, library: Sequence[Entry] | Shelf) -> list[Tie]:
    """Return the earlier documents that `one` may renew, the most likely first, each with what ties it."""
    shelf = library if isinstance(library, Shelf) else Shelf(library)
    one = shelf.known(one)
    words = shelf.alike(one)
    ties = []
    for n, other in enumerate(shelf.entries):
        if other.organ == one.organ and other.symbol != one.symbol and other.before(one):
            tie = _tie(one, other, float(words[n]))
            if tie:
                ties.append(tie)
    best = max((tie.score for tie in ties), default=0.0)
    return sorted(ties, key=lambda tie: (_rank(tie, one), -_stepped(tie, best), *_latest(tie.entry)))


def _tie(one: Entry, other: Entry, words: float) -> Tie | None:
    """Return what ties two texts, nothing where neither titles, nor a citation, nor a mandate do."""
    is_cited = other.symbol in one.cited
    title = dice(one.title_words, other.title_words)
    if title < SAME_TITLE and one.title_words and one.beside(other):
        return None  # a renewal comes in a later session, or is another part under the same title
    mandate, first = (None, False) if one.title_words else _mandate(one, other)
    if not (is_cited or mandate) and title < LEAST_TITLE and (one.title_words or other.title_words):
        return None
    apart = mandate is None and bool(one.extended and other.extended)
    alike = 0.55 * title + 0.45 * words if one.title_words else words
    score = alike + CITED * is_cited + _bodies(one, other, mandate is not None)
    return Tie(round(score, 4), other, title, words, is_cited, mandate, first, bool(one.title_words), apart)


def _mandate(one: Entry, other: Entry) -> tuple[tuple[Mandate, Mandate] | None, bool]:
    """Return the first mandate of `one` that `other` extended before, and whether it is the first of all."""
    if not one.extended or not other.mandates:
        return None, False
    number = str(other.number[0]) if other.number else ""
    recalled = other.symbol in one.cited
    unnamed = any(not mine.named for mine in one.extended)
    kin = unnamed and dice(Counter(one.cited), Counter(other.cited)) >= KIN
    for n, mine in enumerate(one.extended):
        for theirs in other.mandates:
            if mine.follows(theirs, number, recalled, kin):
                return (mine, theirs), n == 0
    return None, False


def _bodies(one: Entry, other: Entry, same: bool) -> float:
    """Return what the mandates of two texts say for their being one line, or against."""
    if one.title_words or not one.extended:
        return 0.0
    number = str(other.number[0]) if other.number else ""
    if same or number in one.extended[0].resolutions:
        return SAME_BODY
    return OTHER_BODY if other.mandates else OTHER_BODY / 2


def _rank(tie: Tie, one: Entry) -> int:
    """Return 0 for one mandate that ends about when `one` had to extend it, 1 for one at another time, 2 for none.

    A mandate that is not the first in `one` counts only where its end is near.
    """
    if tie.mandate is None:
        return 2
    near = tie.mandate[1].near(one.day)
    return (0 if near else 1) if tie.first else (1 if near else 2)


def _latest(one: Entry) -> tuple[int, int, int, str]:
    """Return what sorts the latest text first: by number where there is one, else by day."""
    first, second, _ = one.number or (0, 0, "")
    return -first, -second, -(one.date or date.min).toordinal(), one.symbol


def _stepped(tie: Tie, best: float) -> float:
    """Return the score; one mandate, or a score near the best, counts as the best: of such the latest is wanted."""
    return best if tie.mandate or tie.score >= best - NEAR else tie.score


def dice(a: Counter[str], b: Counter[str]) -> float:
    """Return the Dice coefficient of two bags of words."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def chain(doc: Document, library: Sequence[Entry] | Shelf, path: str = "") -> list[Link]:
    """Return the chain that leads to `doc`, the oldest first, `doc` last.

    The first resolution recalled leads on where the library has no copy of it.
    """
    shelf = library if isinstance(library, Shelf) else Shelf(library)
    one = shelf.known(entry(doc, path))
    links: list[Link] = []
    seen = {one.symbol}
    while True:
        found = [tie for tie in _first(one, shelf) if tie.entry.symbol not in seen]
        sure = bool(found) and found[0].sure
        links.append(_link(one, found if sure else []))
        if not sure:
            break
        one = found[0].entry
        seen.add(one.symbol)
    known = {other.symbol for other in shelf.entries}
    before = [symbol for symbol in one.cited if symbol not in known and symbol not in seen]
    if before and before[0] == one.cited[0]:
        links.append(Link(before[0], read=False))
    return links[::-1]


def later(doc: Document, library: Sequence[Entry] | Shelf, path: str = "") -> list[Link]:
    """Return the texts that renew `doc`, the one after it first: each is the earliest whose predecessor is the last."""
    shelf = library if isinstance(library, Shelf) else Shelf(library)
    one = shelf.known(entry(doc, path))
    if all(other.symbol != one.symbol for other in shelf.entries):
        shelf = Shelf([*shelf.entries, one])  # so that it can be found as another's predecessor
    links: list[Link] = []
    while one.symbol:
        found = _successor(one, shelf)
        if found is None:
            break
        one, ties = found
        links.append(_link(one, ties))
    return links


def _successor(one: Entry, shelf: Shelf) -> tuple[Entry, list[Tie]] | None:
    words = shelf.alike(one)
    likely = []
    for n, other in enumerate(shelf.entries):
        if other.organ == one.organ and other.symbol != one.symbol and one.before(other):
            tie = _tie(other, one, float(words[n]))
            if tie and tie.sure:
                likely.append(other)
    for other in sorted(likely, key=_latest, reverse=True)[:LIKELY]:
        ties = _first(other, shelf)
        if ties and ties[0].entry.symbol == one.symbol:
            return other, ties
    return None


def _first(one: Entry, shelf: Shelf) -> list[Tie]:
    """Return the first of `predecessors`; those of a text from a file are found once a shelf."""
    key = (one.symbol, one.path)
    if not one.path:
        return predecessors(one, shelf)[:SHOWN]
    if key not in shelf.memory:
        shelf.memory[key] = predecessors(one, shelf)[:SHOWN]
    return shelf.memory[key]


def _link(one: Entry, ties: Sequence[Tie]) -> Link:
    """Return a text as a link, tied to the first of `ties`."""
    tie = ties[0] if ties else None
    mandate = tie.mandate[0] if tie and tie.mandate else next(iter(one.mandates), None)
    if one.title_words:
        mandate = None
    return Link(
        symbol=one.symbol,
        title=one.title,
        date=str(one.date or ""),
        alike=_shared(tie) if tie else 0.0,
        path=one.path,
        body=mandate.body if mandate else "",
        until=str(mandate.until or "") if mandate else "",
        why=_why(tie) if tie else (),
        others=tuple((other.entry.symbol, _shared(other)) for other in ties[1:SHOWN]),
    )


def _shared(tie: Tie) -> float:
    return min(max(tie.score, 0.0), 1.0)


def _why(tie: Tie) -> tuple[str, ...]:
    """Return in words what ties a text to the one before it."""
    said = []
    if tie.mandate:
        mine, theirs = tie.mandate
        left = f" until {theirs.until}" if theirs.until else ""
        did = "founded" if theirs.founded else "extended"
        place = f" (paragraph {mine.paragraph.rstrip('.')})" if mine.paragraph else ""
        said.append(f"extends the mandate of {mine.body}{place}, which {tie.entry.symbol} {did}{left}")
    if tie.title == 1:
        said.append("has the same title")
    elif tie.title >= LEAST_TITLE:
        said.append(f"has a like title ({tie.title:.0%} of the words)")
    if tie.cited:
        said.append(f"recalls {tie.entry.symbol}")
    said.append(f"shares its words ({tie.words:.0%}, rare ones counting more)")
    return tuple(said)
