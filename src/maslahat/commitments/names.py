"""The names in a list of those asked: “Member States, the Office and relevant organizations” → three."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NOUNS = (
    "states? parties|states?|governments?|authorities|authority|organi[sz]ations?|institutions?|agency"
    "|agencies|bodies|body"
    "|entities|entity|funds?|programmes?|foundations?|partners?|donors?|stakeholders?|countries|country"
    "|parties|party|groups?"
    "|companies|industry|industries|business|businesses|sectors?|society|societies|academia|media"
    "|communit(?:y|ies)|committees?"
    "|councils?|commissions?|banks?|mechanisms?|missions?|centres?|offices?|presences?|leaders?"
    "|representatives?|rapporteurs?"
    "|experts?|members?|chairs?|chairpersons?|coordinators?|departments?|secretariats?|actors?|forces"
    "|armed forces|operations?"
    "|powers?|system|associations?|networks?|universities|individuals|persons|women|youth|delegations?"
    "|heads?|directors?"
    "|commissioners?|presidents?|ministers?|legislators?|parliaments?|parliamentarians|courts?|tribunals?"
    "|judges|contributors?"
    "|employers|workers|unions?|movements?|militias?|signatories|observers?|airlines|operators|providers"
    "|owners|users"
    "|philanthrop\\w+|initiatives|platforms?|territories|cities|regions|units?|teams?|boards?|general"
    "|treaty bodies|assembly"
    "|procedures|mandate holders|holders|nations|peoples?|republic|coalition|envoys?|facility|panel"
    "|conference|economies|side|sides|officials"
)
_IS_ACTOR = re.compile(rf"^(?:{_NOUNS})$", re.I)
_ADJECTIVES = re.compile(
    r"^(?:impartial|independent|multilateral|bilateral|international|regional|subregional|sub-regional|national|local|global"
    r"|governmental"
    r"|intergovernmental|inter-governmental|non.?governmental|public|private|academic|social|economic"
    r"|financial|political|civil"
    r"|humanitarian|interested|relevant|developed|developing|scientific|technical|military|rural|urban"
    r"|religious|cultural"
    r"|specialized|legislative|administrative|judicial|police|troop|other|sub-?national|state|non-state"
    r"|legal|medical"
    r"|educational|philanthropic|domestic|public-private|competent|appropriate|transnational"
    r"|interregional|institutional"
    r"|development|community|traditional|professional|commercial|regulatory|monitoring|treaty|home|host"
    r"|transit|destination"
    r"|origin|source|arab|african|european)$",
    re.I,
)
_ACTION = re.compile(
    r"(?:ment|tion|sion|ance|ence|ing)$|^(?:efforts?|use|work|role|steps?|measures?|activities|exchanges?"
    r"|dialogue|progress"
    r"|reviews?|updates?|reports?|briefings?|withdrawal|release|access|research|support|reforms?|returns?"
    r"|process|discussions?|contacts?|talks|negotiations"
    r"|adherence)$",
    re.I,
)
_ASIDE = re.compile(
    r",? (?:\(|in a position|able to|willing to|wishing to|in (?:accordance|cooperation|consultation"
    r"|collaboration|coordination|light|the "
    r"context|particular|close|view|this|line|conformity|full|(?:his|her|its|their) capacity|(?:his|her"
    r"|its|their|the) (?:[\w-]+ ){0,3}report)\b"
    r"|as (?:mentioned|requested|called|set|referred|appropriate|soon|applicable|a matter|necessary|needed"
    r"|early|part|recommended)|with(?! regard"
    r" to the Implementation)(?:in"
    r"|out)? |both [a-z]+ and [a-z]+,|consistent|including"
    r"|mindful|where|through|namely|taking|bearing|who\b|which\b|that (?!are (?:parties|members)\b)"
    r"|whose\b|such as|on the basis"
    r"|upon|on a voluntary|on an? \w+ basis|at (?:its|the|all)|when\b|for (?:their|its|his)|authorized"
    r"|established|created|deployed|mandated by|referred to|not yet|parties to the (?=Treaty|"
    r"Convention|Protocol)|by \w+ing|subject|acting|pursuant|if\b|especially|particularly|inter alia"
    r"|during|following|in (?:ensuring|making|order|implementing|addressing|promoting|providing|support of)"
    r"|notably|to the extent|as well as through|immediately|once again|urgently|once more|without delay"
    r"|for the purpose)"
)
_JOINT = re.compile(
    r",? (?:and|or),? (?:also |upon |on |to |invites |in particular )*|,? (?:as well as|along with"
    r"|together with) (?:to |upon |on )?"
    r"|, (?:on |upon |to )?"
)
_LEAD = re.compile(
    r"^(?:(?:the|all|both|its|upon|on|to|each|every|relevant|once again|also|any|those|actively|other|as"
    r" well as"
    r"|and)\s+)+(?=\S)",
    re.I,
)
_DETERMINED = re.compile(r"(?:the|all|other|its|their|relevant|each|both|any|those|members of)\b", re.I)
_APPOSITION = re.compile(r"(?:the|an?) (?:occupying|administering|depositary|host|nuclear.weapon)\b", re.I)
_OPEN_NAME = re.compile(
    r"\b(?:Committee|Commission|Office|Programme|Fund|Organization|Department|Convention|Conference"
    r"|Centre|Agency|Council|Mission"
    r"|Group|Panel|Representative|Director|Institute|Entity|Union|Coordinator|Court|Tribunal|Ministry"
    r"|Minister|Governments?|States of|Republic"
    r"|Initiative|Forum|Force|Unit|Division|High Commissioner)\b[^,]* (?:of|for|on|against|to)\b[^,]*$"
    r"|^(?:the )?Governments? of .*$"
)
_HEAD_END = re.compile(
    r" (?:of|for|in|on|at|from|with|that|which|within|under|to|involved|concerned|and|or|having|not|are"
    r"|is|who|by)\b|,"
)
_BY = re.compile(r"\bby (?P<who>.+)$")
_OWNED = re.compile(r"(?:the )?(?P<who>[A-Z][^,]*?)[’'](?:s\b)? (?:[\w-]+ )*?(?P<head>[\w-]+)$")
_THING_BY = re.compile(
    r"(?:(?!(?:in|on|for|to|of)\b)[a-z][\w-]+,? (?:and )?){0,4}?(?:(?!(?:institution|organization"
    r"|association|foundation|mission"
    r"|commission)s?\b)[a-z]+(?:tion|sion|ment|ance|ence|ing)"
    r"|reviews?|updates?|reports?|briefings?|withdrawal|release)(?: of [^,;]{3,80}?)?(?: by (?P<who>(?:the"
    r" )?[A-Z].*)| of [a-z].*)$"
)  # an act that is asked for, and who does it
_SHORT = re.compile(r" \([^()]{1,50}\)")
_HEADS = re.compile(r"\b(?:heads|chiefs|secretariats|leaders|members|representatives) of\b")
_THOSE = re.compile(
    r"(?:^|, |,? and )(?:all )?(?:those|anyone) (?:who|with|in|that|responsible|concerned)\b[^,;]*"
)
_FAMILY = re.compile(r"\b(?:funds|programmes|agencies|organs|bodies|organizations|entities|offices)$")
_FAMILY_TOO = re.compile(
    r"(?:funds|programmes|agencies|organs|bodies|organizations|entities|offices)(?: of\b.*)?$"
)
_SINGULAR = re.compile(
    r"\b(?:Secretary-General|Representative|Coordinator|Envoy|President|Director|High Commissioner"
    r"|Rapporteur|Expert)\b"
)

_TITLE_NAME = re.compile(r"(?:the )?[A-Z][\w-]*(?:(?: (?:of|for|to|on|and|the|in))* [A-Z][\w-]*)*")
_TITLED = re.compile(
    r"\b(?:Secretary-General|Prime Minister|President|(?:Deputy )?Special (?:Representative|Envoy|Adviser"
    r"|Rapporteur|Coordinator)(?: of the Secretary-General)?"
    r"|High (?:Commissioner|Representative)|(?:Executive )?Director(?: General)?|Prosecutor|Emergency"
    r" Relief Coordinator|Chair(?:man|person)?)\b"
)
_FIELD = re.compile(
    r"\b[A-Z][a-z]+(?:tion|ment|ance|ence|ing|sion|ity)$"
)  # “Coordination and Resource Group”
_ONE_PLACE = re.compile(
    r"\b(?:Latin America and the Caribbean|Asia and the Pacific|Bosnia and Herzegovina|Trinidad and Tobago"
    r"|Antigua and Barbuda|Sao Tome and Principe|Saint Kitts and Nevis|Saint Vincent and the Grenadines"
    r"|Serbia and Montenegro|Great Britain and Northern Ireland|Wallis and Futuna|Turks and Caicos)\b"
)
_ACRONYM = re.compile(r"(?:the )?[A-Z][A-Za-z-]*[A-Z]{2,}\b")
_GERUND = re.compile(r"[a-z]+ing\b")


_NO_NAMES = {"the", "all", "such", "these", "those", "both", "any"}


def names(phrase: str) -> Iterator[str]:
    """Yield the names in a phrase, what qualifies them left out as far as the words tell."""
    phrase = _SHORT.sub("", phrase)
    if those := _THOSE.search(phrase):
        yield from names(phrase[: those.start()].strip(" ,"))
        yield those[0].strip(" ,").removeprefix("and ").removeprefix("all ")
        return
    if phrase.strip() in {"that", "which", "they", "he", "she", "it", "there"}:
        return
    aside = _ASIDE.search(phrase)
    kept = phrase[: aside.start()] if aside and aside.start() > len("all") else phrase
    kept = _acted_by(kept)
    for part in _parts(kept) if kept else ():
        name = _LEAD.sub("", part.strip(" ,:“”")).strip()
        known = name and (not name[0].isdigit() or re.match(r"\d{4} Committee", name))
        if known and not name.endswith(" yet") and len(name) > 1 and name.lower() not in _NO_NAMES:
            yield name
    if aside and kept:
        yield from _after_aside(phrase[aside.start() :])


def _after_aside(rest: str) -> Iterator[str]:
    """Yield who is named after an aside: “, as well as the Office” once the aside has ended."""
    found = re.search(
        r",? as well as (?:to |upon |on )?(?P<who>(?:the |all |other |relevant )?[\w‑’ -]+.*)$", rest
    )
    if found and not re.match(r"(?:through|by|in|for|with|of)\b", found["who"]):
        yield from (name for name in names(found["who"]) if is_actor(name) or name[:1].isupper())


def _acted_by(phrase: str) -> str:
    """Return who acts where an action is what is encouraged: “efforts by all States” → “all States”."""
    bare = _LEAD.sub("", phrase).strip(" ,")
    if _GERUND.match(phrase.strip(" ,")) and not is_actor(bare):  # “encourages exploring ways” asks nobody
        return ""
    thing = _THING_BY.match(bare)
    if thing:
        return thing["who"] or ""
    owned = _OWNED.match(bare)
    if owned and _ACTION.search(owned["head"]):
        return owned["who"]
    head = _HEAD_END.split(bare, maxsplit=1)[0].split(" ")[-1]
    if not bare or bare[0].isupper() or _IS_ACTOR.match(head) or not _ACTION.search(head):
        return phrase
    found = _BY.search(bare)
    return found["who"] if found else ""


def is_actor(name: str) -> bool:
    """Tell whether the head of a phrase names somebody who can act."""
    bare = _LEAD.sub("", name)
    head = _HEAD_END.split(bare, maxsplit=1)[0].split(" ")[-1].strip(" ,’”“")
    if _ADJECTIVES.match(head) and not _IS_ACTOR.match(head) and (more := _JOINT.search(bare)):
        return is_actor(bare[more.end() :])
    return bool(_IS_ACTOR.match(head))


def _parts(phrase: str) -> list[str]:
    """Split a list at the commas and conjunctions that part names, and at no other."""
    pieces = [piece for piece in _pieces(phrase) if piece[1].strip(" ,")]
    found: list[str] = []
    for joint, piece in pieces:
        if found and not _parts_names(found[-1], joint, piece):
            found[-1] += joint + piece
        elif not (found and "," in joint and _APPOSITION.match(piece)):
            found.append(piece)
    return found


def _pieces(phrase: str) -> list[tuple[str, str]]:
    out, at, joint = [], 0, ""
    for match in _JOINT.finditer(phrase):
        out.append((joint, phrase[at : match.start()]))
        joint, at = match[0], match.end()
    return [*out, (joint, phrase[at:])]


def _parts_names(left: str, joint: str, right: str) -> bool:
    """Tell whether a joint parts two names: the left is whole, and the right begins another."""
    bare = _LEAD.sub("", left).strip()
    if re.match(r"(?:the )?Governments? of\b", left) and " and" in joint and is_actor(right):
        return True
    if _one_name(left, bare, joint, right):
        return False
    if "as well as" in joint or "with" in joint or _DETERMINED.match(right) or _ACRONYM.match(right):
        return True
    if right[:1].isupper():
        return not (_OPEN_NAME.search(left) and " and" in joint) and (
            "," in joint or not re.search(r"\b(?:of|for|on) [A-Z]\w+$", left)
        )
    return is_actor(right) or bool(_ADJECTIVES.match(right.split(" ", maxsplit=1)[0]))


def _one_name(left: str, bare: str, joint: str, right: str) -> bool:
    """Tell whether both sides of a joint make one name: a place, an adjective that waits for its noun, a family."""
    last = bare.rsplit(" ", maxsplit=1)[-1]
    place = _ONE_PLACE.search(f"{left}{joint}{right}") and not _ONE_PLACE.search(left)
    waiting = last.endswith("-") or (
        _ADJECTIVES.match(last) and not _IS_ACTOR.match(last)
    )  # “troop- and police-contributing”
    field = (
        _FIELD.search(bare) and not _IS_ACTOR.match(last) and right[:1].isupper() and joint.strip() == "and"
    )
    return bool(place or waiting or field or _one_of_a_family(left, bare, joint, right))


def _one_of_a_family(left: str, bare: str, joint: str, right: str) -> bool:
    """Tell whether what follows belongs to the name before: “the heads of X and Y”, “funds and programmes”."""
    heads = (
        _HEADS.search(left) and " and" in joint and not right[:1].isupper() and not right.startswith("the ")
    )
    family = _FAMILY.search(bare) and _FAMILY_TOO.match(right)
    alone = (
        " " not in bare
        and bare[:1].isupper()
        and bare not in {"States", "Governments", "Parties"}
        and not _DETERMINED.match(right)
    )
    title = alone and is_actor(right) and " and" in joint
    return bool(heads or family or title)


def antecedent(before: str, pronoun: str) -> str:
    """Return the words a pronoun stands for: the last phrase before it that names those who can act."""
    one = pronoun in {"him", "her"}
    best = ""
    for start in re.finditer(
        r"\b(?:to|by|of|from|between|that|[Cc]ommends|[Cc]ongratulates|[Tt]hanks|[Ww]elcomes|[Ss]upports"
        r"|Mr\. [\w. ]+? as|as) (?=(?:the |all |both )?[\w])",
        before,
    ):
        phrase = _phrase(before[start.end() :])
        fits = _SINGULAR.search(phrase) if one else is_actor(phrase) and not _SINGULAR.search(phrase)
        if fits and not best.endswith(phrase):
            best = phrase
    if not one:
        return best
    titles = _TITLED.findall(before)
    held = _TITLE_NAME.match(best)  # “the Secretary-General continue his efforts” names him up to the verb
    return held[0] if held else titles[-1] if titles else best


def _phrase(words: str) -> str:
    """Return a list of names from its beginning, up to where it ends."""
    end = re.search(
        r",? (?:which|who|whose|that|towards|to|in|as|at|with|upon|including|so|has|have|are|is)\b|[.;]"
        r"|,? and (?:\w+s|"
        r"in this regard)\b(?= them\b| him\b| it\b|,)|,? and $",
        words,
    )
    return words[: end.start()] if end else words
