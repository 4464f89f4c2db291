"""The Merkle tree of RFC 6962 / RFC 9162 section 2: hashes, roots, inclusion and consistency proofs.

A tree is read through `Read`: (level, index) -> the hash of a complete subtree of 2**level leaves. Nothing
here
knows where the hashes are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

Read = Callable[[int, int], bytes]
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return SHA-256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grown(size: int, leaves: Sequence[bytes], read: Read) -> list[tuple[int, int, bytes]]:
    """Return the complete subtrees (level, index, hash) that `leaves` (leaf hashes) add to a tree of
    `size`."""
    rows: list[tuple[int, int, bytes]] = []
    level, first, hashes = 0, size, list(leaves)
    while hashes:
        rows += [(level, first + k, value) for k, value in enumerate(hashes)]
        if first % 2:
            first, hashes = first - 1, [read(level, first - 1), *hashes]
        pairs = zip(hashes[::2], hashes[1::2], strict=False)
        hashes = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs]
        level, first = level + 1, first // 2
    return rows


def root(size: int, read: Read) -> bytes:
    """Return the root of the first `size` leaves."""
    return EMPTY_ROOT if size == 0 else _range(0, size, read)


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree of `size` leaves (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    path, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_range(middle, high, read))
            high = middle
        else:
            path.append(_range(low, middle, read))
            low = middle
    return path[::-1]


def consistency_proof(old: int, size: int, read: Read) -> list[bytes]:
    """Return the proof that the tree of `old` leaves is a prefix of that of `size` (RFC 9162, 2.1.4.1)."""
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {old} is not older than one of {size}")
    if old in (0, size):
        return []
    return _subproof(old, 0, size, True, read)


def verify_inclusion(
    entry_hash: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes
) -> bool:
    """Check an audit path (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    number, last, value = index, size - 1, entry_hash
    for step in proof:
        if last == 0:
            return False
        if number % 2 or number == last:
            value = node_hash(step, value)
            while number % 2 == 0 and number:
                number, last = number >> 1, last >> 1
        else:
            value = node_hash(value, step)
        number, last = number >> 1, last >> 1
    return last == 0 and value == expected


def verify_consistency(old: int, size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Check a consistency proof (RFC 9162, 2.1.4.2)."""
    if old == size:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    if old > size or old < 0 or not proof:
        return False
    return _fold_consistency(old, size, list(proof), old_root) == (old_root, new_root)


def _fold_consistency(old: int, size: int, proof: list[bytes], old_root: bytes) -> tuple[bytes, bytes] | None:
    """Return the two roots that the proof leads to, or None where its length is wrong."""
    if old & (old - 1) == 0:
        proof.insert(0, old_root)
    number, last = old - 1, size - 1
    while number % 2:
        number, last = number >> 1, last >> 1
    before = after = proof[0]
    for step in proof[1:]:
        if last == 0:
            return None
        if number % 2 or number == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while number % 2 == 0 and number:
                number, last = number >> 1, last >> 1
        else:
            after = node_hash(after, step)
        number, last = number >> 1, last >> 1
    return (before, after) if last == 0 else None


def _subproof(old: int, low: int, high: int, whole: bool, read: Read) -> list[bytes]:
    if old == high - low:
        return [] if whole else [_range(low, high, read)]
    split = _split(high - low)
    if old <= split:
        return [*_subproof(old, low, low + split, whole, read), _range(low + split, high, read)]
    return [*_subproof(old - split, low + split, high, False, read), _range(low, low + split, read)]


def _split(count: int) -> int:
    """Return the largest power of two smaller than `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _range(low: int, high: int, read: Read) -> bytes:
    """Return the hash over leaves low … high-1, `low` being aligned as the recursion of RFC 9162 makes it."""
    parts: Iterable[bytes] = reversed(_complete(low, high, read))
    value: bytes | None = None
    for part in parts:
        value = part if value is None else node_hash(part, value)
    assert value is not None
    return value


def _complete(low: int, high: int, read: Read) -> list[bytes]:
    """Return the complete subtrees that cover low … high-1, left to right, falling in size."""
    out = []
    while low < high:
        level = (high - low).bit_length() - 1
        out.append(read(level, low >> level))
        low += 1 << level
    return out
