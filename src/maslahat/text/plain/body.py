"""The body of a plain text: preamble, operative paragraphs with levels, headings, annexes, closing lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from maslahat.text.dates import read_date
from maslahat.text.document import (
    Adoption,
    Block,
    BlockKind,
    Cell,
    Dropped,
    Repair,
    Signature,
    Table,
)
from maslahat.text.labels import BRACKETED, LABEL, Levels, may_be_labelled
from maslahat.text.plain.breaks import stands_apart
from maslahat.text.plain.label import labelled
from maslahat.text.plain.raw import Raw, beyond
from maslahat.text.plain.shapes import (
    AGREED,
    ARTICLE,
    CLOSED,
    DAY,
    DONE,
    ENTRY,
    FIRST,
    GOES_ON,
    LONGEST_GERUND,
    LONGEST_HEADING,
    LONGEST_SECTION_TITLE,
    MOST_TITLE_LINES,
    NUMBERED,
    OPEN,
    PERSON,
    ROMAN_OR_LETTER,
    SHORTEST_UNCLOSED,
    SIGN,
    made_at,
    unclosed,
)
from maslahat.text.words import (
    ANNEX,
    FORMULA,
    INTRO,
    MEETING,
    NOT_VERBS,
    OPENING_PARTICIPLE,
    OPENING_VERB,
    OPERATIVE,
    PREAMBULAR,
)


@dataclass(slots=True)
class BodyReader:
    """Reads blocks of characters one by one into blocks of a document."""

    formula: bool = True
    blocks: list[Block] = field(default_factory=list)
    main: list[Block] = field(default_factory=list)
    annexes: list[tuple[str, list[Block]]] = field(default_factory=list)
    adoption: Adoption | None = None
    closing: list[str] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    adopted: list[Dropped] = field(
        default_factory=list
    )  # the lines that said when and where, were they replaced
    repairs: list[Repair] = field(default_factory=list)
    levels: Levels = field(default_factory=Levels)
    state: str = "preamble"
    quote: int = 0
    fresh: bool = False
    awaiting: str = ""
    ahead: str = ""
    tabled: bool = False  # a table follows
    hint: str = ""
    rows: list[tuple[Cell, ...]] = field(default_factory=list)

    def read(self, raws: list[Raw]) -> None:
        """Read all of `raws`."""
        self.main = self.blocks
        for n, raw in enumerate(raws):
            self.ahead = raws[n + 1].text if n + 1 < len(raws) else ""
            self.tabled = n + 1 < len(raws) and bool(raws[n + 1].cells)
            if raw.cells:
                self._end_label()
                self.rows.append(tuple(Cell(cell) for cell in raw.cells))
                continue
            if self.rows:
                self._end_table()
            self.hint = raw.hint
            if raw.operative and self.state == "preamble":
                self.state = "operative"
            self._line(raw)
        if self.rows:
            self._end_table()
        self._end_label()

    def _end_label(self) -> None:
        """Set down a label that stood alone and has no words after it."""
        if self.awaiting:
            number, self.awaiting = self.awaiting, ""
            level = self.levels.place(number)
            self.blocks.append(Block(BlockKind.PARAGRAPH, "", number, level, self.quote))

    def _end_table(self) -> None:
        self.blocks.append(Block(BlockKind.TABLE, table=Table(tuple(self.rows))))
        self.rows = []

    def _line(self, raw: Raw) -> None:
        text = raw.text
        if self.awaiting:
            if not LABEL.match(text) and not stands_apart(text) and self._joined_label(text):
                return
            self._end_label()
        if len(text) < 90 and self._short(raw):
            return
        if text[0] == "[" and self._bracketed(text):
            return
        label = LABEL.match(text) if may_be_labelled(text) else None
        if label and self.awaiting:
            self._lone_label()
        if label and self._labelled(raw, label):
            return
        if self.state == "preamble" and self._preambular(text):
            self.blocks.append(Block(BlockKind.PREAMBLE, text, quote=self.quote))
            if not self.formula and AGREED.search(text):
                self.state = "article"
            return
        self._unnumbered(text)

    def _bracketed(self, text: str) -> bool:
        """Read a paragraph of a draft whose label stands in brackets; they stay with the label."""
        found = BRACKETED.match(text)
        if not found:
            return False
        label = found[0].strip("[]")
        if self.state == "preamble" and not label.startswith("("):
            self.state = "operative"
        kind = BlockKind.PREAMBLE if self.state == "preamble" else BlockKind.PARAGRAPH
        level = self.levels.place(label, bool(self.blocks) and self.blocks[-1].text.rstrip("]").endswith(":"))
        self.blocks.append(Block(kind, text[found.end() :].strip(), found[0], level, self.quote))
        return True

    def _short(self, raw: Raw) -> bool:
        """Read a line that closes the text, opens an annex or an article, or enacts."""
        text = raw.text
        if FORMULA.match(text) and self.state not in {"annex", "statement"}:
            self._enact(text)
            return True
        if self.blocks and self.state not in {"closed", "annex"} and DAY.match(text) and self.formula:
            self._adopt(Adoption("", read_date(text), text), raw)
            self.state = "closed"
            return True
        meeting = MEETING.match(text)
        if meeting and self.blocks:
            day = meeting["date"].strip()
            self._adopt(Adoption(meeting["meeting"], read_date(day), day), raw)
            self.fresh, self.state = True, "closed"
            return True
        if self.fresh and self.adoption and not self.adoption.date and read_date(text) and len(text) < 40:
            between = self.adoption.date_text  # words of the line of the meeting that were no date
            if between:
                self.dropped.append(Dropped(between, "no date of adoption", raw.line - 1))
            self.adoption = Adoption(self.adoption.meeting, read_date(text), text)
            self.adopted.append(Dropped(text, "an earlier line of adoption", raw.line))
            return True
        if ANNEX.match(text) and (self.blocks or self.annexes):
            self._annex(text)
            return True
        return self._treaty_line(raw)

    def _adopt(self, adoption: Adoption, raw: Raw) -> None:
        """Take a line of adoption, in place of one before it."""
        self.dropped += self.adopted
        held = " ".join(word for word in (adoption.meeting, adoption.date_text) if word)
        self.adopted = [Dropped(held, "an earlier line of adoption", raw.line)]
        rest = beyond(raw.text, adoption.meeting, adoption.date_text)
        if rest:
            self.dropped.append(Dropped(rest, "between the meeting and its date", raw.line))
        self.adoption = adoption

    def _enact(self, text: str) -> None:
        if self.blocks and self.state != "closed":
            self.quote += 1
        self.state = "preamble"
        self.levels.reset()
        self.blocks.append(Block(BlockKind.FORMULA, text, quote=self.quote))

    def _annex(self, text: str) -> None:
        self.blocks = []
        self.annexes.append((text, self.blocks))
        self.state, self.fresh, self.quote = "annex", False, 0
        self.levels.reset()

    def _treaty_line(self, raw: Raw) -> bool:
        text = raw.text
        found = ARTICLE.match(text)
        if found:
            self.blocks.append(Block(BlockKind.ARTICLE, found["title"].strip(), found["number"]))
            self.levels.reset()
            self.state = "article"
            return True
        signed = SIGN.match(text) if not self.formula else None
        if signed:
            name, _, office = (signed["rest"] or "").strip("_ ").partition(", ")
            signature = Signature(signed["party"].strip(), name, office)
            self.signatures.append(signature)
            rest = beyond(text, signature.party, name, office)
            self.dropped.append(Dropped(rest, "words and rule of a line to sign on", raw.line))
            return True
        return False

    def _labelled(self, raw: Raw, label: re.Match[str] | None) -> bool:
        """Read a block that opens with a label; False where the label is none after all."""
        parts = labelled(raw.text, label, self.levels) if label else None
        if parts is None:
            return False
        kind, number, rest, glued = parts
        if not rest:
            self.awaiting = number
            return True
        asked = kind == "upper" and not self.hint and self.tabled and self._goes_on()
        doubled = rest.startswith(f"{number} ")  # set twice, as a heading that bore its label in its words
        if doubled or ((kind == "upper" or self.hint == "heading") and not asked and self._heads(rest)):
            return self._numbered_heading(number, rest)
        if glued:
            self._offer_space(raw, number, rest)
        in_preamble = self.state == "preamble" and kind != "arabic" and bool(self.blocks)
        level = self.levels.place(number, bool(self.blocks) and self.blocks[-1].text.endswith(":"))
        if kind == "arabic" and not self.formula and len(rest) < 80 and self._heads(rest):
            return self._numbered_heading(number, rest)
        if in_preamble and not (kind == "lower" and OPENING_VERB.match(rest)):
            self.blocks.append(Block(BlockKind.PREAMBLE, rest, number, 1, self.quote))
            return True
        if self.state == "preamble":
            self.state = "operative"
        self.blocks.append(Block(BlockKind.PARAGRAPH, rest, number, level, self.quote))
        return True

    def _goes_on(self) -> bool:
        """Tell whether a numbered paragraph before ends with a colon, so that what follows is its list."""
        last = self.blocks[-1] if self.blocks else None
        return last is not None and bool(last.number) and last.text.endswith(":") and bool(self.levels.stack)

    def _lone_label(self) -> None:
        """Keep a label that has no words of its own, as over a list: `4.` and on the next line `(a)`."""
        number, self.awaiting = self.awaiting, ""
        level = self.levels.place(number, bool(self.blocks) and self.blocks[-1].text.endswith(":"))
        self.state = "operative" if self.state == "preamble" else self.state
        self.blocks.append(Block(BlockKind.PARAGRAPH, "", number, level, self.quote))

    def _joined_label(self, text: str) -> bool:
        """Join a label that stood alone on its line with the words after it."""
        number, self.awaiting = self.awaiting, ""
        return self._labelled(Raw(f"{number} {text}", 0), LABEL.match(number + " "))

    def _numbered_heading(self, number: str, rest: str) -> bool:
        self.levels.reset()
        self.blocks.append(Block(BlockKind.HEADING, rest, number, 1, self.quote))
        self._section()
        return True

    def _offer_space(self, raw: Raw, number: str, rest: str) -> None:
        first = rest.split(" ", 1)[0]
        self.repairs.append(
            Repair(
                where=f"line {raw.line}",
                found=f"{number}{first}",
                offered=f"{number} {first}",
                evidence="a label is followed by a space",
                kind="glued label",
            )
        )

    def _heads(self, text: str) -> bool:  # noqa: PLR0911  a line of rules
        """Tell whether unlabelled words are a heading, or look like one where the source does not say."""
        if self.hint:
            return self.hint == "heading"
        if ROMAN_OR_LETTER.match(text):
            return True
        bare = unclosed(text)
        last = self.blocks[-1] if self.blocks else None
        section = last is not None and last.kind is BlockKind.HEADING and ROMAN_OR_LETTER.match(last.text)
        if (
            len(bare) >= (LONGEST_SECTION_TITLE if section else LONGEST_HEADING)
            or bare.endswith(OPEN)
            or not any(map(str.isalpha, bare[:40]))
        ):
            return False
        if bare.endswith(GOES_ON) or bare.rstrip("”»").endswith("."):
            return False
        if bare.startswith("(Signed)"):
            return False
        if len(bare) > LONGEST_GERUND and OPENING_PARTICIPLE.match(bare) and ": " not in bare:
            return False
        if self.state == "annex" and (bare[0].isupper() or bare[0].isdigit()) and self._at_title():
            return True
        if ENTRY.search(bare) and not FIRST.match(self.ahead):
            return False
        if bare.endswith((")", "”")) and (PERSON.match(bare) or bare[0] in "“(" or len(bare) > 120):
            return False
        return bare[0].isupper() or bare[0] in "“*.("

    def _at_title(self) -> bool:
        """Tell whether only the label of an annex stands before, or that and one line of its title."""
        return len(self.blocks) < MOST_TITLE_LINES and all(b.kind is BlockKind.HEADING for b in self.blocks)

    def _preambular(self, text: str) -> bool:
        """Tell whether an unlabelled block of the preamble is a preambular paragraph."""
        if self.hint == "preamble":
            return True
        bare = unclosed(text)
        goes_on = bool(PREAMBULAR.match(self.ahead))
        if OPENING_VERB.match(bare.lstrip("“")):
            return goes_on and bare.endswith(",")
        participle = PREAMBULAR.match(bare)
        unclosed_one = participle and self.formula and len(bare) > SHORTEST_UNCLOSED
        if (
            unclosed_one
            and OPENING_PARTICIPLE.match(bare)
            and not (bare.endswith((".", ";", ":")) or ": " in bare[:SHORTEST_UNCLOSED])
        ):
            return True  # its comma was forgotten
        if not bare.endswith((",", "،", "，")) and not participle:
            verb = OPERATIVE.match(bare)
            if verb and verb[0].split()[-1] not in NOT_VERBS and bare.endswith(CLOSED):
                return False
        if participle and bare.endswith((".", ";")):
            return (
                goes_on
                or self.ahead.startswith("1.")
                or not (self.blocks and unclosed(self.blocks[-1].text).endswith((";", ":")))
            )
        return not self._heads(bare)

    def _unnumbered(self, text: str) -> None:
        """Read a heading, a preambular paragraph of a section, or a paragraph without a number."""
        if self.state == "start" and INTRO.match(text):
            self.blocks.append(Block(BlockKind.INTRO, text))
            self.state = "statement"
            return
        if not self.formula and self._closes(text):
            self.closing.append(text)
            self.state = "closed"
            return
        last = self.blocks[-1] if self.blocks else None
        opened = last is None or last.kind is not BlockKind.PARAGRAPH or unclosed(last.text).endswith(CLOSED)
        opened = opened or self.hint == "heading" or bool(ROMAN_OR_LETTER.match(text))
        opened = opened or bool(NUMBERED.match(self.ahead) and len(text) < LONGEST_GERUND)
        if opened and self._heads(text):
            self._heading(text, last)
        elif self.state == "section" and self._recital(text):
            self.blocks.append(Block(BlockKind.PREAMBLE, text, quote=self.quote))
        else:
            self._paragraph(text)

    def _closes(self, text: str) -> bool:
        """Tell whether a line closes an agreement or a statement: “Done at …”, or last of all a place and a date."""
        if DONE.match(text):
            return self.state == "article" or bool(self.closing)
        ends = not self.ahead or SIGN.match(self.ahead) or self.ahead[0] in "_("
        return bool(self.blocks and ends and self.blocks[-1].kind is not BlockKind.HEADING and made_at(text))

    def _recital(self, text: str) -> bool:
        """Tell whether a block of a section is a preambular paragraph of it."""
        bare = unclosed(text)
        if bare.endswith((",", ":")):
            return bool(PREAMBULAR.match(text))
        after = OPENING_VERB.match(self.ahead) or FIRST.match(self.ahead)
        return bare.endswith(";") and bool(OPENING_PARTICIPLE.match(bare) and after)

    def _heading(self, text: str, last: Block | None) -> None:
        if last is not None and last.kind is BlockKind.ARTICLE and not last.text and len(text) < 90:
            self.blocks[-1] = Block(BlockKind.ARTICLE, text, last.number)
            return
        self.levels.reset()
        self.blocks.append(Block(BlockKind.HEADING, text, level=1, quote=self.quote))
        self._section()

    def _section(self) -> None:
        if self.state in {"operative", "section"}:
            self.state = "section"

    def _paragraph(self, text: str) -> None:
        if not any(map(str.isalpha, text)):
            self._section()
        elif self.state in {"preamble", "section"} and self.formula:
            self.state = "operative"
        self.blocks.append(Block(BlockKind.PARAGRAPH, text, quote=self.quote))
