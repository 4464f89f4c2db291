"""The masthead of an official document as a page gives it: two columns on one line (DESIGN §10).

`United Nations          A/RES/77/273` over `General Assembly        Distr.: General`: the text of a PDF has house and
symbol, organ and distribution on one line each.
"""

from __future__ import annotations

import re

from maslahat.text.document import Organ
from maslahat.text.words import (
    AGENDA,
    COMMITTEE,
    DISTRIBUTION,
    ISSUED,
    ORIGINAL,
    PROVISIONAL,
    SESSION,
    SYMBOL,
)

_HOUSES = (
    "United Nations",
    "Nations Unies",
    "Организация Объединенных Наций",
    "Naciones Unidas",
    "الأمــم المتحـدة",
    "الأمم المتحدة",
    "联合国",
)
_HOUSE_LINES = {
    *_HOUSES,
    *(word for house in _HOUSES for word in house.split()),
}  # a narrow column breaks the name
HOUSE = re.compile(rf"^(?:{'|'.join(sorted(_HOUSE_LINES, key=len, reverse=True))})$")
ORGAN_NAMES = {
    "General Assembly": Organ.GENERAL_ASSEMBLY,
    "Генеральная Ассамблея": Organ.GENERAL_ASSEMBLY,
    "Assemblée générale": Organ.GENERAL_ASSEMBLY,
    "Asamblea General": Organ.GENERAL_ASSEMBLY,
    "الجمعية العامة": Organ.GENERAL_ASSEMBLY,
    "大会": Organ.GENERAL_ASSEMBLY,
    "Security Council": Organ.SECURITY_COUNCIL,
    "Совет Безопасности": Organ.SECURITY_COUNCIL,
    "Conseil de sécurité": Organ.SECURITY_COUNCIL,
    "Consejo de Seguridad": Organ.SECURITY_COUNCIL,
    "Economic and Social Council": Organ.ECOSOC,
    "Экономический и Социальный Совет": Organ.ECOSOC,
}
_LEFT = tuple(sorted({*_HOUSE_LINES, *ORGAN_NAMES}, key=len, reverse=True))
_FIELDS = (SYMBOL, DISTRIBUTION, ISSUED, ORIGINAL, PROVISIONAL, SESSION, COMMITTEE, AGENDA, HOUSE)
_RIGHT = (SYMBOL, DISTRIBUTION, ISSUED, ORIGINAL, PROVISIONAL)


def columns(line: str) -> tuple[str, ...]:
    """Return the columns of a line of the masthead, white space of the line being single; else the line alone.

    `("United Nations", "A/RES/77/273")` of `United Nations A/RES/77/273`.
    """
    if not line.startswith(_LEFT):
        return (line,)
    left = next(name for name in _LEFT if line.startswith(name))
    right = line[len(left) :]
    if right[:1] == " " and any(pattern.match(right[1:]) for pattern in _RIGHT):
        return left, right[1:]
    return (line,)


def is_field(line: str) -> bool:
    """Tell whether a line of a cover is one field and all of it."""
    return line in ORGAN_NAMES or any(pattern.match(line) for pattern in _FIELDS)


def named_organ(text: str) -> Organ:
    """Return the organ that a line names, as an enacting formula does."""
    return next((organ for name, organ in ORGAN_NAMES.items() if name in text), Organ.OTHER)
