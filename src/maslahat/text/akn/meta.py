"""The metadata and the cover of an AKN4UN file: names and IRIs after the UN's own convention."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslahat.text.akn.cover import CARRIED_META
from maslahat.text.akn.frame import ANNEX, COMPONENT, still_cover
from maslahat.text.akn.inline import escaped, quoted
from maslahat.text.akn.names import UNKNOWN_DATE
from maslahat.text.document import Cover, Document, DocumentKind, Organ, Part, Vote

LETTERED_SINCE = 77  # the session from which the UN writes a single letter into the IRI
_SHORT = {
    Organ.GENERAL_ASSEMBLY: "ga",
    Organ.SECURITY_COUNCIL: "sc",
    Organ.ECOSOC: "ecosoc",
    Organ.OTHER: "un",
}
_LONG = {
    Organ.GENERAL_ASSEMBLY: "generalAssembly",
    Organ.SECURITY_COUNCIL: "securityCouncil",
    Organ.ECOSOC: "ecosoc",
}
_NUMBER = re.compile(
    r"(?:[ASE]/(?:RES|PRST|DEC)/)?((?:ES-|S-)?\d+)(?:/(\d+))?\.?(?: ?([A-Z](?: ?[-–] ?[A-Z])?)\b)?(?: ?\(([\dIVXL]+)\))?"
)
_DRAFT = re.compile(r"[ASE]/((?:C\.\d+/)?(?:S-|ES-)?\d+/L\.\S+)")  # A/80/L.15, A/C.3/77/L.14/Rev.1
_UNSOUND = re.compile(r"[^A-Za-z0-9-]+")
_CONCEPTS = (
    ("TLCOrganization", "source", "/akn/ontology/organization/un/DGACM", "DGACM"),
    ("TLCConcept", "dateOfIssuance", "/akn/ontology/concept/un/dateOfIssuance", "Date of issuance"),
    ("TLCConcept", "dateOfAdoption", "/akn/ontology/concept/un/dateOfAdoption", "Date of adoption"),
    ("TLCConcept", "symbol", "/akn/ontology/reference/un/symbol", "Symbol"),
    ("TLCRole", "publisher", "/akn/ontology/role/un/publisher", "Publisher"),
    ("TLCRole", "issuingBody", "/akn/role/concept/un/issuingBody", "Issuing body"),
    ("TLCRole", "author", "/akn/ontology/role/un/author", "Author"),
    ("TLCRole", "editor", "/akn/ontology/role/un/editor", "Editor"),
    ("TLCRole", "distribution", "/akn/ontology/concept/un/generalDistribution", "General distribution"),
    ("TLCTerm", "resolutionTitle", "/akn/ontology/reference/un/resolutionTitle", "Resolution title"),
)


def work_iri(doc: Document, part: str = "") -> str:
    """Return the IRI of the work: `/akn/un/statement/deliberation/unga/2017-11-17/72-7/`.

    `part` is the letter of one of several texts under one number, which its own IRI always bears.
    """
    body = f"un{_SHORT[doc.organ]}" if doc.organ is not Organ.OTHER else "un"
    when = doc.adoption.date
    if doc.kind is DocumentKind.STATEMENT:  # the UN dates a statement by the day it came out
        when = doc.cover.issued or when
    day = when.isoformat() if when else UNKNOWN_DATE
    found = _NUMBER.search(doc.cover.symbol) or _NUMBER.search(doc.number)
    named = _UNSOUND.sub("-", doc.title.lower()).strip("-")[:60] or "document"
    number = _iri_number(doc, found, part) if found else named
    return f"/akn/un/statement/deliberation/{body}/{day}/{number}/"


def _iri_number(doc: Document, found: re.Match[str], part: str) -> str:
    """Return the number as the UN writes it: `75-101A-B`, `77-253B`, `2339-2017`.

    In the General Assembly a range of letters (A-B) was written up to the seventy-sixth session and a letter by
    itself (B) from the seventy-seventh, as the UN's own files have it.
    """
    draft = _DRAFT.match(doc.cover.symbol)
    if draft:
        return _UNSOUND.sub("-", draft[1]).strip("-")
    first, second, letters, year = found.groups()
    number = "-".join(group for group in (first, second) if group)
    letters = re.sub(r"\s", "", letters or "").replace("–", "-")
    if doc.organ is Organ.GENERAL_ASSEMBLY and first.isdigit():
        letters = letters if (int(first) >= LETTERED_SINCE) == (len(letters) == 1) else ""
    return number + (part or letters) + (f"-{year}" if year else "")


def write_meta(doc: Document) -> str:
    """Return the `meta` element: a new one, or what the source carried, mended for the schema."""
    carried = dict(doc.carried).get(CARRIED_META)
    if carried:
        return _mended(carried)
    parts = ["<meta>", *identification(doc, ""), *_workflow(doc), *_analysis(doc.vote), *_references(doc)]
    parts += _presentation(doc.cover)
    return "".join([*parts, "</meta>"])


def component_meta(doc: Document, n: int, part: Part) -> str:
    """Return the metadata of one of several texts under one number: carried, or its own identification."""
    carried = dict(doc.carried).get(f"{COMPONENT}:{n}")
    if carried:
        return _mended(carried)
    letter = part.number.strip(". ")
    return f"<meta>{''.join(identification(doc, '', letter.rpartition(' ')[2]))}</meta>"


def annex_meta(doc: Document, n: int) -> str:
    """Return the metadata of an annex: carried, or its own identification."""
    carried = dict(doc.carried).get(f"{ANNEX}:{n}")
    return _mended(carried) if carried else f"<meta>{''.join(identification(doc, 'annex'))}</meta>"


def identification(doc: Document, component: str, part: str = "") -> Iterator[str]:
    """Yield the FRBR identification of the document, or of one of its components (`annex`)."""
    iri, language = work_iri(doc, quoted(part)), quoted(doc.language or "eng")
    issued = (doc.cover.issued or doc.adoption.date or None) and (doc.cover.issued or doc.adoption.date)
    day = issued.isoformat() if issued else UNKNOWN_DATE
    adopted = doc.adoption.date.isoformat() if doc.adoption.date else UNKNOWN_DATE
    author = _SHORT[doc.organ]
    yield '<identification source="#DGACM"><FRBRWork>'
    yield f'<FRBRthis value="{iri}!main/{component}"/><FRBRuri value="{iri}"/>'
    yield f'<FRBRdate date="{adopted}" name="adoption"/><FRBRauthor href="{author}" as="author"/>'
    yield '<FRBRcountry value="un"/></FRBRWork><FRBRExpression>'
    yield f'<FRBRthis value="{iri}{language}@!main/{component}"/><FRBRuri value="{iri}{language}@/"/>'
    yield f'<FRBRdate date="{day}" name="publication"/><FRBRauthor href="{author}" as="issuer"/>'
    yield f'<FRBRlanguage language="{language}"/></FRBRExpression><FRBRManifestation>'
    inner = f"!main/{component}.xml" if component else "!main.xml"
    yield f'<FRBRthis value="{iri}{language}@/{inner}"/><FRBRuri value="{iri}{language}@.xml"/>'
    yield f'<FRBRdate date="{day}" name="markup"/><FRBRauthor href="DGACM" as="editor"/>'
    yield "</FRBRManifestation></identification>"


def _workflow(doc: Document) -> Iterator[str]:
    adopted = doc.adoption.date.isoformat() if doc.adoption.date else UNKNOWN_DATE
    by = ", ".join(doc.sponsors)
    yield '<workflow source="#un">'
    yield (
        f'<step date="{UNKNOWN_DATE}" outcome="draftResolution" '
        f'as="{_reference(doc.cover.origin)}" by="{quoted(by)}"/>'
    )
    yield f'<step date="{adopted}" outcome="adopted" by=""/></workflow>'


def _reference(symbol: str) -> str:
    """Return a symbol as the value of an attribute that may hold no blank."""
    return quoted(symbol.split(",", maxsplit=1)[0].split(" ", maxsplit=1)[0])


def _analysis(vote: Vote | None) -> Iterator[str]:
    if vote is None:
        yield '<analysis source="#un"><parliamentary><voting outcome="adoptedWithoutVote">'
        yield '<quorum value=""/></voting></parliamentary></analysis>'
        return
    counts = vote.counts or (len(vote.in_favour), len(vote.against), len(vote.abstaining))
    yield '<analysis source="#un"><parliamentary><voting outcome="adopted">'
    sides = (("inFavour", vote.in_favour), ("against", vote.against), ("abstaining", vote.abstaining))
    for (side, states), count in zip(sides, counts, strict=True):
        yield f'<count value="{count}" refersTo="#{side}"><akn4un:voters>'
        yield from (
            f'<organization refersTo="#memberState">{escaped(state)}</organization>' for state in states
        )
        yield "</akn4un:voters></count>"
    yield "</voting></parliamentary></analysis>"


def _references(doc: Document) -> Iterator[str]:
    yield '<references source="#DGACM">'
    for tag, name, href, shown in _CONCEPTS:
        yield f'<{tag} eId="{name}" href="{href}" showAs="{shown}"/>'
    if doc.organ is not Organ.OTHER:
        href = f"/akn/ontology/organization/un/{_LONG[doc.organ]}"
        yield f'<TLCOrganization eId="{_SHORT[doc.organ]}" href="{href}" showAs="{doc.organ}"/>'
    yield "</references>"


def _presentation(cover: Cover) -> Iterator[str]:
    if cover.job_number:
        yield (
            '<presentation source="#un"><akn4un:footerFirstPage><akn4un:footerFirstPageLeft>'
            "<akn4un:internalCode>"
        )
        yield f'<docketNumber refersTo="#publicationJobNumber">{escaped(cover.job_number)}</docketNumber>'
        yield "</akn4un:internalCode></akn4un:footerFirstPageLeft></akn4un:footerFirstPage></presentation>"


def _mended(meta: str) -> str:
    """Return carried metadata with the attributes put in that the schema asks for."""
    meta = re.sub(r' xmlns(?::\w+)?="[^"]*"', "", meta)
    meta = re.sub(r"<(step|keyword)\b([^<>]*?)\s*(/?)>", _with_needed, meta)
    if "<identification" in meta and "<FRBRWork" not in meta:
        meta = re.sub(r"<identification[^>]*>\s*</identification>|<identification[^>]*/>", "", meta)
    return meta


def _with_needed(found: re.Match[str]) -> str:
    tag, attributes, end = found[1], found[2], found[3]
    needed = {"by": "", "date": UNKNOWN_DATE} if tag == "step" else {"showAs": "", "value": ""}
    for name, value in needed.items():
        if not re.search(rf"\b{name}=", attributes):
            attributes += f' {name}="{value}"'
    if tag == "step":
        attributes = re.sub(r'\bdate="(?!\d{4}-\d\d-\d\d")[^"]*"', f'date="{UNKNOWN_DATE}"', attributes)
    return f"<{tag}{attributes}{end}>"


def write_cover(doc: Document) -> str:
    """Return the `coverPage` element."""
    still = still_cover(doc)
    if still:
        return still
    cover = doc.cover
    p = (
        '<p><span refersTo="#publisher" class="upperLeft"><docAuthority refersTo="#publisher">'
        "United Nations</docAuthority></span></p>"
    )
    parts = ['<coverPage eId="coverPage_1">', p]
    if cover.symbol:
        parts.append(
            f'<p class="upperRight"><docNumber refersTo="#symbol">{escaped(cover.symbol)}</docNumber></p>'
        )
    authority = cover.authority or str(doc.organ)
    parts.append(
        '<p class="upperLeft"><img src="logo-un.jpg"/><docAuthority refersTo="#issuingBody" class="rightBig">'
    )
    parts.append(f"{escaped(authority)}</docAuthority></p>")
    parts += _cover_lines(doc, cover)
    return "".join([*parts, "</coverPage>"])


def _cover_lines(doc: Document, cover: Cover) -> Iterator[str]:
    if cover.distribution:
        status = f"Distr.: {escaped(cover.distribution)}"
        yield f'<p><docStatus refersTo="#generalDistribution" class="rightSmall">{status}</docStatus></p>'
    if cover.issued_text:
        day = cover.issued.isoformat() if cover.issued else UNKNOWN_DATE
        shown = escaped(cover.issued_text)
        yield f'<p><docDate date="{day}" class="rightSmall" refersTo="#dateOfIssuance">{shown}</docDate></p>'
    if cover.original:
        shown = escaped(cover.original)
        yield f'<p><inline name="original language" class="rightSmall">{shown}</inline></p>'
    if cover.session:
        yield (
            f'<p><session refersTo="#{_LONG.get(doc.organ, "un")}" eId="coverPage_1__session_1">'
            f"{escaped(cover.session)}</session></p>"
        )
    for name, text in zip(("agenda item", "agenda item name"), cover.agenda_text, strict=False):
        yield f'<p><inline name="{name}">{escaped(text)}</inline></p>'
    if doc.organ is Organ.SECURITY_COUNCIL and doc.kind is not DocumentKind.STATEMENT:
        yield (
            f'<p xml:space="preserve"><docTitle refersTo="#resolutionNumber">{escaped(doc.number)}'
            f"</docTitle></p>"
        )
        yield _adopted_line(doc, cover)
    elif cover.status_line:
        yield f"<p><docTitle>{escaped(cover.status_line)}</docTitle></p>"
    if cover.proponent:
        text = escaped(cover.proponent)
        if cover.origin:
            origin = escaped(cover.origin)
            text = text.replace(origin, f'<inline name="originating document">{origin}</inline>', 1)
        yield f'<p xml:space="preserve"><docProponent>{text}</docProponent></p>'


def _adopted_line(doc: Document, cover: Cover) -> str:
    adoption = doc.adoption
    text = escaped(cover.status_line)
    for printed, tag in (
        (
            adoption.meeting,
            f'<inline name="adoptionMeeting" title="{quoted(adoption.meeting.split(" ")[0])}">%s</inline>',
        ),
        (
            adoption.date_text,
            f'<docDate date="{adoption.date or UNKNOWN_DATE}" refersTo="#adoptionDate">%s</docDate>',
        ),
    ):
        shown = escaped(printed)
        if shown and shown in text:
            text = text.replace(shown, tag % shown, 1)
    return f'<p xml:space="preserve"><docTitle refersTo="#adoption">{text}</docTitle></p>'
