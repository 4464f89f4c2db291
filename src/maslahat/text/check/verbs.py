"""Rules on opening words: a recital opens with a participle or an adjective, an operative paragraph with a verb (§10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslahat.text.check.finding import Finding, bare, is_top
from maslahat.text.document import Block, BlockKind, Document, DocumentKind
from maslahat.text.verbs import strength
from maslahat.text.words import PREAMBULAR

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
_BEFORE_VERB = r"(?:Also|Further|Once|Again|Equally|Deeply|Gravely|Ever|In|[A-Z][a-z-]+ly)"
_PRESENT = "Open with a verb in the present tense, as in Decides, Requests, Notes."
USUAL = 0.8  # of the paragraphs open with a known verb where one that does not is a fault
_VERB = re.compile(
    rf"[“‘(]?(?:{_BEFORE_VERB}\b|[A-Z][\w-]*s\b(?!’)|While\b|Notwithstanding\b|Acting\b|Upon\b|Pending\b|With\b|Without\b|To\b"
    r"|Consistent\b)"
)
_OPENS = re.compile(
    r"[“‘(]?(?:(?:Also|Further|Again|Once again|Equally|Deeply|Gravely|Ever|While|Whilst|In th(?:is|at) (?:regard|context)"
    r"|[A-Z]?[a-z-]+ly),? )*(?:[A-Z]?[a-z-]+(?:ing|ed)|Aware|Conscious|Mindful|mindful|Cognizant|Desirous|Confident|Hopeful"
    r"|Appreciative|Grateful|Resolute|Having|Keeping|Seized|Gravely)\b"
)


def check_verbs(doc: Document) -> Iterator[Finding]:
    """A recital opens with a participle, an operative paragraph with a verb in the present tense."""
    if doc.kind is not DocumentKind.RESOLUTION or doc.language not in {"eng", ""}:
        return
    tops = [block for block in doc.blocks if is_top(block)]
    usual = sum(strength(block.text) is not None for block in tops) >= 0.5 * len(tops)
    known = [strength(block.text) is not None for block in tops]
    for n, block in enumerate(tops if usual else ()):
        always = sum(known) - known[n] >= USUAL * (len(tops) - 1)
        found = _INFLECTED.match(block.text)
        if (
            found
            and PREAMBULAR.match(block.text)
            and not block.text.startswith(("Acting ", "Notwithstanding "))
        ):
            yield Finding("verbs.operative", f"paragraph {block.number}", found[0], _PRESENT)
        elif always and block.text[:1].isupper() and not _VERB.match(block.text):
            yield Finding("verbs.operative", f"paragraph {block.number}", _first(block), _PRESENT)
    for block in tops if usual else ():
        if block.text[:1].islower() and strength(block.text[:1].upper() + block.text[1:]) is not None:
            word = block.text.split(" ", maxsplit=1)[0]
            yield Finding("verbs.case", f"paragraph {block.number}", word, word.capitalize())
    listing = False  # under a recital that ends with a colon stand items, which open as they like
    for n, block in enumerate(_recitals(doc), start=1):
        found = _ASKING.match(block.text)
        opens = _OPENS.match(block.text) is not None
        listing = (listing and not opens) or bool(block.number)
        if found and not block.number:
            verb = found["verb"].split(" ")[0].lower()
            mend = f"Open with a participle: {_PARTICIPLE.get(verb, _participle(verb))}."
            yield Finding("verbs.recital", f"recital {n}", found[0], mend)
        elif block.kind is BlockKind.PREAMBLE and block.text[:1].isupper() and not opens and not listing:
            mend = "Open with a participle or an adjective, as in Recalling, Convinced, Mindful of."
            yield Finding("verbs.recital", f"recital {n}", _first(block), mend)
        listing = listing or bare(block).endswith(":")


def _first(block: Block) -> str:
    return " ".join(block.text.split()[:3])


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
