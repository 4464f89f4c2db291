"""The log as a folder of tiles, c2sp.org/tlog-tiles: `checkpoint`, `tile/<level>/<n>`, `tile/entries/<n>`.

The folder can be served by any web server or carried on a stick; any tool that reads tlog-tiles verifies it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from maslahat.core import Fault, InputError
from maslahat.core.canonical import write_text
from maslahat.exchange.log import merkle
from maslahat.exchange.log.note import Checkpoint, read_checkpoint
from maslahat.exchange.reasons import said

WIDTH = 256
HASH_BYTES = 32
LEVELS_A_TILE = 8


def tile_path(level: int | str, number: int, width: int = WIDTH) -> str:
    """Return the path of a tile; `level` is a number or `entries`, numbers are grouped by three digits."""
    groups = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        groups.insert(0, f"x{number % 1000:03d}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(groups)}{partial}"


def write_tiles(folder: Path, entries: Sequence[bytes], checkpoint: Checkpoint) -> None:
    """Write entries, hash tiles and the checkpoint. Full tiles that are there already are left alone.

    Stopped at any moment, the folder holds all that the checkpoint in it speaks of: new tiles first, then the
    checkpoint, then what is no longer needed goes.
    """
    written: list[Path] = []
    hashes = [merkle.leaf_hash(entry) for entry in entries]
    for number, width in _tiles(len(entries)):
        chunk = entries[number * WIDTH : number * WIDTH + width]
        written.append(folder / tile_path("entries", number, width))
        _put(written[-1], b"".join(_framed(entry) for entry in chunk))
    level = 0
    while hashes:
        for number, width in _tiles(len(hashes)):
            written.append(folder / tile_path(level, number, width))
            _put(written[-1], b"".join(hashes[number * WIDTH : number * WIDTH + width]))
        hashes = [_subtree(hashes[k : k + WIDTH]) for k in range(0, len(hashes) - WIDTH + 1, WIDTH)]
        level += 1
    write_text(folder / "checkpoint", checkpoint.text())
    for path in written:
        _prune(path)


def read_entries(folder: Path, size: int) -> list[bytes]:
    """Return the first `size` entries from the entry bundles; raise InputError where one is missing or
    damaged."""
    entries: list[bytes] = []
    for number, width in _tiles(size):
        path = folder / tile_path("entries", number, width)
        try:
            bundle = path.read_bytes()
        except OSError:
            raise InputError(
                Fault(str(path), "no such file", f"the bundle of entries {number * WIDTH} …")
            ) from None
        entries += list(_unframed(bundle, path, width))
    return entries


def read_head(folder: Path) -> Checkpoint:
    """Return the checkpoint of a folder of tiles."""
    path = folder / "checkpoint"
    try:
        return read_checkpoint(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Fault(str(path), said(error), "a C2SP checkpoint")) from None


class TileTree:
    """Reads complete subtrees out of the hash tiles of a folder."""

    def __init__(self, folder: Path, size: int) -> None:
        """Take a folder of tiles that holds a tree of `size` leaves."""
        self._folder, self._size = folder, size
        self._cache: dict[tuple[int, int], bytes] = {}

    def read(self, level: int, position: int) -> bytes:
        """Return the hash of a complete subtree of 2**level leaves."""
        tile_level, inside = divmod(level, LEVELS_A_TILE)
        first = position << inside
        tile = self._tile(tile_level, first // WIDTH)
        start = (first % WIDTH) * HASH_BYTES
        hashes = [tile[k : k + HASH_BYTES] for k in range(start, start + (HASH_BYTES << inside), HASH_BYTES)]
        return _subtree(hashes)

    def _tile(self, level: int, number: int) -> bytes:
        if (level, number) not in self._cache:
            count = self._size >> (LEVELS_A_TILE * level)
            width = min(WIDTH, count - number * WIDTH)
            path = self._folder / tile_path(level, number, width)
            try:
                data = path.read_bytes()
            except OSError:
                raise InputError(Fault(str(path), "no such file", "a hash tile")) from None
            if len(data) != width * HASH_BYTES:
                raise InputError(Fault(str(path), f"{len(data)} bytes", f"{width * HASH_BYTES} bytes"))
            self._cache[level, number] = data
        return self._cache[level, number]


def _tiles(count: int) -> Iterator[tuple[int, int]]:
    for number in range((count + WIDTH - 1) // WIDTH):
        yield number, min(WIDTH, count - number * WIDTH)


def _subtree(hashes: Sequence[bytes]) -> bytes:
    row = list(hashes)
    while len(row) > 1:
        row = [merkle.node_hash(row[k], row[k + 1]) for k in range(0, len(row), 2)]
    return row[0]


def _framed(entry: bytes) -> bytes:
    return len(entry).to_bytes(2, "big") + entry


def _unframed(bundle: bytes, path: Path, width: int) -> Iterator[bytes]:
    place = 0
    for _ in range(width):
        length = int.from_bytes(bundle[place : place + 2], "big")
        entry = bundle[place + 2 : place + 2 + length]
        if place + 2 > len(bundle) or len(entry) != length:
            raise InputError(Fault(str(path), f"{len(bundle)} bytes", f"{width} entries with their lengths"))
        yield entry
        place += 2 + length
    if place != len(bundle):
        raise InputError(Fault(str(path), f"{len(bundle) - place} bytes too many", f"{width} entries"))


def _put(path: Path, data: bytes) -> None:
    if not (path.exists() and path.stat().st_size == len(data) and path.read_bytes() == data):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(data)
        part.replace(path)


def _prune(path: Path) -> None:
    """Remove narrower versions of a tile (the specification allows it), so that every file there is
    checked."""
    partials = path.parent if path.parent.name.endswith(".p") else path.with_name(path.name + ".p")
    if partials.is_dir():
        for old in partials.iterdir():
            if old != path:
                old.unlink()
        if path.parent != partials:
            partials.rmdir()
