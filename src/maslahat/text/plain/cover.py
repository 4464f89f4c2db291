"""The cover of a plain text: everything before the enacting formula, put into fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from maslahat.text.akn.cover import AGENDA_NUMBER
from maslahat.text.dates import DATE, read_date
from maslahat.text.document import Adoption, AgendaItem, Cover, Document, DocumentKind, Dropped, Organ
from maslahat.text.plain.lines import Raw
from maslahat.text.plain.masthead import HOUSE, ORGAN_NAMES
from maslahat.text.sponsors import proposes, stated_sponsors
from maslahat.text.votes import RECORDED, recorded_sponsors, side_of, stated_vote
from maslahat.text.words import (
    ADOPTED_AT,
    AGENDA,
    COMMITTEE,
    DISTRIBUTION,
    ISSUED,
    NUMBER_TITLE,
    ORIGIN,
    ORIGINAL,
    PRESIDENT,
    PROPONENT,
    PROVISIONAL,
    QUOTED_NUMBER,
    SC_NUMBER,
    SESSION,
    STATUS,
    SYMBOL,
)

_UNHELD = {
    "house": "letterhead",
    "provisional": "mark of a provisional text",
    "committee": "the committee, which the symbol names",
}
_PART = re.compile(r"^[A-Z](?:\s+(?=[A-Z]).*)?$")


@dataclass(slots=True)
class CoverReader:
    """Puts the lines of a cover into fields, one after another."""

    known: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    agenda: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    title_lines: list[Raw] = field(default_factory=list)
    part: list[str] = field(default_factory=list)
    voted: dict[str, str] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    state: str = ""

    def read(self, raws: list[Raw], several: bool) -> None:
        """Read the cover's lines; `several` says that more than one text stands under this cover."""
        start = next((n for n, raw in enumerate(raws) if _opens(raw.text)), None)
        if start is None:  # what tells of the text ends in sentences; a title does not
            start = max(
                (n + 1 for n, raw in enumerate(raws) if raw.text.endswith((".", ":", ".”"))), default=0
            )
        for raw in raws[:start]:
            self.dropped.append(Dropped(raw.text, "text before the document", raw.line))
            self._told(raw)
        for raw in raws[start:]:
            if not (self._title_line(raw, several) or self._field(raw) or self._more(raw)):
                self.title.append(raw.text)
                self.title_lines.append(raw)
                self.state = "loose"

    def _told(self, raw: Raw) -> None:
        """Take the number that a report gives of the text it quotes: “The text of resolution 2721 (2023) reads as follows:”"""
        found = QUOTED_NUMBER.search(raw.text)
        if found and found["council"]:
            self.known["sc_number"], self.lines["sc_number"] = f"Resolution {found['council']}", raw.line
        elif found:
            self.known["number"] = f"{found['assembly']}."

    def _title_line(self, raw: Raw, several: bool) -> bool:
        text = raw.text
        if self._vote_line(raw):
            return True
        found = NUMBER_TITLE.match(text)
        if found and not SYMBOL.match(text):
            self.dropped += [
                Dropped(loose.text, "no field of a cover", loose.line) for loose in self.title_lines
            ]
            self.known["number"], self.state = found["number"], "title"
            self.title, self.title_lines = [found["title"]] if found["title"] else [], [raw]
            return True
        if several and self.state in {"title", "part"} and self.known.get("number") and _PART.match(text):
            self.state = "part"
        if self.state == "part":
            self.part.append(text)
            return True
        if self.state == "title":
            self.title.append(text)
            self.title_lines.append(raw)
            return True
        return False

    def _field(self, raw: Raw) -> bool:
        """Put a line that only one field can hold into that field."""
        text = raw.text
        if self.state == "status" and self.known["status"].endswith((",", " on")):
            return self._more(raw)
        for name, pattern in _FIELDS:
            if name not in self.known and pattern.match(text):
                self.known[name] = text
                self.lines[name] = raw.line
                self.state = name
                if name == "agenda":
                    self.agenda.append(text)
                self._beyond(name, raw)
                return True
        if text in ORGAN_NAMES and "authority" not in self.known:
            self.known["authority"] = text
            return True
        return False

    def _beyond(self, name: str, raw: Raw) -> None:
        """List what a field does not hold of its line."""
        if name in _UNHELD:
            self.dropped.append(Dropped(raw.text, _UNHELD[name], raw.line))
        elif name == "distribution":
            held = DISTRIBUTION.match(raw.text)
            self.dropped.append(
                Dropped(raw.text[: held.start(1)] if held else "", "name of a field", raw.line)
            )
        elif name == "symbol" and raw.text.endswith("*"):
            self.dropped.append(Dropped("*" * raw.text.count("*"), "star of a reissue", raw.line))

    def _more(self, raw: Raw) -> bool:
        """Take a line for the continuation of what stood before it."""
        text = raw.text
        if self._proposed(raw):
            return True
        if self.state == "agenda":
            self.agenda.append(text)
            return True
        if self.state == "status" and not text.startswith("["):
            self.known["status"] += f" {text}"
            return True
        return False

    def _vote_line(self, raw: Raw) -> bool:
        """Take a line that lists how States voted; the names may go on over further lines."""
        found = side_of(raw.text)
        if found:
            self.state, words = found
            self.voted[self.state] = words
            self.dropped.append(Dropped(raw.text[: len(raw.text) - len(words)], "name of a field", raw.line))
        elif self.state in self.voted and not NUMBER_TITLE.match(raw.text):
            self.voted[self.state] += f" {raw.text}"
            return True
        return bool(found)

    def _proposed(self, raw: Raw) -> bool:
        """Take the line that says who proposes a draft; it may have begun on lines taken for the agenda or a title."""
        before = self.agenda if self.state == "agenda" else self.title if self.state == "loose" else []
        at = len(before)
        while at > (2 if self.state == "agenda" else 0) and _lists_on(before[at - 1]):
            at -= 1
        line = " ".join([*before[at:], raw.text])
        if "proponent" in self.known or not proposes(line):
            return False
        del before[at:]
        if self.state == "loose":
            del self.title_lines[at:]
        self.known["proponent"], self.lines["proponent"], self.state = line, raw.line, "proponent"
        return True

    def document(self) -> Document:
        """Return a document with the cover read, and nothing else."""
        get = self.known.get
        status = get("status", "")
        organ = next(
            (o for name, o in ORGAN_NAMES.items() if name == get("authority") or name in status), Organ.OTHER
        )
        number, title = get("number", ""), " ".join(self.title)
        part = re.search(r"(?<=\d) ?([A-Z])$", get("symbol", "").rstrip("*"))
        lettered = re.search(rf" {part[1]}(\d{{0,2}})$", title) if part else None
        if part and lettered:  # a footnote call may stand glued behind the letter
            number, title = f"{number} {part[1]}", title[: lettered.start()] + lettered[1]
        sc_number = SC_NUMBER.match(get("sc_number", ""))
        number = number or (sc_number[0] if sc_number else "")
        president = get("president", "")
        self._unused(status, number if not sc_number or number != sc_number[0] else "", title)
        return Document(
            kind=DocumentKind.STATEMENT if president else DocumentKind.RESOLUTION,
            organ=Organ.SECURITY_COUNCIL if president or sc_number else organ,
            number=number,
            title=title or president,
            cover=self._cover(status, get("adopted", ""), get("distribution", "")),
            adoption=_adoption(get("adopted", ""), status),
            sponsors=stated_sponsors(get("proponent", "")) or recorded_sponsors(status),
            vote=stated_vote(status or get("adopted", ""), self.voted),
            dropped=tuple(self.dropped),
        )

    def _unused(self, status: str, number: str, title: str) -> None:
        """List the lines whose place another line has taken."""
        taken = {"adopted": status, "sc_number": number, "president": title}
        for name, other in taken.items():
            if other and name in self.known:
                self.dropped.append(
                    Dropped(self.known[name], f"the same is said by “{other}”", self.lines[name])
                )

    def _cover(self, status: str, adopted: str, distribution: str) -> Cover:
        get = self.known.get
        origin = ORIGIN.search(get("proponent", ""))
        number = self.agenda[0] if self.agenda else ""
        name = " ".join(self.agenda[1:])
        found = DISTRIBUTION.match(distribution)
        issued = get("issued", "")
        return Cover(
            authority=get("authority", ""),
            symbol=get("symbol", "").rstrip("*"),
            distribution=found[1] if found else "",
            issued=read_date(issued),
            issued_text=issued,
            original=get("original", ""),
            session=get("session", ""),
            agenda=tuple(AgendaItem(item, name) for item in AGENDA_NUMBER.findall(number)),
            agenda_text=tuple(line for line in (number, name) if line),
            status_line=status or adopted,
            proponent=get("proponent", ""),
            origin=origin["origin"] if origin else "",
        )


