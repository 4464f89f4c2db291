"""What went wrong with a file or a line, in words for a person: no numbers of errors, no names of classes (§12)."""

from __future__ import annotations


def said(error: Exception) -> str:
    """Return the reason of an error as the system words it, `no such file or directory`."""
    if isinstance(error, UnicodeDecodeError):
        return "bytes that are no text"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.strerror:
        # The library for TLS puts its own file and line behind the reason.
        return error.strerror.partition(" (_ssl")[0].lower()
    return str(error) or type(error).__name__
