"""The draft protocol: a package as numbered articles of an agreement (DESIGN §10).

Takes an `OptionsResult` and one of its packages; gives back a `maslahat.text.Document`, ready to be
written in any format that package knows.
"""

from maslahat.brief.draft.articles import protocol

__all__ = ["protocol"]
