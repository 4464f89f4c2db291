"""Rules on the parts of a draft: their order, the cover, the ends of paragraphs, the opening words (DESIGN §10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslahat.text.check_finding import Finding, bare, is_top
from maslahat.text.document import Block, BlockKind, Document, DocumentKind, Organ
from maslahat.text.verbs import strength
from maslahat.text.words import OPENING_PARTICIPLE, PREAMBULAR

_INFLECTED = re.compile(r"^(?:Also |Further |Strongly |Deeply )*(?P<word>[A-Z]?[a-z-]+(?:ing|ed))\b")
_ASKING = re.compile(
    r"^[“\"]?(?:(?:Also|Further|Strongly|Again)\b,? )*(?P<verb>(?i:decides|requests|urges|calls (?:upon"
    r"|on|for)|encourages"
    r"|invites|demands|recalls|reaffirms|notes|takes note|welcomes|recognizes|stresses|emphasizes"
    r"|expresses|reiterates"
    r"|acknowledges|commends|condemns|underlines|affirms|endorses|approves|authorizes|declares|appeals"
    r"|recommends|adopts))\b"
)
_PARTICIPLE = {"decides": "Deciding", "takes": "Taking", "calls": "Calling", "expresses": "Expressing"}
_FIRST_SESSION = 1945
_SESSION_WORD = re.compile(
    r"^(?:Resumed )?(?P<name>[A-Z][a-z]+(?:-[a-z]+)?)(?: emergency| special)*"
    r" session$"
)
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS = ["twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"]


def check_order(doc: Document) -> Iterator[Finding]:
    """Title, enacting formula, preamble, operative part: each where it belongs and there at all."""
    if doc.kind is not DocumentKind.RESOLUTION or doc.parts:
        return
    if (
        not re.search(r"[^\W\d_]{2}", re.sub(r"[ASE]/RES", "", doc.title))
        and doc.organ is not Organ.SECURITY_COUNCIL
    ):
        yield Finding("order.title", "title", "no title", "Give the resolution a number and a title.")
    formula = next((n for n, block in enumerate(doc.blocks) if block.kind is BlockKind.FORMULA), None)
    if formula is None:
        mend = "Begin with the organ: “The General Assembly,”."
        yield Finding("order.formula", "opening", "no enacting formula", mend)
    if not doc.operative:
        mend = "Say what the organ decides or requests."
        yield Finding("order.operative", "text", "no operative paragraph", mend)
    yield from _mixed(doc)


def _mixed(doc: Document) -> Iterator[Finding]:
    """A recital stands before the first operative paragraph."""
    seen = False
    for block in doc.blocks:
        seen = (seen or is_top(block)) and block.kind is not BlockKind.HEADING
        unnumbered = block.kind is BlockKind.PREAMBLE or (
            block.kind is BlockKind.PARAGRAPH and not block.number
        )
        late = seen and unnumbered and not block.quote and not block.level and bare(block).endswith(",")
        if late and (block.kind is BlockKind.PREAMBLE or OPENING_PARTICIPLE.match(block.text)):
            mend = "Put it before the first operative paragraph, or number it and open it with a verb."
            yield Finding("order.recital", "after the operative part began", block.text[:60], mend)


def check_cover(doc: Document) -> Iterator[Finding]:
    """The cover names the agenda item; session, symbol and day of adoption agree."""
    cover = doc.cover
    year = re.match(r"E/RES/(?P<year>\d{4})/", cover.symbol)
    if year and cover.session and not cover.session.startswith(year["year"]):
        yield Finding("cover.session", "cover", cover.session, f"The symbol says {year['year']} session.")
    if doc.kind is not DocumentKind.RESOLUTION or doc.organ is not Organ.GENERAL_ASSEMBLY:
        return
    printed = cover.session or cover.status_line
    if printed and not cover.agenda and not cover.agenda_text:
        yield Finding("cover.agenda", "cover", "no agenda item", "Name the agenda item: “Agenda item 58”.")
    symbol = re.match(r"(?:A/(?:RES/|C\.\d/)?)?(?P<session>\d{2,3})/", cover.symbol or doc.number)
    number = re.match(r"(?P<session>\d{2,3})/", doc.number)
    session = int(symbol["session"]) if symbol else int(number["session"]) if number else 0
    named = session_number(cover.session)
    if named and session and named != session:
        mend = f"The symbol says session {session}."
        yield Finding("cover.session", "cover", cover.session, mend)
    if symbol and number and symbol["session"] != number["session"]:
        yield Finding("cover.number", "title", doc.number, f"The symbol is {cover.symbol}.")
    day = doc.adoption.date
    if session and day and not 0 <= (day.year - _FIRST_SESSION) - session <= 1:
        years = f"{_FIRST_SESSION + session} or {_FIRST_SESSION + session + 1}"
        mend = f"Session {session} sat in {years}."
        yield Finding("cover.date", "cover", day.isoformat(), mend)


def session_number(name: str) -> int:
    """Return 72 for `Seventy-second session`, 0 where it is no plain ordinal."""
    found = _SESSION_WORD.match(name)
    if not found or "special" in name:
        return 0
    ten, _, one = found["name"].lower().partition("-")
    tens = next((10 * n for n, stem in enumerate(_TENS, start=2) if ten in {f"{stem}ieth", f"{stem}y"}), 0)
    units = _ORDINALS.index(one or ten) + 1 if (one or ten) in _ORDINALS else 0
    return tens + units if tens or units else 0


def check_punctuation(doc: Document) -> Iterator[Finding]:
    """Recitals end with a comma; operative paragraphs with a semicolon, the last with a full stop."""
    if doc.kind is not DocumentKind.RESOLUTION or doc.language not in {"eng", ""}:
        return
    recitals = [block for block in doc.preamble if not block.quote and not block.number]
    for n, block in enumerate(recitals, start=1):
        end = bare(block)[-1:]
        opens = n < len(recitals) or end not in {":", "”"}
        if end not in {",", ":", "”"} and opens and PREAMBULAR.match(block.text):
            yield _ended("punctuation.recital", f"recital {n}", block, ",")
    blocks = doc.blocks
    tops = [n for n, block in enumerate(blocks) if is_top(block)]
    usual = sum(bare(blocks[n]).endswith((";", ":", "; and")) for n in tops[:-1]) >= 0.6 * len(tops[:-1]) - 1
    for at, n in enumerate(tops[:-1]) if usual and not doc.parts else ():
        text = bare(blocks[n])
        if not text.endswith((";", ":", "; and", "; or", "”")) and not _goes_on(blocks, n, tops[at + 1]):
            yield _ended("punctuation.operative", f"paragraph {blocks[n].number}", blocks[n], ";")
    yield from _last(blocks, tops)
    yield from _listed(blocks)


def _goes_on(blocks: tuple[Block, ...], n: int, following: int) -> bool:
    """Tell whether a paragraph leads on to what stands under it, or ends a section."""
    under = blocks[n + 1 : following]
    ends = any(block.kind in {BlockKind.HEADING, BlockKind.ARTICLE} for block in under)
    return bool(under and not ends) or (ends and bare(blocks[n]).endswith("."))


def _last(blocks: tuple[Block, ...], tops: list[int]) -> Iterator[Finding]:
    if tops and tops[-1] == len(blocks) - 1 and not bare(blocks[-1]).endswith((".", ".”", ".’”", ".)", ":")):
        yield _ended("punctuation.end", f"paragraph {blocks[-1].number}", blocks[-1], ".")


def _listed(blocks: tuple[Block, ...]) -> Iterator[Finding]:
    """A subparagraph ends as those beside it do, where all but a few end with a semicolon."""
    over = ""
    run: list[Block] = []
    for block in (*blocks, None):
        item = block is not None and block.kind is BlockKind.PARAGRAPH and block.level > 0 and not block.quote
        if item and block is not None:
            run.append(block)
            continue
        marked = sum(bare(one).endswith((";", ",", ":", "; and", "; or")) for one in run[:-1])
        for one in run[:-1]:
            if len(run) > 3 and marked == len(run) - 2 and bare(one)[-1:].isalnum():
                yield _ended("punctuation.list", f"paragraph {over} {one.number}", one, ";")
        run = []
        over = block.number if block is not None else ""


def _ended(rule: str, place: str, block: Block, mark: str) -> Finding:
    text = bare(block)
    kept = text if text[-1:].isalnum() or text.endswith((")", "”", "’")) else text[:-1]
    return Finding(rule, place, f"…{text[-25:]}", f"…{kept[-25:]}{mark}")


def check_verbs(doc: Document) -> Iterator[Finding]:
    """A recital opens with a participle, an operative paragraph with a verb in the present tense."""
    if doc.kind is not DocumentKind.RESOLUTION or doc.language not in {"eng", ""}:
        return
    tops = [block for block in doc.blocks if is_top(block)]
    usual = sum(strength(block.text) is not None for block in tops) >= 0.5 * len(tops)
    for block in tops if usual else ():
        found = _INFLECTED.match(block.text)
        if found and PREAMBULAR.match(block.text) and not block.text.startswith("Acting "):
            mend = "Open with a verb in the present tense, as in Decides, Requests, Notes."
            yield Finding("verbs.operative", f"paragraph {block.number}", found[0], mend)
    for n, block in enumerate(_recitals(doc), start=1):
        found = _ASKING.match(block.text)
        if found and not block.number:
            verb = found["verb"].split(" ")[0].lower()
            mend = f"Open with a participle: {_PARTICIPLE.get(verb, _participle(verb))}."
            yield Finding("verbs.recital", f"recital {n}", found[0], mend)


def _recitals(doc: Document) -> Iterator[Block]:
    """Yield what stands as a recital: also an unnumbered paragraph with a comma before paragraph 1."""
    first = next((n for n, block in enumerate(doc.blocks) if is_top(block)), 0)
    for n, block in enumerate(doc.blocks):
        loose = block.kind is BlockKind.PARAGRAPH and n < first and not block.number and not block.level
        if (block.kind is BlockKind.PREAMBLE or (loose and bare(block).endswith(","))) and not block.quote:
            yield block


def _participle(verb: str) -> str:
    stem = verb[:-2] if verb.endswith(("sses", "izes", "ises")) else verb.removesuffix("s")
    return (stem.removesuffix("e") if not stem.endswith("ss") else stem).capitalize() + "ing"
