"""More faults that an editor would look for, thought of after the rules for the first ones were made (DESIGN §10)."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import pairwise

from text_sense_faults import Fault, at_one, both, in_words, inner, one, put, recitals, text_put, tops

from maslahat.text.document import BlockKind, Document, MarkKind, Organ, paragraph


def turned_round(doc: Document, generator: random.Random) -> Document | None:
    """Call above what stands below, or the other way."""
    places = [n for n in inner(doc) if len(doc.blocks[n].text.split()) > 8]
    numbers = [int(doc.blocks[n].number[:-1]) for n in tops(doc) if doc.blocks[n].number[:-1].isdigit()]
    at = one(places, generator)
    if at is None or len(set(numbers)) != len(numbers) or not doc.blocks[at].number[:-1].isdigit():
        return None
    here = int(doc.blocks[at].number[:-1])
    after, before = [n for n in numbers if n > here], [n for n in numbers if n < here]
    words = [f" in paragraph {generator.choice(after)} above"] if after else []
    words += [f" in paragraph {generator.choice(before)} below"] if before else []
    if not words:
        return None
    return text_put(doc, at, in_words(doc.blocks[at].text, generator.choice(words), generator))


def no_annex(doc: Document, generator: random.Random) -> Document | None:
    at = one(both(doc), generator)
    if at is None or doc.annexes or any(b.text.startswith("Annex") for b in doc.blocks):
        return None
    return text_put(
        doc,
        at,
        in_words(doc.blocks[at].text, " as set out in the annex to the present resolution", generator),
    )


def other_annex(doc: Document, generator: random.Random) -> Document | None:
    at = one(both(doc), generator)
    if at is None or not doc.annexes:
        return None
    return text_put(
        doc, at, in_words(doc.blocks[at].text, " as set out in annex IX to the present resolution", generator)
    )


def added(label: str) -> Fault:
    """Put a paragraph with a number such as 3 ter after paragraph 3."""

    def fault(doc: Document, generator: random.Random) -> Document | None:
        at = one([n for n in inner(doc) if doc.blocks[n].number[:-1].isdigit()], generator)
        if at is None:
            return None
        number = int(doc.blocks[at].number[:-1])
        text = "Invites all Member States to cooperate with one another in this regard;"
        blocks = list(doc.blocks)
        blocks.insert(at + 1, paragraph(text, label.format(number=number, next=number + 2)))
        return replace(doc, blocks=tuple(blocks))

    return fault


def letter_skipped(doc: Document, generator: random.Random) -> Document | None:
    """Skip a letter of lettered sections: A, B, D."""
    found = [
        n
        for n, b in enumerate(doc.blocks)
        if b.kind is BlockKind.HEADING and re.match(r"[BC]$|[BC]\. \S", b.text)
    ]
    at = one(found, generator)
    if at is None or doc.blocks[at].number:
        return None
    text = doc.blocks[at].text
    return text_put(doc, at, chr(ord(text[0]) + 1) + text[1:])


def other_number(doc: Document, _: random.Random) -> Document | None:
    """Give the text another number than its symbol has."""
    found = re.search(r"(\d+)(?=\.? ?\(?|$)", doc.number)
    if not found or not doc.cover.symbol or doc.organ is Organ.OTHER:
        return None
    last = re.search(r"\d+(?=\.$| \(\d{4}\)$)", doc.number)
    return (
        replace(doc, number=doc.number[: last.start()] + str(int(last[0]) + 3) + doc.number[last.end() :])
        if last
        else None
    )


def meeting_ending(doc: Document, _: random.Random) -> Document | None:
    found = re.match(r"(\d+)(st|nd|rd|th) ", doc.adoption.meeting)
    if not found:
        return None
    wrong = "nd" if found[2] == "th" else "th"
    other = found[1] + wrong + doc.adoption.meeting[found.end() - 1 :]
    status = doc.cover.status_line.replace(doc.adoption.meeting, other)
    return replace(
        doc, adoption=replace(doc.adoption, meeting=other), cover=replace(doc.cover, status_line=status)
    )


def no_comma(doc: Document, _: random.Random) -> Document | None:
    at = next(
        (n for n, b in enumerate(doc.blocks) if b.kind is BlockKind.FORMULA and b.text.endswith(",")), None
    )
    follows = at is not None and doc.blocks[at + 1].kind is BlockKind.PREAMBLE
    return text_put(doc, at, doc.blocks[at].text[:-1]) if follows and at is not None else None


def other_organ(doc: Document, _: random.Random) -> Document | None:
    at = next((n for n, b in enumerate(doc.blocks) if b.kind is BlockKind.FORMULA), None)
    if at is None or not doc.cover.symbol:
        return None
    wrong = (
        "The General Assembly,"
        if doc.organ is not Organ.GENERAL_ASSEMBLY
        else "The Economic and Social Council,"
    )
    return put(doc, at, text=wrong, marks=())


def listed(doc: Document) -> list[int]:
    """Return items of a list of three or more that all end with a semicolon, the last two left out."""
    found = []
    for n, block in enumerate(doc.blocks[:-2]):
        row = doc.blocks[n : n + 3]
        same = all(b.kind is BlockKind.PARAGRAPH and b.level == 1 and not b.quote for b in row)
        if same and re.fullmatch(r"\([a-z]\)", block.number) and all(b.text.endswith(";") for b in row):
            found.append(n)
    return found


def led(doc: Document) -> list[int]:
    """Return the paragraphs that lead into (a), (b)."""
    return [
        n
        for n, block in enumerate(doc.blocks[:-2])
        if block.text.endswith(":")
        and block.kind is BlockKind.PARAGRAPH
        and doc.blocks[n + 1].number == "(a)"
        and doc.blocks[n + 2].number == "(b)"
        and doc.blocks[n + 1].level == block.level + 1 == doc.blocks[n + 2].level
    ]


def note_twice(doc: Document, generator: random.Random) -> Document | None:
    """Number two notes alike, their calls too."""
    calls = [
        (n, k)
        for n, b in enumerate(doc.blocks)
        for k, m in enumerate(b.marks)
        if m.kind is MarkKind.NOTE and m.value.isdigit()
    ]
    pairs = list(pairwise(calls))
    if not pairs or doc.annexes:
        return None
    (a, i), (b, j) = generator.choice(pairs)
    first, second = doc.blocks[a].marks[i].value, doc.blocks[b].marks[j].value
    if first == second or sum(note.marker == second for note in doc.notes) != 1:
        return None
    marks = list(doc.blocks[b].marks)
    marks[j] = replace(marks[j], value=first)
    notes = tuple(replace(note, marker=first) if note.marker == second else note for note in doc.notes)
    return replace(put(doc, b, marks=tuple(marks)), notes=notes)


def lowered(text: str, _: random.Random) -> str:
    return text[:1].lower() + text[1:] if re.match(r"[A-Z][a-z]+s ", text) else text


def quote_open(text: str, generator: random.Random) -> str:
    return text if "“" in text or "”" in text else in_words(text, " “the Programme of Action", generator)


MORE: dict[str, tuple[str, Fault]] = {
    "a paragraph below called above": ("references.cross", turned_round),
    "an annex that is not there": ("references.annex", no_annex),
    "an annex IX that is not there": ("references.annex", other_annex),
    "3 ter without 3 bis": ("numbering.added", added("{number} ter.")),
    "5 bis after paragraph 3": ("numbering.added", added("{next} bis.")),
    "a section's letter skipped": ("headings.number", letter_skipped),
    "a number unlike the symbol": ("cover.number", other_number),
    "a 52th meeting": ("cover.meeting", meeting_ending),
    "no comma after the organ": ("punctuation.formula", no_comma),
    "another organ": ("order.formula", other_organ),
    "a subparagraph ends with nothing": ("punctuation.list", at_one(listed, lambda text, _: text[:-1])),
    "a subparagraph ends with a full stop": (
        "punctuation.list",
        at_one(listed, lambda text, _: text[:-1] + "."),
    ),
    "no colon before (a)": ("punctuation.list", at_one(led, lambda text, _: text[:-1] + ";")),
    "two notes of one number": ("footnotes.twice", note_twice),
    "“requests” without a capital": ("verbs.case", at_one(tops, lowered)),
    "a quotation not closed": ("punctuation.quotes", at_one(both, quote_open)),
    "two marks in a row": ("words.marks", at_one(both, lambda text, g: in_words(text, ",,", g))),
    "31 April": ("dates.calendar", at_one(both, lambda text, g: in_words(text, " on 31 April 2019", g))),
    "a resolution dated outside its session": (
        "references.date",
        at_one(
            both,
            lambda text, g: in_words(
                text, " in accordance with General Assembly resolution 72/7 of 17 November 2019", g
            ),
        ),
    ),
    "U.N. with full stops": (
        "terms.stops",
        at_one(both, lambda text, g: in_words(text, " through the U.N. system", g)),
    ),
    "a recital opens with “Requests”": (
        "verbs.recital",
        at_one(
            recitals,
            lambda text, _: (
                "Requests the Secretary-General to take into account that " + text[:1].lower() + text[1:]
            ),
        ),
    ),
}


def infinitive(text: str, _: random.Random) -> str:
    found = re.match(r"(Request|Invite|Encourage|Welcome|Note|Recall|Recognize)s ", text)
    return f"{found[1]} {text[found.end() :]}" if found else text


def passive(text: str, _: random.Random) -> str:
    found = re.match(r"Requests the Secretary-General to ", text)
    return f"The Secretary-General is requested to {text[found.end() :]}" if found else text


def noun(text: str, _: random.Random) -> str:
    found = re.match(r"(?:Recognizing|Stressing|Emphasizing|Reaffirming|Recalling|Noting) the ", text)
    return f"The {text[found.end() :]}" if found else text


def past_session(text: str, _: random.Random) -> str:
    pattern = r"(to (?:report|submit|present)[^;.]{0,60} to the General Assembly at its )((?:[a-z]+-)?[a-z]+)( session)"
    found = re.search(pattern, text) if text.startswith("Requests") else None
    return f"{text[: found.start()]}{found[1]}seventieth{found[3]}{text[found.end() :]}" if found else text


def roman_skipped(doc: Document, generator: random.Random) -> Document | None:
    found = [n for n, b in enumerate(doc.blocks) if b.number in {"(ii)", "(iii)", "(iv)"} and b.level == 2]
    at = one([n for n in found if doc.blocks[n - 1].level == 2], generator)
    following = {"(ii)": "(iii)", "(iii)": "(iv)", "(iv)": "(v)"}
    return put(doc, at, number=following[doc.blocks[at].number]) if at is not None else None


def no_subparagraph(doc: Document, generator: random.Random) -> Document | None:
    """Call 3 (x) of a paragraph that has no such item."""
    numbered = [n for n in tops(doc) if doc.blocks[n].number[:-1].isdigit()]
    places = [n for n in inner(doc) if len(doc.blocks[n].text.split()) > 8 and n != numbered[0]]
    at = one(places, generator)
    if at is None or len({doc.blocks[n].number for n in numbered}) != len(numbered):
        return None
    first = doc.blocks[numbered[0]].number[:-1]
    return text_put(doc, at, in_words(doc.blocks[at].text, f" in paragraph {first} (x) above", generator))


THIRD: dict[str, tuple[str, Fault]] = {
    "“Request” in the operative part": ("verbs.operative", at_one(tops, infinitive)),
    "a passive in the operative part": ("verbs.operative", at_one(tops, passive)),
    "a recital opens with a noun": ("verbs.recital", at_one(recitals, noun)),
    "a report asked for at a past session": ("references.session", at_one(tops, past_session)),
    "(ii) skipped": ("numbering.letters", roman_skipped),
    "a subparagraph that is not there": ("references.cross", no_subparagraph),
}
