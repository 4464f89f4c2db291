"""The head of an official document, whatever it is written as: house, distribution, title of the running head."""

from __future__ import annotations

from maslahat.text.document import Cover, Document

HOUSE = {
    "rus": "Организация Объединенных\u00a0Наций",
    "fra": "Nations Unies",
    "spa": "Naciones Unidas",
    "ara": "الأمم المتحدة",
    "zho": "联合国",
}


def masthead(doc: Document) -> bool:
    """Tell whether a document has a masthead."""
    return bool(doc.cover.symbol or doc.cover.authority)


def shortened(title: str, most: int) -> str:
    """Return a title for a running head, cut after a word where it is longer than `most` characters."""
    return title if len(title) <= most else f"{title[:most].rsplit(' ', 1)[0]} …"


def distributed(cover: Cover) -> str:
    """Return the line of distribution; in French it says the word itself: `Distr. générale`."""
    said = cover.distribution
    return said if not said or said.startswith("Distr") else f"Distr.: {said}"
