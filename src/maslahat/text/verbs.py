"""Operative verbs and how strongly each binds, from taking note to deciding.

The order is that of common drafting practice, no text of the UN lays one down: what only notes or
expresses (1–2), what welcomes (3), encourages and invites (4), calls and appeals (5), requests and urges (6),
demands (7), decides (8). French and Russian verbs take the rank of the verb they stand for in the UN's own
translations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

RANKS = {
    1: "notes|takes note|recalls|acknowledges|considers|observes|is aware|takes into account",
    2: "recognizes|recognises|affirms|reaffirms|reiterates|stresses|emphasizes|emphasises|underlines"
    "|underscores|highlights"
    "|expresses|regrets|deplores|condemns|remains seized|remains actively seized|confirms",
    3: "welcomes|commends|appreciates|congratulates|supports|endorses|pays tribute|looks forward|applauds",
    4: "encourages|invites|suggests|proposes",
    5: "appeals|calls upon|calls for|calls on|exhorts|recommends",
    6: "requests|urges|asks|reminds",
    7: "demands|insists|directs|instructs|requires",
    8: "decides|resolves|authorizes|authorises|establishes|approves|adopts|declares|proclaims|"
    "appropriates|renews"
    "|determines|extends|mandates|agrees|undertakes",
}
FOREIGN_RANKS = {
    1: "note|prend note|prend acte|rappelle|considère|constate|отмечает|принимает к сведению|напоминает"
    "|учитывает",
    2: "reconnaît|affirme|réaffirme|réitère|souligne|insiste sur|exprime|regrette|déplore|condamne|reste"
    " saisi|demeure saisi"
    "|признает|подтверждает|вновь подтверждает|подчеркивает|выражает|осуждает|сожалеет|особо отмечает",
    3: "se félicite|accueille avec satisfaction|salue|félicite|appuie|soutient|fait sien|fait siennes"
    "|rend hommage"
    "|приветствует|одобряет|поддерживает|дает высокую оценку|с удовлетворением отмечает",
    4: "encourage|invite|suggère|propose|предлагает|приглашает|поощряет|рекомендует рассмотреть",
    5: "engage|appelle|lance un appel|recommande|призывает|обращается с призывом|рекомендует",
    6: "prie|demande|exhorte|просит|настоятельно призывает",
    7: "exige|charge|требует|поручает",
    8: "décide|autorise|établit|approuve|adopte|déclare|proclame|proroge|постановляет|объявляет"
    "|провозглашает|утверждает"
    "|учреждает|уполномочивает|принимает решение",
}
# What blames has an order of its own, the mildest first; it is no measure against what asks or praises.
REPROACHES = (
    *("regrets", "deplores", "condemns"),
    *("regrette", "déplore", "condamne"),
    *("сожалеет", "осуждает"),
)
_RANK = {
    verb: rank
    for ranks in (RANKS, FOREIGN_RANKS)
    for rank, verbs in ranks.items()
    for verb in verbs.split("|")
}
_ADVERB = (
    r"(?:also|further|strongly|once again|again|deeply|firmly|urgently|solemnly|earnestly|"
    r"categorically|fully|également|aussi|de nouveau|instamment|vivement|en outre|également|также|вновь"
    r"|далее|решительно)"
)
VERB = re.compile(
    rf"^[“«\"]?\s*(?P<words>(?:{_ADVERB} )*(?P<verb>"
    rf"{'|'.join(sorted(_RANK, key=len, reverse=True))})(?: {_ADVERB})*)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Strength:
    """A verb as printed, the verb alone, and its rank from 1 (notes) to 8 (decides)."""

    words: str
    verb: str
    rank: float


def strength(text: str) -> Strength | None:
    """Return the opening verb of an operative paragraph, or None. “Strongly” counts half a rank more."""
    found = VERB.match(text)
    if not found:
        return None
    verb = found["verb"].lower()
    more = (
        0.5
        if re.search(
            r"\b(?:strongly|urgently|earnestly|categorically|instamment|vivement|решительно)\b",
            found["words"],
            re.I,
        )
        else 0.0
    )
    return Strength(found["words"], verb, _RANK[verb] + more)
