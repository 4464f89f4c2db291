"""Rules on words: brackets, words twice, spaces, terms defined and used, abbreviations spelled out (§10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslahat.text.check.finding import Finding, placed
from maslahat.text.document import Block, BlockKind, Document, DocumentKind, Organ

_BRACKET = re.compile(r"\[[^\]]*\]?|\]")
_EDITORIAL = re.compile(r"(?<=\w)\[[a-z]{1,4}\]|\[(?:sic|\.\.\.|…|[a-z]{1,3}\]\w|[A-Z]\])|\](?=\w)")
_ITEM = re.compile(r"(?:^|[\s;,:.])\w{1,4}\)$")
_TWICE = re.compile(r"\b(?P<word>[A-Za-z]{2,}) (?P=word)\b")
_MAY_STAND_TWICE = {"that", "had", "very"}
_SPACE = re.compile(r"(?<=\S)\s[,;:](?=\s|$)|\(\s|\s\)|[a-z],[a-z]{3}|[a-z];[a-z]{3}|\S {2,}\S")
_SPACE_FRENCH = re.compile(
    r"(?<=\S)\s,(?=\s|$)|\(\s|\s\)|[a-z],[a-z]{3}|\S {2,}\S"
)  # a space stands before ; and :
_DOUBLED = re.compile(r"[,;:]\s?[,;:.](?=\s|$)|(?<=[a-z]{4})\.[,;:](?=\s|$)|(?<=[a-z])\.\.(?=\s|$)")
_STOPPED = re.compile(r"\bU\.N\.(?:[A-Z]\.)*")
_DEFINED = re.compile(r"\((?:hereinafter (?:referred to as )?)?(?:the )?[“\"](?P<term>[^”\"]{2,60})[”\"]\)")
_HEREINAFTER = re.compile(r"\bhereinafter (?:referred to as )?(?:the )?[“\"](?P<term>[^”\"]{2,60})[”\"]")
_SHORT = re.compile(r"(?<![\w/“‘.-])(?P<short>[A-Z][A-Z]{2,7}s?)(?![\w/.-]*\d|[\w/’'-]|\.\w)")
_WELL_KNOWN = frozenset(
    [
        "UNICEF",
        "UNESCO",
        "AIDS",
        "HIV",
        "UNAIDS",
        "COVID",
        "INTERPOL",
        "NATO",
        "ISIL",
        "SARS",
        "UNDP",
        "NGO",
        "NGOs",
        "SALW",
        "OPEC",
        "ASEAN",
        "UNFPA",
        "UNHCR",
        "WHO",
        "IAEA",
        "ISSN",
        "ISBN",
        "GAAP",
        "IPSAS",
        "TIR",
        "BRICS",
        "USD",
        "EUR",
        "CFA",
        "DNA",
        "SDR",
        "SMS",
        "CAPTCHA",
    ]
)
_RUNNING = {BlockKind.PREAMBLE, BlockKind.PARAGRAPH}


def check_brackets(doc: Document) -> Iterator[Finding]:
    """Square brackets mark what is not agreed: none may be left; round ones come in pairs."""
    for place, block in placed(doc):
        for found in _BRACKET.finditer(block.text):
            if not _EDITORIAL.match(block.text, found.start()):
                yield Finding("brackets", place, found[0][:60], "Settle the words and take the brackets out.")
        odd = _odd_ones(block.text)
        if odd and block.kind is not BlockKind.TABLE and not _shared(doc, block):
            mend = "Close what was opened, or take the odd one out."
            at = odd[0]
            yield Finding("brackets.round", place, block.text[max(0, at - 20) : at + 30], mend)


def check_quotes(doc: Document) -> Iterator[Finding]:
    """A quotation that is opened is closed, in its paragraph or by the last of those it runs over."""
    for place, block in placed(doc):
        text = block.text
        opened, closed = text.count("“"), text.count("”")
        runs_on = (
            block.quote or text.lstrip().startswith("“") or text.rstrip().endswith(("”", "”;", "”.", "”,"))
        )
        if opened > closed and not runs_on and block.kind in _RUNNING and doc.kind is DocumentKind.RESOLUTION:
            at = text.rfind("“")
            yield Finding("punctuation.quotes", place, text[at : at + 40], "Close the quotation marks.")
        elif (
            closed > opened and not runs_on and block.kind in _RUNNING and doc.kind is DocumentKind.RESOLUTION
        ):
            at = text.find("”")
            yield Finding(
                "punctuation.quotes", place, text[max(0, at - 40) : at + 1], "Open the quotation marks."
            )


def _odd_ones(text: str) -> list[int]:
    """Return where round brackets stand without their other half; that of a label as in `a)` counts as none."""
    opened: list[int] = []
    odd = []
    for found in re.finditer(r"[()]", text):
        if found[0] == "(":
            opened.append(found.start())
        elif opened:
            opened.pop()
        elif not _ITEM.search(text[: found.end()]):
            odd.append(found.start())
    return opened + odd


def _shared(doc: Document, block: Block) -> bool:
    """Tell whether a bracket opened in this block is closed in the next: a line broken in two."""
    blocks = list(doc.all_blocks())
    at = next((n for n, one in enumerate(blocks) if one is block), 0)
    near = (one for one in blocks[max(0, at - 1) : at + 2] if one is not block)
    over = block.text.count("(") - block.text.count(")")
    return any(one.text.count(")") - one.text.count("(") == over for one in near)


def check_words(doc: Document) -> Iterator[Finding]:
    """No word twice in a row, no space before a mark, no two spaces."""
    for place, block in placed(doc):
        for found in _TWICE.finditer(block.text):
            word = found["word"]
            if word.islower() and word not in _MAY_STAND_TWICE:
                yield Finding("words.twice", place, found[0], word)
        spaces = _SPACE_FRENCH if doc.language in {"fra", "fre"} else _SPACE
        for found in spaces.finditer(block.text) if block.kind is not BlockKind.TABLE else ():
            mend = "No space before a mark or inside a bracket; one space, and one after a comma."
            yield Finding("words.space", place, found[0], mend)
        for found in _DOUBLED.finditer(block.text) if block.kind is not BlockKind.TABLE else ():
            yield Finding("words.marks", place, found[0], f"One mark: {found[0][-1]}")
        for found in _STOPPED.finditer(block.text):
            yield Finding("terms.stops", place, found[0], found[0].replace(".", ""))


def check_terms(doc: Document) -> Iterator[Finding]:
    """A term is defined once, where it first stands, and used after it is defined; an annex has terms of its own."""
    main = [*doc.blocks, *(block for part in doc.parts for block in part.blocks)]
    for blocks in (main, *(annex.blocks for annex in doc.annexes)):
        yield from _terms("\n".join(block.text for block in blocks))


def _terms(text: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for found in (*_DEFINED.finditer(text), *_HEREINAFTER.finditer(text)):
        term = found["term"]
        uses = [use.start() for use in re.finditer(rf"(?<!\w){re.escape(term)}(?!\w)", text)]
        named = "hereinafter" in found[0]
        here = text.rfind("\n", 0, found.start())  # the paragraph of the definition may speak of it before
        if term in seen and not named:
            yield Finding("terms.twice", f"“{term}”", "defined twice", "Define a term where it first stands.")
        elif len(uses) == 1 and named and term not in seen:
            yield Finding("terms.unused", f"“{term}”", "defined and never used", "Drop the definition.")
        elif named and uses and uses[0] < here and term not in seen and " " in term:
            yield Finding(
                "terms.early", f"“{term}”", "used before it is defined", "Define it where it first stands."
            )
        seen.add(term)


def check_abbreviations(doc: Document) -> Iterator[Finding]:
    """An abbreviation is spelled out where it first stands. The Security Council's texts do without."""
    if doc.kind is not DocumentKind.RESOLUTION or doc.organ is Organ.SECURITY_COUNCIL:
        return
    places = [(place, block) for place, block in placed(doc) if block.kind in _RUNNING]
    text = "\n".join([doc.title, *(block.text for _, block in places)])
    explained = set(re.findall(r"\((?:the )?[“\"]?([A-Z][A-Za-z-]{1,12})[”\"]?(?:[,;] [^)]*)?\)", text))
    seen: set[str] = set()
    for place, block in places:
        for found in _SHORT.finditer(block.text):
            short = found["short"]
            if (
                _in_a_name(block.text, found)
                or short in seen
                or short in _WELL_KNOWN
                or short.rstrip("s") in explained
                or re.fullmatch("[IVXLC]+", short)
            ):
                continue
            seen.add(short)
            if short not in explained or not _spelled_here(text, short):
                yield Finding("terms.abbreviation", place, short, f"Spell {short} out where it first stands.")


def _in_a_name(text: str, found: re.Match[str]) -> bool:
    """Tell whether an abbreviation stands in a title or a name, which are cited as they are."""
    before, after = text[: found.start()], text[found.end() :]
    quoted = before.count("“") > before.count("”")
    beside = re.match(r"[ -][A-Z][a-z]|[ -][A-Z]{2,}\b", after) or re.search(r"\b[A-Z]{2,}[ -]$", before)
    return quoted or beside is not None or before.endswith("– ")


def _spelled_here(text: str, short: str) -> bool:
    """Tell whether an abbreviation's first standing is the one in brackets after its words."""
    first = re.search(rf"(?<![\w/]){re.escape(short)}(?!\w)", text)
    return first is None or re.search(r"\((?:the )?[“\"]?$", text[: first.start()]) is not None
