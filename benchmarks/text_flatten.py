"""AKN4UN files flattened to plain text, from the XML itself and not through our model.

Forms: (a) one block a line; (b) wrapped at a random width from 60 to 100 with page furniture every 40 to 60
lines and no blank lines between blocks; (c) form (a) with tokens glued and the footnote texts removed.
More ways a text comes wrapped, the width random each time: (d) blank lines between blocks, no furniture; (e) the
same with furniture of any kind and any number of blank lines round it; (f) such furniture and no blank lines between
blocks; (g) as (e) and words broken with hyphens at line ends; (h) no blank lines, first lines indented, form feeds,
CRLF; (i) as `pdftotext -layout` sets it: a left margin, labels hanging, running heads in two columns.
"""

from __future__ import annotations

import random
import re
import textwrap
from dataclasses import dataclass, field

from lxml import etree

Q = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
LEAVES = {"p", "subheading", "heading", "crossHeading", "listIntroduction", "block"}


@dataclass
class Flat:
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    label: str = ""


def local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words(element: etree._Element, flat: Flat) -> tuple[str, list[etree._Element]]:
    """Text of a leaf, footnote calls as glued digits, the notes set aside; texts quoted inside it apart."""
    out, inner = [element.text or ""], []
    for child in element:
        name = local(child)
        if name == "embeddedStructure":
            inner.append(child)
        elif name == "authorialNote":
            marker = child.get("marker") or str(len(flat.notes) + 1)
            before = "".join(out).rstrip()
            out = [before, marker]
            own = " ".join(words(p, flat)[0] for p in child)
            flat.notes.append(" ".join(f"{marker} {own}".split()))
        elif name in {"eol", "br"}:
            out.append("\n")
        elif name not in {"img", ""}:
            text, more = words(child, flat)
            out.append(text)
            inner += more
        out.append(child.tail or "")
    return "".join(out), inner


def leaf(element: etree._Element, parent: str, flat: Flat) -> None:
    text, inner = words(element, flat)
    for line in text.split("\n") if parent == "conclusions" else [text.replace("\n", " ")]:
        clean = " ".join(f"{flat.label} {line}".split())
        if clean:
            flat.lines.append(clean)
        flat.label = ""
    for structure in inner:
        walk(structure, flat)


def walk(element: etree._Element, flat: Flat) -> None:
    for child in element:
        name = local(child)
        if name == "num":
            if flat.label:  # of a paragraph that is nothing but a list: it stands on a line of its own
                flat.lines.append(flat.label)
            flat.label = " ".join("".join(child.itertext()).split())
            if child.getnext() is None or local(element) == "section":
                flat.lines.append(flat.label)
                flat.label = ""
        elif name == "tr":
            flat.lines.append("\t".join(" ".join(words(cell, flat)[0].split()) for cell in child))
        elif name in LEAVES or (name == "span" and local(element) == "paragraph"):
            leaf(child, local(element), flat)
        elif name != "meta":
            walk(child, flat)


def flatten(root: etree._Element) -> tuple[list[str], list[str]]:
    """Lines of cover and text (one block a line), and the notes by themselves."""
    flat = Flat()
    cover = root.find(f".//{Q}coverPage")
    for p in cover if cover is not None else ():
        line = " ".join("".join(p.itertext()).split())
        if line:
            flat.lines.append(line)
    for part in next(child for child in root if local(child)):
        if local(part) not in {"meta", "coverPage"}:
            walk(part, flat)
    components = root.find(f"{Q}components")
    if components is not None:
        walk(components, flat)
    return flat.lines, flat.notes


def form_a(root: etree._Element) -> str:
    lines, notes = flatten(root)
    return "\n".join([*lines, *notes]) + "\n"


def form(name: str, root: etree._Element, seed: str) -> str:
    """The form called `name`; the same `seed` gives the same text."""
    generator = random.Random(seed)
    if name in {"a", "c"}:
        return form_a(root) if name == "a" else form_c(root)
    return form_b(root, generator) if name == "b" else form_wrapped(name, root, generator)


