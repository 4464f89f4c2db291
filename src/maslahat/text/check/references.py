"""Rules on references: paragraphs named are there, symbols are well formed, notes and their calls agree (§10)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from maslahat.text.check.finding import Finding, is_top, placed
from maslahat.text.document import BlockKind, Document, MarkKind

_CROSS = re.compile(
    r"\bparagraphs? (?P<list>\d{1,3}(?: \([a-z]\))?(?:(?:, | to | and | or |–|-|, and )\d{1,3}(?:"
    r" \([a-z]\))?)*)"
    r"(?: (?:above|below)\b| of (?:the present|this) resolution\b)"
)
_SYMBOL = re.compile(r"(?<![\w/])(?P<organ>[ASE])/ ?(?:RES|PRST)\b/? ?(?P<rest>[^\s,;.)\]”’]*)")
_GOOD_SYMBOL = re.compile(r"(?:\d{1,4}|(?:ES|S)-\d{1,2})/\d{1,4}[A-Z]?(?:-[A-Z])?$|\d{1,4}(?:\(\d{4}\))?$")
_JOINED = re.compile(r"(?<![\w/])[ASE](?:/RES|/PRST|RES/|PRST/)\d[\d/()-]*|(?<![\w/])[ASE]-RES[-/]\S+")
_CITED = re.compile(r"\bresolutions? (?P<number>\d{2,3}[-–]\d{1,3})(?= (?:of|on|and|entitled)|,)")
_SC_YEAR = re.compile(
    r"\bresolution (?P<number>[12]\d{3}) (?!\()(?=of|and|on|entitled)|\bresolution"
    r" (?P<bare>[12]\d{3})(?=[,;.])"
)
_SPOILT_YEAR = re.compile(
    r"\bresolution (?P<number>[12]?\d{3})(?P<bare>)(?:\((?:19|20)\d\d\)| "
    r"\[(?:19|20)\d\d\]|/(?:19|20)\d\d)"
)
_ANNEX = re.compile(
    r"\b(?P<what>(?:the )?(?:annex(?:es)?|appendix)(?: (?P<label>[IVX]{1,5}|[A-Z]))?) (?:to|of) (?:the present|this)"
    r" (?:resolution|text)\b"
    r"|\b(?:annexed|contained in the annex|set out in the annex) (?:hereto|to (?:the present|this) resolution)\b"
)
_ANNEX_HEAD = re.compile(r"(?:Annex|Appendix|Enclosure|Attachment)\b", re.I)


def check_references(doc: Document) -> Iterator[Finding]:
    """“Paragraph 5 above” is there, and stands above."""
    numbers = {
        int(number)
        for block in doc.blocks
        if is_top(block) and (number := block.number.strip("[].")).isdigit()
    }
    gaps = len(numbers) < max(numbers, default=0)  # then only what lies beyond the last is surely missing
    main = set(map(id, doc.blocks))
    standing, seen = 0, set[int]()  # the paragraph we stand in, and those above
    restarts = len(numbers) < sum(is_top(block) for block in doc.blocks)
    for place, block in placed(doc):
        if is_top(block) and id(block) in main and block.number[:-1].isdigit():
            standing = int(block.number[:-1])
            seen.add(standing)
        for found in _CROSS.finditer(block.text) if id(block) in main and not block.quote and numbers else ():
            named = re.findall(r"\d+", found["list"])
            missing = [
                value
                for value in named
                if int(value) > max(numbers) or (int(value) not in numbers and not gaps)
            ]
            if missing:
                mend = (
                    f"There is no paragraph {', '.join(missing)}: the text has {min(numbers)} to"
                    f" {max(numbers)}."
                )
                yield Finding("references.cross", place, found[0], mend)
            elif not restarts:
                yield from _items(doc, place, found)
                yield from _turned(
                    place, found, list(map(int, named)), standing, block.kind is BlockKind.PREAMBLE
                )


def _items(doc: Document, place: str, found: re.Match[str]) -> Iterator[Finding]:
    """A subparagraph that is called stands under its paragraph, or in its words."""
    for number, letter in re.findall(r"(\d+) (\([a-z]\))", found["list"]):
        at = next(n for n, block in enumerate(doc.blocks) if is_top(block) and block.number == f"{number}.")
        under = takewhile(lambda block: not is_top(block), doc.blocks[at + 1 :])
        if letter not in doc.blocks[at].text and all(
            letter not in (block.number + block.text[:4]) for block in under
        ):
            yield Finding(
                "references.cross", place, found[0], f"Paragraph {number} has no subparagraph {letter}."
            )


def _turned(
    place: str, found: re.Match[str], named: list[int], standing: int, recital: bool
) -> Iterator[Finding]:
    """What is called above stands above, and what is called below stands below."""
    here = 0 if recital else standing
    if found[0].endswith(" above") and min(named) > here:
        yield Finding("references.cross", place, found[0], f"{found[0].removesuffix('above')}below")
    if found[0].endswith(" below") and max(named) < here:
        yield Finding("references.cross", place, found[0], f"{found[0].removesuffix('below')}above")


def check_annexes(doc: Document) -> Iterator[Finding]:
    """An annex that the text calls its own is there."""
    if doc.parts:
        return
    known = " ".join(f"{annex.label} {annex.number} {annex.title}" for annex in doc.annexes).casefold()
    has = bool(doc.annexes) or any(_ANNEX_HEAD.match(block.text) for block in doc.all_blocks())
    for place, block in placed(doc):
        for found in _ANNEX.finditer(block.text) if not block.quote else ():
            label = found["label"]
            if has and (not label or _labelled(doc, label, known)):
                continue
            mend = f"Attach {found['what'] or 'the annex'}, or name where it is."
            yield Finding("references.annex", place, found[0], mend)


def _labelled(doc: Document, label: str, known: str) -> bool:
    heads = (block.text.casefold() for block in doc.all_blocks() if _ANNEX_HEAD.match(block.text))
    pattern = re.compile(rf"\b(?:annex|appendix|enclosure) {re.escape(label.casefold())}\b")
    return bool(pattern.search(known)) or any(pattern.match(head) for head in heads)


def check_symbols(doc: Document) -> Iterator[Finding]:
    """Symbols and numbers of resolutions are written as the UN writes them."""
    mend = "Write A/RES/72/7, S/RES/1325(2000) or S/PRST/2006/11."
    texts = [(place, block.text) for place, block in placed(doc)]
    texts += [(f"footnote {note.marker}", note.text) for note in doc.notes]
    whole = "\n".join(text for _, text in texts)
    told: set[str] = set()
    for place, text in texts:
        for found in _SYMBOL.finditer(text):
            rest = found["rest"].rstrip("*")
            if not (_GOOD_SYMBOL.match(rest) and found[0].count("/") > 1 and " " not in found[0]):
                yield Finding("references.symbol", place, found[0], mend)
        for found in _JOINED.finditer(text):
            if not _SYMBOL.match(found[0]):
                yield Finding("references.symbol", place, found[0], mend)
        for found in _CITED.finditer(text):
            good = re.sub(r"[-–.]", "/", found["number"])
            yield Finding("references.number", place, found[0], f"Write resolution {good}.")
        for found in (*_SC_YEAR.finditer(text), *_SPOILT_YEAR.finditer(text)):
            number = found["number"] or found["bare"]
            if number in told or f"{number} (" in whole or (f"{number}(" in whole and "(" not in found[0]):
                continue  # told already, or named in full elsewhere
            told.add(number)
            yield Finding(
                "references.year", place, found[0].strip(), f"Give its year in brackets: {number} (year)."
            )


def check_footnotes(doc: Document) -> Iterator[Finding]:
    """Every call has a note and every note a call, counting up from 1 in the order of the text."""
    calls = [mark.value for mark in doc.title_marks if mark.kind is MarkKind.NOTE]
    for part in doc.parts:
        calls += [mark.value for mark in part.marks if mark.kind is MarkKind.NOTE]
    for block in doc.all_blocks():
        cells = (cell for row in (block.table.rows if block.table else ()) for cell in row)
        marks = (*block.marks, *(mark for cell in cells for mark in cell.marks))
        calls += [mark.value for mark in marks if mark.kind is MarkKind.NOTE and mark.value.isdigit()]
    noted = {note.marker for note in doc.notes if note.text}
    for marker in dict.fromkeys(calls):
        if marker not in noted:
            mend = "Give the note, or drop the call."
            yield Finding("footnotes.missing", f"footnote {marker}", "a call without a note", mend)
    for marker, many in Counter(note.marker for note in doc.notes if note.marker.isdigit()).items():
        if many > 1:
            yield Finding(
                "footnotes.twice", f"footnote {marker}", f"{many} notes {marker}", "Number the notes on."
            )
    for note in doc.notes:
        if note.marker.isdigit() and note.marker not in calls and not _called_in_words(doc, note.marker):
            mend = "Put its call where it belongs, or drop the note."
            yield Finding("footnotes.uncalled", f"footnote {note.marker}", "a note without a call", mend)
    if not doc.parts and not doc.annexes:
        yield from _counted(calls)


def _counted(calls: list[str]) -> Iterator[Finding]:
    expected = 1
    for marker in calls:
        if marker.isdigit() and int(marker) > expected:
            mend = f"{expected}: notes count up in the order of the text."
            yield Finding("footnotes.order", f"footnote {marker}", marker, mend)
        expected = max(expected, int(marker) + 1) if marker.isdigit() else expected


def _called_in_words(doc: Document, marker: str) -> bool:
    """Tell whether a call stands in the words of the text as a raised figure, unmarked."""
    raised = marker.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return any(raised in block.text for block in doc.all_blocks())
