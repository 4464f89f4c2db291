"""The six official languages: their tags, the way they run, and which of them a text is in."""

from __future__ import annotations

import re

from maslahat.text.document import BlockKind, Document

LANGUAGE_TAGS = {"eng": "en", "rus": "ru", "fra": "fr", "spa": "es", "ara": "ar", "zho": "zh"}  # of the web
RIGHT_TO_LEFT = {"ara"}
RIGHT_TO_LEFT_LETTER = re.compile("[\u0590-\u08ff]")
_WORDS = (
    (
        "fra",
        re.compile(
            r"\b(?:L[’']Assemblée générale|Le Conseil (?:de sécurité|économique))|\b(?:Rappelant|Notant)\b"
        ),
    ),
    (
        "spa",
        re.compile(
            r"\b(?:La Asamblea General|El Consejo (?:de Seguridad|Económico))|\b(?:Recordando|Observando)\b"
        ),
    ),
)
_SCRIPTS = (
    ("rus", re.compile(r"[А-яЁё]")),
    ("ara", re.compile(r"[\u0600-\u06ff]")),
    ("zho", re.compile(r"[\u4e00-\u9fff]")),
)
_SAMPLE, _MOST_OF_IT = 4000, 0.3


def language_of(doc: Document) -> str:
    """Return the language of a document as `eng`, `fra`, `spa`, `rus`, `ara` or `zho`; what it says where unsure.

    Its enacting words tell it, else its script.
    """
    blocks = [block for block in doc.all_blocks() if block.kind is not BlockKind.TABLE][:30]
    words = " ".join((doc.title, *(block.text for block in blocks)))[:_SAMPLE]
    letters = sum(map(str.isalpha, words)) or 1
    for name, script in _SCRIPTS:
        if len(script.findall(words)) > _MOST_OF_IT * letters:
            return name
    return next((name for name, pattern in _WORDS if pattern.search(words)), doc.language)
