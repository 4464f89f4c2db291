"""Faults that are put into adopted texts at random, each with the rule that should find it; `text_sense_check.py` uses them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from maslahat.text.check.finding import is_top
from maslahat.text.document import BlockKind, Document, MarkKind, Organ

Fault = Callable[[Document, random.Random], Document | None]
TURNED = {
    "Requests": "Requesting",
    "Urges": "Urging",
    "Notes": "Noting",
    "Welcomes": "Welcoming",
    "Recalls": "Recalling",
    "Reaffirms": "Reaffirming",
    "Encourages": "Encouraging",
    "Stresses": "Stressing",
    "Invites": "Inviting",
}


def put(doc: Document, at: int, **changes: object) -> Document:
    blocks = list(doc.blocks)
    blocks[at] = replace(blocks[at], **changes)  # type: ignore[arg-type]
    return replace(doc, blocks=tuple(blocks))


def text_put(doc: Document, at: int, text: str) -> Document:
    """Put other words, marks beyond them or after the first change left out."""
    old = doc.blocks[at]
    same = next((n for n, (a, b) in enumerate(zip(old.text, text, strict=False)) if a != b), len(text))
    return put(
        doc,
        at,
        text=text,
        marks=tuple(mark for mark in old.marks if mark.end <= same and mark.kind is MarkKind.NOTE),
    )


def tops(doc: Document) -> list[int]:
    return [n for n, block in enumerate(doc.blocks) if is_top(block)]


def recitals(doc: Document) -> list[int]:
    return [
        n
        for n, b in enumerate(doc.blocks)
        if b.kind is BlockKind.PREAMBLE and not b.quote and not b.number and b.text.endswith(",")
    ]


def inner(doc: Document) -> list[int]:
    """Return operative paragraphs that are followed by another without anything between."""
    found = tops(doc)
    return [n for n in found if n + 1 in found and doc.blocks[n].text.endswith(";")]


def one(places: list[int], generator: random.Random) -> int | None:
    return generator.choice(places) if places else None


def at_one(places: Callable[[Document], list[int]], change: Callable[[str, random.Random], str]) -> Fault:
    """Return the fault that changes the words of a random block of those named."""

    def fault(doc: Document, generator: random.Random) -> Document | None:
        at = one(places(doc), generator)
        if at is None:
            return None
        text = change(doc.blocks[at].text, generator)
        return text_put(doc, at, text) if text != doc.blocks[at].text else None

    return fault


def in_words(text: str, put_in: str, generator: random.Random) -> str:
    spaces = [found.start() for found in re.finditer(r"(?<=[a-z]) (?=[a-z])", text)]
    at = generator.choice(spaces) if spaces else 0
    return text[:at] + put_in + text[at:] if spaces else text


def twice(text: str, generator: random.Random) -> str:
    words = list(re.finditer(r"(?<![\w-])[a-z]{2,}(?= [a-z])", text))
    found = generator.choice(words) if words else None
    return f"{text[: found.end()]} {found[0]}{text[found.end() :]}" if found else text


def turned(text: str, _: random.Random) -> str:
    word = text.split(" ", maxsplit=1)[0]
    return TURNED[word] + text[len(word) :] if word in TURNED else text


def finite(text: str, _: random.Random) -> str:
    word = text.split(" ", maxsplit=1)[0]
    back = {new: old for old, new in TURNED.items()}
    return back[word] + text[len(word) :] if word in back else text


def renumbered(step: int) -> Fault:
    def fault(doc: Document, generator: random.Random) -> Document | None:
        found = [n for n in tops(doc)[1:] if n - 1 in tops(doc)]
        at = one(found, generator)
        return put(doc, at, number=f"{int(doc.blocks[at].number[:-1]) + step}.") if at is not None else None

    return fault


def lettered(doc: Document, generator: random.Random) -> Document | None:
    found = [n for n, b in enumerate(doc.blocks) if re.fullmatch(r"\([b-y]\)", b.number) and b.level == 1]
    at = one([n for n in found if doc.blocks[n - 1].level == 1], generator)
    if at is None:
        return None
    return put(doc, at, number=f"({chr(ord(doc.blocks[at].number[1]) + 1)})")


def recital_late(doc: Document, generator: random.Random) -> Document | None:
    """Put a recital after the first operative paragraph."""
    at = one(recitals(doc), generator)
    places = inner(doc)
    if at is None or not places:
        return None
    blocks = list(doc.blocks)
    moved = blocks.pop(at)
    blocks.insert(generator.choice(places), replace(moved, marks=()))
    return replace(doc, blocks=tuple(blocks)) if not moved.marks else None


def without_notes(doc: Document, generator: random.Random) -> Document | None:
    if not doc.notes:
        return None
    gone = generator.choice(doc.notes)
    return replace(doc, notes=tuple(note for note in doc.notes if note is not gone))


def without_call(doc: Document, generator: random.Random) -> Document | None:
    found = [
        n
        for n, b in enumerate(doc.blocks)
        if any(m.kind is MarkKind.NOTE and m.value.isdigit() for m in b.marks)
    ]
    at = one(found, generator)
    if at is None:
        return None
    block = doc.blocks[at]
    return put(doc, at, marks=tuple(mark for mark in block.marks if mark.kind is not MarkKind.NOTE))


def notes_swapped(doc: Document, generator: random.Random) -> Document | None:
    calls = [
        (n, k)
        for n, b in enumerate(doc.blocks)
        for k, m in enumerate(b.marks)
        if m.kind is MarkKind.NOTE and m.value.isdigit()
    ]
    if len(calls) < 2 or doc.annexes:
        return None
    place = generator.randrange(len(calls) - 1)
    (a, i), (b, j) = calls[place], calls[place + 1]
    first, second = doc.blocks[a].marks[i], doc.blocks[b].marks[j]
    if first.value == second.value:
        return None
    blocks = [list(block.marks) for block in doc.blocks]
    blocks[a][i], blocks[b][j] = replace(first, value=second.value), replace(second, value=first.value)
    return replace(
        doc, blocks=tuple(replace(x, marks=tuple(m)) for x, m in zip(doc.blocks, blocks, strict=True))
    )


def other_session(doc: Document, _: random.Random) -> Document | None:
    return (
        replace(doc, cover=replace(doc.cover, session="Sixty-first session")) if doc.cover.session else None
    )


def other_day(doc: Document, _: random.Random) -> Document | None:
    day = doc.adoption.date
    if not day or doc.organ is not Organ.GENERAL_ASSEMBLY or day.month == 2:
        return None
    other = day.replace(year=day.year + 4)
    words = {
        name: getattr(doc.adoption, name).replace(str(day.year), str(other.year)) for name in ("date_text",)
    }
    cover = replace(doc.cover, status_line=doc.cover.status_line.replace(str(day.year), str(other.year)))
    return replace(doc, adoption=replace(doc.adoption, date=other, **words), cover=cover)


def no_agenda(doc: Document, _: random.Random) -> Document | None:
    known = doc.cover.agenda_text and doc.cover.session and doc.organ is Organ.GENERAL_ASSEMBLY
    return replace(doc, cover=replace(doc.cover, agenda=(), agenda_text=())) if known else None


def no_title(doc: Document, _: random.Random) -> Document | None:
    return (
        replace(doc, title="", title_marks=())
        if doc.title and doc.organ is not Organ.SECURITY_COUNCIL
        else None
    )


def no_formula(doc: Document, _: random.Random) -> Document | None:
    return replace(doc, blocks=tuple(b for b in doc.blocks if b.kind is not BlockKind.FORMULA))


def heading_skipped(doc: Document, generator: random.Random) -> Document | None:
    found = [
        n
        for n, b in enumerate(doc.blocks)
        if b.kind is BlockKind.HEADING and b.text in {"II", "III", "IV"} and not b.number
    ]
    at = one(found, generator)
    return (
        put(doc, at, text={"II": "III", "III": "IV", "IV": "V"}[doc.blocks[at].text])
        if at is not None
        else None
    )


def term_early(doc: Document, generator: random.Random) -> Document | None:
    places = inner(doc)
    if len(places) < 2:
        return None
    first, second = sorted(generator.sample(places, 2))
    doc = text_put(doc, first, doc.blocks[first].text[:-1] + ", with the Joint Facility;")
    return text_put(
        doc,
        second,
        doc.blocks[second].text[:-1] + ", through the Facility of Rivers"
        " (hereinafter referred to as “the Joint Facility”);",
    )


def last(change: Callable[[str], str]) -> Fault:
    def fault(doc: Document, _: random.Random) -> Document | None:
        end = len(doc.blocks) - 1
        whole = tops(doc)[-1:] == [end] and doc.blocks[end].text.endswith(".")
        return text_put(doc, end, change(doc.blocks[end].text)) if whole else None

    return fault


def ends(mark: str) -> Callable[[str, random.Random], str]:
    return lambda text, _: text[:-1] + mark


def both(doc: Document) -> list[int]:
    return [n for n in (*recitals(doc), *inner(doc)) if len(doc.blocks[n].text.split()) > 8]


FAULTS: dict[str, tuple[str, Fault]] = {
    "a recital after the operative part": ("order.recital", recital_late),
    "no enacting formula": ("order.formula", no_formula),
    "no title": ("order.title", no_title),
    "no agenda item": ("cover.agenda", no_agenda),
    "another session": ("cover.session", other_session),
    "a day outside the session": ("cover.date", other_day),
    "“Urging” in the operative part": ("verbs.operative", at_one(tops, turned)),
    "“Recalls” in the preamble": ("verbs.recital", at_one(recitals, finite)),
    "a recital ends with ;": ("punctuation.recital", at_one(recitals, ends(";"))),
    "a recital ends with .": ("punctuation.recital", at_one(recitals, ends("."))),
    "a recital ends with nothing": ("punctuation.recital", at_one(recitals, ends(""))),
    "a paragraph ends with ,": ("punctuation.operative", at_one(inner, ends(","))),
    "a paragraph ends with .": ("punctuation.operative", at_one(inner, ends("."))),
    "a paragraph ends with nothing": ("punctuation.operative", at_one(inner, ends(""))),
    "the last ends with ;": ("punctuation.end", last(lambda text: text[:-1] + ";")),
    "the last ends with nothing": ("punctuation.end", last(lambda text: text[:-1])),
    "a number skipped": ("numbering", renumbered(1)),
    "a number twice": ("numbering", renumbered(-1)),
    "a letter skipped": ("numbering.letters", lettered),
    "a heading's number skipped": ("headings.number", heading_skipped),
    "a paragraph that is not there": (
        "references.cross",
        at_one(both, lambda t, g: in_words(t, " in paragraph 399 above", g)),
    ),
    "a symbol A/RES/72-7": ("references.symbol", at_one(both, lambda t, g: in_words(t, " A/RES/72-7", g))),
    "a symbol A/RES72/7": ("references.symbol", at_one(both, lambda t, g: in_words(t, " A/RES72/7", g))),
    "a resolution 72-7": (
        "references.number",
        at_one(both, lambda t, g: in_words(t, " resolution 72-7 of 17 November 2017", g)),
    ),
    "a resolution without its year": (
        "references.year",
        at_one(both, lambda t, g: in_words(t, " resolution 1999 of 17 May", g)),
    ),
    "a note without a call": ("footnotes.uncalled", without_call),
    "a call without a note": ("footnotes.missing", without_notes),
    "two calls swapped": ("footnotes.order", notes_swapped),
    "a square bracket left": ("brackets", at_one(both, lambda t, g: in_words(t, " [annually]", g))),
    "a square bracket not closed": ("brackets", at_one(both, lambda t, g: in_words(t, " [annually", g))),
    "a round bracket not closed": ("brackets.round", at_one(both, lambda t, g: in_words(t, " (annually", g))),
    "a word twice": ("words.twice", at_one(both, twice)),
    "a space before a comma": ("words.space", at_one(both, lambda t, g: in_words(t, " , as a rule,", g))),
    "a term used before it is defined": ("terms.early", term_early),
    "an abbreviation never spelled out": (
        "terms.abbreviation",
        at_one(both, lambda t, g: in_words(t, " by the ZRQF", g)),
    ),
}
