"""Predecessors found from the text alone, against chains told by the UN's metadata (DESIGN §10).

    python benchmarks/text_sense_chain.py FOLDER [--show]

The first gold never looks into a text. A resolution's predecessor is, by the metadata,

* General Assembly, same title: the latest earlier resolution of the same title, figures and sessions apart;
* General Assembly, title changed: the latest earlier one of the same agenda item that shares at least 60 % of its
  subjects, where no title is the same and none of another title shares as many;
* Security Council: the latest earlier one whose descriptive title extends, renews or changes the mandate of the same
  body and whose agenda item is the same; asked where no resolution between them speaks of mandates, measures or the
  like under that item (the descriptive titles do not name every renewal), and, below, whatever stands between;
* ECOSOC: no metadata: the latest earlier resolution of the same title, figures apart.

The descriptive titles leave renewals out (every second one of UNDOF's), so that the second gold of the Security Council
holds them against the days on which mandates end, read from the texts by a rule of its own that shares no line with the
package: the paragraphs that say "extend" or "renew" and "mandate", "deployment", "presence" or "authorization", and in
each the first day after "until", "ending", "terminating on", "to", or the day of adoption and so many months.

* a pair stands where the earlier text ends a mandate within 31 days before to 100 days after the later one's adoption:
  nobody renewed it in between. (A panel ends some weeks after the measures it watches.)
* else a renewal stands between them that the titles leave out. The predecessor is the text, under the same item and
  between the two, that names the same body (its short name, or the words of its long name) in such a paragraph and ends
  in that window; of several the one that ends nearest to the adoption, of those the latest.
* a pair that stands is replaced likewise where such a text ends nearer to the adoption (Abyei has two mandates);
* where there is no such text, or no end can be read, the pair is left out of the second gold and counted.

Only pairs whose two texts are at hand are asked.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from text_structure import CORPORA

from maslahat.text.akn.reader import read_akn
from maslahat.text.chain import Entry, Shelf, entry, predecessors
from maslahat.text.document import Document

Row = dict[str, Any]


def bare(title: str) -> str:
    words = re.findall(
        r"[a-z]+", re.sub(r"\b\w+-?(?:first|second|third|th|ieth) session\b", "", title.lower())
    )
    return " ".join(word for word in words if word not in {"the", "of", "and"})


def body(row: Row) -> str:
    """Return the body whose mandate a Security Council resolution extends, or nothing."""
    found = re.search(
        r"\[on (?:further )?(?:extension|renewal|changes?|modification)[^\]]*? mandates? of (?:the )?(.+?)"
        r"(?:\(|\]|,| until| for| and| through| established|$)",
        row.get("resolution_title", ""),
    )
    return bare(found[1]) + " | " + bare(row.get("agenda_item_name", "")) if found else ""


def alone(row: Row, before: Row, rows: list[Row]) -> bool:
    """Tell whether no resolution between the two, under the same item, may renew the same mandate unsaid."""
    between = rows[rows.index(before) + 1 : rows.index(row)]
    words = re.compile(
        r"mandate|exten|renew|measures|authori|deploy|establish|continu|reconfigur|strength", re.I
    )
    item = bare(row["agenda_item_name"])
    return not any(
        bare(one["agenda_item_name"]) == item and words.search(one["resolution_title"]) for one in between
    )


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAY = rf"(\d{{1,2}}) ({'|'.join(MONTHS)}),? (\d{{4}})"
COUNTS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
]


def ends(doc: Document, names: set[str]) -> list[date]:
    """Return the days on which a text lets a mandate of the body of these names end, by the second gold's own rule."""
    found = []
    for block in doc.operative:
        said = re.search(r"extend|renew", block.text) and re.search(
            r"mandate|deployment|presence|authori[sz]ation", block.text
        )
        if said and names & {name.lower() for name in re.findall(r"\w+", block.text)}:
            found += [day for day in (end(block.text, doc.adoption.date),) if day]
    return found