@dataclass
class Page:
    """What the pages of one text bear: chosen once for a text, as a printer would."""

    generator: random.Random
    symbol: str
    title: str
    number: int = 1

    def __post_init__(self) -> None:
        g = self.generator
        self.job = f"{g.randint(0, 23):02d}-{g.randint(0, 99999):05d}"
        day = f"{g.randint(1, 28)} March 20{g.randint(10, 23)}"
        foot = [
            "{n}",
            "Page {n}",
            "{n}/9",
            "- {n} -",
            "{n}/9 " + self.job,
            self.job + " {n}/9",
            self.job,
            "{n} of 9",
        ]
        head = [
            "",
            self.symbol,
            f"{self.symbol}  {self.title}",
            f"{self.symbol}\n{self.title}",
            f"{self.title}",
        ]
        self.foot = g.choice(foot)
        self.head = g.choice(head).strip()
        self.dated = g.random() < 0.2
        self.day = day
        self.bar = g.random() < 0.3
        self.blanks = [g.randint(0, 2) for _ in range(3)]

    def turn(self) -> list[str]:
        """The lines between one page and the next."""
        lines = [""] * self.blanks[0] + [self.foot.format(n=self.number)]
        if self.bar and self.number == 1:
            lines.append(f"*{self.job.replace('-', '')}*")
        self.number += 1
        lines += [""] * self.blanks[1] + (self.head.split("\n") if self.head else [])
        return [*lines, *([self.day] if self.dated else []), *[""] * self.blanks[2]]


def hyphened(text: str, width: int, generator: random.Random) -> list[str]:
    """Lines of `text`, some words broken with a hyphen where the next word does not fit."""
    lines, line = [], ""
    for word in text.split(" "):
        left = width - len(line) - 2
        if not line or len(line) + 1 + len(word) <= width:
            line = f"{line} {word}".strip()
        elif word.isalpha() and len(word) >= 7 and 3 <= left <= len(word) - 3 and generator.random() < 0.7:
            lines.append(f"{line} {word[:left]}-")
            line = word[left:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def set_lines(name: str, line: str, width: int, generator: random.Random) -> list[str]:
    """One block as lines of a form."""
    if "\t" in line:
        return [line]
    if name == "g":
        return hyphened(line, width, generator)
    first = after = ""
    if name == "h":
        first = "    "
    elif name == "i":
        first, after = " " * 10, " " * 10
        if re.match(r"\([a-z]+\) ", line):
            first, after = " " * 14, " " * 18
    wrapped = textwrap.TextWrapper(width, break_long_words=False, break_on_hyphens=False)
    wrapped.initial_indent, wrapped.subsequent_indent = first, after
    return wrapped.wrap(line)


def form_wrapped(name: str, root: etree._Element, generator: random.Random) -> str:
    lines, notes = flatten(root)
    width = generator.randint(60, 100)
    symbol = next((line for line in lines[:4] if re.match(r"[ASE]/", line)), "A/RES/0/0")
    title = next((line for line in lines if re.match(r"\d+/\d+\. ", line)), symbol)
    title = re.sub(r"^\d+/\d+\. ", "", title)[: width - len(symbol) - 2] if title != symbol else ""
    page = Page(generator, symbol, title)
    out: list[str] = []
    until = generator.randint(40, 60)
    for block in [*lines, *notes]:
        for part in set_lines(name, block, width + (10 if name == "i" else 0), generator):
            out.append(part)
            until -= 1
            if not until and name != "d":
                turned = page.turn()
                out += ["\f" + turned[0], *turned[1:]] if name in "hi" else turned
                until = generator.randint(40, 60)
        if name not in "fh" and "\t" not in block:
            out.append("")
    return ("\r\n" if name == "h" else "\n").join(out) + "\n"


def form_b(root: etree._Element, generator: random.Random) -> str:
    lines, notes = flatten(root)
    width = generator.randint(60, 100)
    symbol = next((line for line in lines[:4] if re.match(r"[ASE]/", line)), "A/RES/0/0")
    title = next((line for line in lines if re.match(r"\d+/\d+\. ", line)), symbol)[:width]
    job = f"{generator.randint(0, 23):02d}-{generator.randint(0, 99999):05d}"
    wrapped = [
        part
        for line in [*lines, *notes]
        for part in (
            [line]
            if "\t" in line
            else textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        )
    ]
    out, page = [], 1
    until = generator.randint(40, 60)
    for line in wrapped:
        out.append(line)
        until -= 1
        if not until:
            out += [f"{job} {page}/9", f"*{job.replace('-', '')}*"] if page == 1 else [f"{page}/9 {job}"]
            out += [symbol, title]
            page += 1
            until = generator.randint(40, 60)
    return "\n".join(out) + "\n"


def form_c(root: etree._Element) -> str:
    lines, _ = flatten(root)
    glued = [re.sub(r"^(\d+\.) ", r"\1", line) for line in lines]
    glued = [re.sub(r" on (\d{1,2} [A-Z])", r" on\1", line) for line in glued]
    return "\n\n".join(glued) + "\n"
