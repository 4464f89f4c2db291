"""Known items sought in a library of the whole corpus, by kinds of question (DESIGN §10).

    python benchmarks/text_sense_search.py FOLDER [MULTILANG] [--tries 200] [--seed 11]

A paragraph is drawn at random and sought by words of it. `first three` counts it found where it is itself one of the
first three hits, `named` where one of the first three is it or names its document and paragraph as saying nearly the
same. `told` is the share of questions that the words can answer at all: at most two other paragraphs of the library hold
every word in this very form (for words as they stand: in this order); the figure after it is `first three` among those.
For titles and symbols the document is sought. Times are CPU seconds of one core.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from maslahat.commitments import obligors
from maslahat.text.convert import read
from maslahat.text.document import BlockKind, Document
from maslahat.text.library.store import Hit, Query, answer, build
from maslahat.text.library.words import STOP

FEWEST, LONGEST = 12, 120  # words of a paragraph that is drawn


@dataclass(frozen=True)
class Item:
    doc: Document
    text: str
    number: str = ""

    def words(self, least: int = 5) -> list[str]:
        return sorted({word for word in re.findall(r"[^\W\d_]+", self.text) if len(word) >= least})


def rarest(item: Item, held: Counter[str], many: int) -> list[str]:
    return sorted(item.words(4), key=lambda word: held[word.lower()])[:many]


def misspelt(word: str, generator: random.Random) -> str:
    at = generator.randrange(1, len(word) - 1)
    kind = generator.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + generator.choice("aeiourstn") + word[at + 1 :]


def consecutive(item: Item, many: int, generator: random.Random) -> str:
    words = item.text.split()
    start = generator.randrange(max(1, len(words) - many + 1))
    return " ".join(words[start : start + many]).replace('"', "")


def questions(held: Counter[str]) -> dict[str, Callable[[Item, random.Random], Query | None]]:
    """Return for each kind of question how it is asked of an item; None where the item cannot be asked so."""

    def some(item: Item, generator: random.Random, many: int) -> str:
        known = item.words()
        return " ".join(generator.sample(known, min(many, len(known))))

    def mistake(item: Item, generator: random.Random) -> Query:
        words = rarest(item, held, 5)
        long = next((n for n, word in enumerate(words) if len(word) >= 6), 0)
        words[long] = misspelt(words[long], generator)
        return Query(" ".join(words))

    def cites(item: Item, generator: random.Random) -> Query | None:
        found = re.findall(r"\b\d{2,3}/\d{1,3}\b|\b\d{3,4} \((?:19|20)\d\d\)", item.text)
        return Query(some(item, generator, 4), cites=generator.choice(found)) if found else None

    def asked(item: Item, generator: random.Random) -> Query | None:
        verb = re.match(r"(?:Also |Further )?(requests?|invites?|encourages?|urges?)\b", item.text, re.I)
        who = obligors(item.text)
        return Query(some(item, generator, 4), actor=who[0], verb=verb[1]) if verb and who else None

    def year(item: Item, generator: random.Random) -> Query | None:
        day = item.doc.adoption.date or item.doc.cover.issued
        return Query(f"{some(item, generator, 5)} {day.year}") if day else None

    def title(organ: str, dated: bool) -> Callable[[Item, random.Random], Query | None]:
        def ask(item: Item, _: random.Random) -> Query | None:
            if organ_of(item.doc) != organ or not item.doc.title:
                return None
            day = item.doc.adoption.date or item.doc.cover.issued
            words = item.doc.title
            if (
                organ not in TITLED
            ):  # all statements share one title: what they are about is their agenda item
                named = re.search(
                    r"entitled [“‘](.+?)[”’](?!\w)", " ".join(b.text for b in item.doc.blocks[:2])
                )
                words = named[1] if named else ""
            return Query(f"{words} {day.year}" if dated and day else words) if words else None

        return ask

    return {
        "seven words at random": lambda item, generator: Query(some(item, generator, 7)),
        "its five rarest words": lambda item, _: Query(" ".join(rarest(item, held, 5))),
        "eight words as they stand": lambda item, generator: Query(consecutive(item, 8, generator)),
        "twelve words as they stand": lambda item, generator: Query(consecutive(item, 12, generator)),
        "five words and the year": year,
        "four words, actor and verb": asked,
        "four words and a resolution cited": cites,
        "its five rarest words, one misspelt": mistake,
        **{f"the title, {organ}": title(organ, False) for organ in TITLED},
        **{
            f"the title and the year, {organ}": title(organ, True)
            for organ in (*TITLED, "presidential statement")
        },
        "the symbol": lambda item, _: Query(item.doc.cover.symbol),
    }


OF_DOCUMENTS = ("the title", "the symbol")
TITLED = (
    "General Assembly",
    "Economic and Social Council",
)  # resolutions of the Security Council have no title
PREFIXES = {"A": TITLED[0], "E": TITLED[1]}


def organ_of(doc: Document) -> str:
    return "presidential statement" if "PRST" in doc.cover.symbol else PREFIXES.get(doc.cover.symbol[:1], "")


class Rivals:
    """Who else holds the words asked: all paragraphs of the library by the words they hold."""

    def __init__(self, documents: list[Document]) -> None:
        self.texts = [
            " ".join(re.findall(r"[^\W_]+", block.text.lower()))
            for doc in documents
            for block in doc.all_blocks()
        ]
        self.holding: dict[str, set[int]] = {}
        for n, text in enumerate(self.texts):
            for word in set(text.split()):
                self.holding.setdefault(word, set()).add(n)

    def told(self, query: Query, in_order: bool) -> bool:
        words = re.findall(r"[^\W_]+", query.words.lower())
        sets = sorted((self.holding.get(word, set()) for word in set(words)), key=len)
        both = set.intersection(*sets) if sets else set()
        if in_order:
            phrase = f" {' '.join(words)} "
            both = {n for n in both if phrase in f" {self.texts[n]} "}
        return 1 <= len(both) <= 3


def found(hits: list[Hit], item: Item, kind: str) -> tuple[bool, bool]:
    """Return whether the item is itself among the first three, and whether it is named there."""

    def fits(hit: Hit) -> bool:
        same = hit.symbol == " ".join(item.doc.cover.symbol.split())
        return same if kind.startswith(OF_DOCUMENTS) else same and hit.text == item.text

    first = any(fits(hit) for hit in hits[:3])
    return first, first or any(fits(also) for hit in hits[:3] for also in hit.also)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--tries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    start = time.process_time()
    documents = [(path, read(path)) for folder in options.folders for path in sorted(folder.rglob("*.xml"))]
    middle = time.process_time()
    items = [
        Item(doc, block.text, block.number)
        for _, doc in documents
        for block in doc.blocks
        if block.kind is BlockKind.PARAGRAPH and FEWEST <= len(block.text.split()) <= LONGEST
    ]
    held: Counter[str] = Counter()
    for item in items:
        held.update({word.lower() for word in item.words(4)})
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "library.db"
        before = time.process_time()
        size = build(documents, place, obligors)
        print(f"index {size}: {time.process_time() - before:.1f} s, reading {middle - start:.1f} s (CPU)")
        asking = questions(held)
        rivals = Rivals([doc for _, doc in documents])
        english = [item for item in items if item.doc.language == "eng"]
        for kind, ask in asking.items():
            measure(kind, ask, english, place, options, rivals)
        for language in ("rus", "fra"):
            others = [item for item in items if item.doc.language == language]
            if others:
                for kind in ("its five rarest words", "eight words as they stand"):
                    measure(f"{language}: {kind}", asking[kind], others, place, options, rivals)


def measure(
    kind: str,
    ask: Callable[[Item, random.Random], Query | None],
    items: list[Item],
    place: Path,
    options: argparse.Namespace,
    rivals: Rivals,
) -> None:
    generator = random.Random(f"{options.seed} {kind}")
    asked = first = named = told = told_first = 0
    by_words = not kind.startswith(OF_DOCUMENTS) and "misspelt" not in kind
    times = []
    while asked < options.tries:
        item = generator.choice(items)
        query = ask(item, generator)
        if query is None or not set(query.words.lower().split()) - STOP:
            continue
        asked += 1
        start = time.process_time()
        hits = answer(query, place).hits
        times.append(time.process_time() - start)
        one, two = found(list(hits), item, kind)
        first, named = first + one, named + two
        plain = "year" not in kind and not (query.actor or query.verb or query.cites)
        if by_words and plain and rivals.told(query, "stand" in kind):
            told, told_first = told + 1, told_first + one
    p95 = 1000 * statistics.quantiles(times, n=20)[-1]
    print(
        f"{kind}: first three {100 * first / asked:.1f} %, named {100 * named / asked:.1f} % of {asked}; "
        f"told {100 * told / asked:.1f} %: {100 * told_first / max(told, 1):.1f} %; "
        f"median {1000 * statistics.median(times):.1f} ms, p95 {p95:.1f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
