"""The package around a Word file: opened safely, written byte for byte the same for the same parts."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from lxml.etree import _Element

from maslahat.core import Fault, InputError
from maslahat.text.safe_xml import parse_xml

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WQ = f"{{{W}}}"
MOST_PART_BYTES = 48 * 1024 * 1024
MOST_RATIO = 200
_MEND = "Save the file again from a word processor."

_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" \
ContentType="application/xml"/>%s</Types>"""
_OVERRIDE = (
    '<Override PartName="/word/%s.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.%s+xml"/>'
)
_RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>"""
_REL = (
    '<Relationship Id="%s" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"%s/>'
)
_KINDS = {"document": "document.main"}


UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    struct.error,
    zlib.error,
)  # what a damaged package raises


def open_part(data: bytes, name: str, where: str, breaks: list[str] | None = None) -> _Element | None:
    """Return the root of one XML part of a Word file, or None where it has none.

    What had to be passed over in a part that is not well formed is added to `breaks`.
    Raises InputError for a file that is no package, is cut off, or unpacks to far more than it should.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if name not in package.namelist():
                return None
            info = package.getinfo(name)
            if (
                info.file_size > MOST_PART_BYTES
                or info.file_size > MOST_RATIO * max(info.compress_size, 1) + 2**20
            ):
                found = f"{name} that unpacks from {info.compress_size:,} to {info.file_size:,} bytes"
                raise InputError(
                    Fault(
                        where,
                        found,
                        f"at most {MOST_PART_BYTES // 2**20} MB, packed at most {MOST_RATIO} to 1",
                        _MEND,
                    )
                )
            with package.open(name) as part:
                content = part.read(MOST_PART_BYTES + 1)
    except zlib.error as error:
        raise InputError(Fault(where, f"{name} cut off or damaged", "a whole .docx file", _MEND)) from error
    except UNREADABLE as error:
        raise InputError(
            Fault(where, f"a Word file that cannot be opened ({error})", "a whole .docx file", _MEND)
        ) from error
    if len(content) > MOST_PART_BYTES:
        raise InputError(
            Fault(where, f"{name} larger than it says", f"at most {MOST_PART_BYTES // 2**20} MB", _MEND)
        )
    root, told = parse_xml(content, f"{where}: {name}")
    if breaks is not None:
        breaks += [f"{name}: {text}" for text in told]
    return root


def pack(parts: dict[str, str], links: tuple[str, ...] = ()) -> bytes:
    """Return a Word file of the parts of `word/` given by name (`document`, `styles`, `footnotes`, `header1`, …); the document
    refers to them as `rId_header1` and so on.

    `links` are addresses the document refers to as `rIdL0`, `rIdL1`, …
    """
    kinds = {name: _KINDS.get(name, name.rstrip("123")) for name in parts}
    overrides = "".join(_OVERRIDE % (name, kind) for name, kind in kinds.items())
    inner = "".join(
        _REL % (f"rId_{name}", kind, f"{name}.xml", "") for name, kind in kinds.items() if name != "document"
    )
    outside = "".join(
        _REL % (f"rIdL{n}", "hyperlink", link, ' TargetMode="External"') for n, link in enumerate(links)
    )
    files = {
        "[Content_Types].xml": _TYPES % overrides,
        "_rels/.rels": _RELS % (_REL % ("rId1", "officeDocument", "word/document.xml", "")),
        "word/_rels/document.xml.rels": _RELS % (inner + outside),
        **{f"word/{name}.xml": content for name, content in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return out.getvalue()