def end(text: str, adopted: date | None) -> date | None:
    text = re.sub(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}}), (\d{{4}})", r"\2 \1 \3", text)
    until = re.search(rf"(?:until|ending|ending on|terminating on|to) {DAY}", text)
    if until:
        return date(int(until[3]), MONTHS.index(until[2]) + 1, int(until[1]))
    term = re.search(rf"(\d+|{'|'.join(COUNTS)}) (month|year)s?(?: from {DAY})?", text)
    if not term or not adopted:
        return None
    many = (int(term[1]) if term[1].isdigit() else COUNTS.index(term[1])) * (12 if term[2] == "year" else 1)
    start = date(int(term[5]), MONTHS.index(term[4]) + 1, int(term[3])) if term[3] else adopted
    whole = start.year * 12 + start.month - 1 + many
    return date(whole // 12, whole % 12 + 1, min(start.day, 28))


def names_of(row: Row) -> set[str]:
    """Return what a mandate's body is called: its short name, else the rarest words of the long one."""
    title = row.get("resolution_title", "")
    short = re.findall(r"\(([A-Z]{3,}\w*)\)", title)
    groups = {"panel", "commission", "mechanism", "monitoring", "experts", "group", "force", "committee"}
    return {name.lower() for name in short} or set(body(row).split(" | ")[0].split()) & groups


def dated(
    pairs: list[tuple[Row, Row]], rows: list[Row], docs: dict[str, Document]
) -> tuple[list[tuple[Row, Row]], int, int]:
    """Return the second gold, how many of its pairs are not those of the first, and how many were left out."""
    made, changed, left = [], 0, 0
    for row, before in pairs:
        doc = docs.get(spaced(row["symbol"]))
        day = doc.adoption.date if doc else None
        if not day or str(day.year) not in row["symbol"].split("(")[1]:
            left += 1
            continue
        item = bare(row["agenda_item_name"])
        near = []
        for n, one in enumerate(rows[rows.index(before) : rows.index(row)]):
            text = docs.get(spaced(one["symbol"]))
            if text and bare(one["agenda_item_name"]) == item:
                gaps = [(last - day).days for last in ends(text, names_of(row) | names_of(before))]
                near += [(abs(gap), -n, one) for gap in gaps if -31 <= gap <= 100]
        if not near:
            left += 1
            continue
        found = min(near, key=lambda each: each[:2])[2]
        changed += found is not before
        made.append((row, found))
    return made, changed, left


def subjects(row: Row) -> frozenset[str]:
    return frozenset(name for name, kind in row.get("subjects", []) if kind in {"UNBIS Thesaurus", "DHLAUTH"})


def same(key: Callable[[Row], str], rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield each row with the latest earlier one of the same key."""
    last: dict[str, Row] = {}
    for row in rows:
        name = key(row)
        if name and name in last:
            yield row, last[name]
        if name:
            last[name] = row


def retitled(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    titles = [bare(row["title"]) for row in rows]
    for n, row in enumerate(rows):
        if titles[n] in titles[:n] or len(subjects(row)) < 3:
            continue
        shared = []
        for m, other in enumerate(rows[:n]):
            if other["agenda_item_name"] == row["agenda_item_name"] and other["session"] != row["session"]:
                both, either = subjects(row) & subjects(other), subjects(row) | subjects(other)
                shared.append((len(both) / len(either), m))
        if shared:
            most = max(shared)
            near = {titles[m] for share, m in shared if share >= most[0] - 0.1}
            if most[0] >= 0.6 and len(near) == 1:
                yield row, rows[most[1]]


def measure(name: str, pairs: list[tuple[str, str]], entries: list[Entry], show: bool) -> None:
    known = {one.symbol: one for one in entries}
    weighed = Shelf(entries)
    asked = right = 0
    start = time.process_time()
    for symbol, before in pairs:
        if symbol not in known or before not in known:
            continue
        asked += 1
        found = predecessors(known[symbol], weighed)
        hit = bool(found) and found[0].entry.symbol == before
        right += hit
        if show and not hit:
            print(
                "  ",
                symbol,
                "wanted",
                before,
                [
                    (t.score, t.entry.symbol, t.mandate and (t.mandate[0].body, str(t.mandate[1].until)))
                    for t in found[:3]
                ],
                known[symbol].title[:60],
            )
    seconds = time.process_time() - start
    print(
        f"{name}: top-1 {100 * right / max(asked, 1):.1f} % of {asked}, "
        f"{1000 * seconds / max(asked, 1):.0f} ms each",
        flush=True,
    )


def rows_of(folder: Path, pattern: str) -> list[Row]:
    rows = [
        json.loads(line)
        for path in sorted(folder.glob(pattern))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    number = re.compile(r"(\d+)[ /(]+(\d+)")
    return sorted(rows, key=lambda row: tuple(int(part) for part in number.search(row["symbol"]).groups()))  # type: ignore[union-attr]


def spaced(symbol: str) -> str:
    return re.sub(r"(?<=\d) ?\(", " (", symbol)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    docs = {
        name: [read_akn(path.read_bytes()) for path in sorted(options.folder.glob(pattern))]
        for name, pattern in CORPORA.items()
    }
    shelf = {name: [entry(doc) for doc in found] for name, found in docs.items()}
    assembly, council = rows_of(options.folder, "7?.json"), rows_of(options.folder, "20??.json")
    pairs = {
        "General Assembly, same title": list(same(lambda row: bare(row["title"]), assembly)),
        "General Assembly, title changed": list(retitled(assembly)),
        "Security Council, mandates": [pair for pair in same(body, council) if alone(*pair, council)],
        "Security Council, mandates, whatever stands between": list(same(body, council)),
    }
    texts = {spaced(doc.cover.symbol): doc for doc in docs["Security Council"]}
    made, changed, left = dated(pairs["Security Council, mandates, whatever stands between"], council, texts)
    pairs[f"Security Council, mandates, held against their ends ({changed} mended, {left} left out)"] = made
    for name, found in pairs.items():
        corpus = shelf[name.split(",")[0]]
        measure(name, [(spaced(a["symbol"]), spaced(b["symbol"])) for a, b in found], corpus, options.show)
    economic = sorted(shelf["ECOSOC"], key=lambda one: (str(one.date), one.symbol))
    titles = [{"title": one.title, "symbol": one.symbol} for one in economic]
    twins = [(a["symbol"], b["symbol"]) for a, b in same(lambda row: bare(row["title"]), titles)]
    measure("ECOSOC, same title", twins, economic, options.show)
    everything = [one for corpus in shelf.values() for one in corpus]
    for name, found in pairs.items():
        both = [(spaced(a["symbol"]), spaced(b["symbol"])) for a, b in found]
        measure(f"{name}, all corpora in one library", both[::7], everything, False)


if __name__ == "__main__":
    main()