_FIELDS = (
    ("house", HOUSE),
    ("symbol", SYMBOL),
    ("distribution", DISTRIBUTION),
    ("issued", ISSUED),
    ("original", ORIGINAL),
    ("provisional", PROVISIONAL),
    ("committee", COMMITTEE),
    ("session", SESSION),
    ("agenda", AGENDA),
    ("sc_number", SC_NUMBER),
    ("adopted", ADOPTED_AT),
    ("president", PRESIDENT),
    ("status", STATUS),
    ("proponent", PROPONENT),
)


def _lists_on(line: str) -> bool:
    """Tell whether a line can be one of several that list States, as sponsors stand over a draft."""
    names = line.rstrip(",").split(", ")
    return line.endswith((",", " and")) or (len(names) > 2 and all(name[:1].isupper() for name in names))


def _opens(text: str) -> bool:
    """Tell whether a line can be the first of a cover."""
    patterns = (HOUSE, SYMBOL, SESSION, AGENDA, STATUS, SC_NUMBER, NUMBER_TITLE, DISTRIBUTION)
    return text in ORGAN_NAMES or any(pattern.match(text) for pattern in patterns)


def _adoption(adopted: str, status: str) -> Adoption:
    found = ADOPTED_AT.match(adopted) or ADOPTED_AT.match(status) or RECORDED.match(status)
    if found:
        return Adoption(found["meeting"], read_date(found["date"]), found["date"].strip())
    day = DATE.search(status)
    return Adoption("", read_date(status), day[0] if day else "")
