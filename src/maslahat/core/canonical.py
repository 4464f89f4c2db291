"""JSON that comes out the same, byte for byte, for the same values (DESIGN §4)."""

from __future__ import annotations

import hashlib
import json
import math
import secrets
from pathlib import Path
from typing import Any

SIGNIFICANT_DIGITS = 12


def rounded(value: Any, digits: int = SIGNIFICANT_DIGITS) -> Any:
    """Return `value` with every float cut to `digits` significant digits, through lists, tuples and dicts.

    Negative zero becomes zero. A float that is not finite raises ValueError: JSON has no word for it.
    """
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, dict):
        return {str(key): rounded(item, digits) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item, digits) for item in value]
    if hasattr(value, "tolist"):
        return rounded(value.tolist(), digits)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{number} cannot be written as JSON")
    return float(f"{number:.{digits}g}") + 0.0


def dumps(value: Any) -> str:
    """Return canonical JSON: keys in the order given, floats rounded, one line, a newline at the end."""
    return document_text(rounded(value))


def document_text(document: Any) -> str:
    """Return a document whose floats are rounded already as it is saved: what `dumps` gives for it, at once."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON with sorted keys, as `sha256:…`."""
    text = json.dumps(rounded(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def write_json(path: Path, value: Any) -> None:
    """Write canonical JSON to `path` whole or not at all."""
    write_text(path, dumps(value))


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path` in UTF-8, whole or not at all."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path` whole or not at all: a new file beside it, then a rename.

    Its name is settled before it is made, so that a break at any moment finds it to take away.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
        beside.chmod(0o644)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
