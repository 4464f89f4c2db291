"""Figures of the exchange against what is known (see docs/exchange.md): user CPU seconds, one core.

    python benchmarks/exchange.py [log|match|links|stix FILE [PYTHON-WITH-STIX2]]

Known figures: pymerkle 8.5 ms an append on SQLite; openmined-psi alone 7.9 s for 10,000 × 10,000 and 22.4
s for
1,000 × 100,000; stix2 1.56 ms an object.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from maslahat.exchange.desk import Desk
from maslahat.exchange.formats.stix import read_bundle, write_bundle
from maslahat.exchange.keys import Secret
from maslahat.exchange.log import LogBook
from maslahat.exchange.log.merkle import leaf_hash, verify_inclusion
from maslahat.exchange.matching import psi
from maslahat.exchange.node import create
from maslahat.exchange.policy import Principal


def timed(what: Callable[[], Any]) -> tuple[Any, float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    result = what()
    return result, time.process_time() - cpu, time.perf_counter() - wall


def bench_log(count: int = 1_000_000, batch: int = 10_000) -> None:

    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(Path(folder) / "log.db", isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        book = LogBook(db)

        raw = rng.bytes(32 * count)  # made beforehand: what is measured is the log
        entries = [raw[k : k + 32] for k in range(0, len(raw), 32)]

        def append() -> None:
            for start in range(0, count, batch):
                db.execute("BEGIN")
                book.append(entries[start : start + batch])
                db.execute("COMMIT")

        _, cpu, wall = timed(append)
        print(
            f"log: {count / cpu:,.0f} entries a CPU second, {count / wall:,.0f} a second, {count:,} entries in "
            f"batches of {batch:,}, each on the disk (fsync) before the next"
        )
        root, places = book.root(), rng.integers(count, size=1000)
        proofs, cpu, _ = timed(lambda: [book.inclusion(int(k), count) for k in places])
        print(f"log: {cpu / len(places) * 1e3:.3f} ms a proof at {count:,} entries")
        good = (
            verify_inclusion(leaf_hash(book.entry(int(k))), int(k), count, p, root)
            for k, p in zip(places, proofs, strict=True)
        )
        print(f"log: {sum(good)} of {len(places)} proofs verified")


def bench_match() -> None:

    for asked, held in ((10_000, 10_000), (1_000, 100_000)):
        mine = [f"phone:{k}" for k in range(asked)]
        prepared, setup_cpu, _ = timed(
            lambda held=held, asked=asked: psi.prepare([f"phone:{k + asked // 2}" for k in range(held)])
        )
        question, first, _ = timed(lambda mine=mine: psi.query(mine, reveal=False))
        response, second, _ = timed(lambda p=prepared, q=question: psi.answer(p.key, q.request, reveal=False))
        size, third, _ = timed(lambda p=prepared, q=question, r=response: psi.size(q.key, p.setup, r))
        wire = (len(prepared.setup) + len(question.request) + len(response)) * 4 / 3  # base64 of the envelope
        online = first + second + third
        _, alone, wall = timed(lambda mine=mine, a=asked, h=held: psi_alone(mine, a, h))
        print(
            f"match {asked:,} × {held:,}: {size:,} in common; set prepared once {setup_cpu:.2f} s; "
            f"question {online:.2f} s"
        )
        print(
            f"  all on one core {setup_cpu + online:.2f} s; {wire / (asked + held):.1f} bytes an element "
            f"on the wire"
        )
        print(
            f"  openmined-psi alone, the set made for each question: {alone:.2f} s ({wall:.2f} s by the wall), "
            f"{alone / online:.1f} times our question"
        )


def psi_alone(mine: list[str], asked: int, held: int) -> int:
    """The library as its own example uses it."""
    library = psi._library()
    server, client = library.server.CreateWithNewKey(True), library.client.CreateWithNewKey(True)
    theirs = [f"phone:{k + asked // 2}" for k in range(held)]
    setup = server.CreateSetupMessage(1e-9, asked, theirs, library.DataStructure.GCS)
    response = server.ProcessRequest(client.CreateRequest(mine))
    return len(client.GetIntersection(setup, response))


def bench_links(attributes: int = 1_700_000, each: int = 10) -> None:
    # Common values repeat within a record: about 1.3 million different ones are left.

    rng = np.random.default_rng(2)
    with tempfile.TemporaryDirectory() as folder:
        node = create(Path(folder) / "n", "KAZ", "Kazakhstan", Secret(key=bytes(32)))
        node.add_person(Principal("o", "KAZ", "", "officer", 3, 1, frozenset(), frozenset({"w"})))
        desk = Desk(node, "o", "w")
        ranks = np.minimum(rng.zipf(1.3, attributes), 10**9)

        def fill() -> None:
            with node.change():
                db = node.store.db
                for k in range(attributes // each):
                    name = node.fresh_id()
                    db.execute(
                        "INSERT INTO objects VALUES (?,'KAZ',0,?,'active',1,'H0','amber','clear','d')",
                        (name, 2**40),
                    )
                    db.execute("INSERT INTO object_values VALUES (?,'purposes','w')", (name,))
                    words = {
                        (node.store.word(f"phone:99655{int(r) % 10**7:07d}"), name)
                        for r in ranks[k * each : (k + 1) * each]
                    }
                    db.executemany("INSERT OR IGNORE INTO values_held VALUES (?,?)", words)

        _, cpu, _ = timed(fill)
        mine = [
            desk.create("person", {"name": "x", "phone": f"+99655{int(r) % 10**7:07d}"}) for r in ranks[:20]
        ]
        names = [desk.create("phone", {"number": f"99655{int(r) % 10**7:07d}"}) for r in ranks[:200]]
        took = [timed(lambda n=n: desk.correlations(n))[1:] for n in [*mine, *names]]
        rows = node.store.db.execute("SELECT count(*) FROM values_held").fetchone()[0]
        size = (Path(folder) / "n" / "node.db").stat().st_size / 2**20
        print(f"links: {rows:,} values in {cpu:.0f} CPU s; the whole database {size:,.0f} MiB")
        for what, times in (
            ("CPU", sorted(cpu for cpu, _ in took)),
            ("wall", sorted(wall for _, wall in took)),
        ):
            p50, p95 = (times[int(len(times) * share)] * 1e3 for share in (0.5, 0.95))
            print(f"links: look-up p50 {p50:.1f} ms, p95 {p95:.1f} ms {what}, {len(times)} of them")
        print(f"links: peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10:,.0f} MiB")


PEER = """
import sys, time
import stix2
start = time.process_time()
bundle = stix2.parse(open(sys.argv[1], encoding="utf-8").read(), allow_custom=True)
open(sys.argv[2], "w", encoding="utf-8").write(bundle.serialize())
print(time.process_time() - start)
"""


def bench_stix(path: str, peer: str = "") -> None:

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "o.json"
        bundle, read, _ = timed(lambda: read_bundle(Path(path)))
        _, written, _ = timed(lambda: write_bundle(out, bundle))
        same = sum(a == b for a, b in zip(bundle.objects, read_bundle(out).objects, strict=True))
        count = len(bundle.objects)
        whole = json.loads(Path(path).read_bytes()) == json.loads(out.read_bytes())
        print(
            f"stix: {same} of {count} round, file equal {whole}; read {read / count * 1e3:.3f} ms, written "
            f"{written / count * 1e3:.3f} ms an object"
        )
        if peer:
            words = [peer, "-c", PEER, path, str(out)]
            theirs = float(subprocess.run(words, capture_output=True, check=True, text=True).stdout)
            ratio = theirs / (read + written)
            print(
                f"stix: stix2 {theirs / count * 1e3:.3f} ms an object for the same, {ratio:.1f} times as long"
            )


if __name__ == "__main__":
    chosen = {"log": bench_log, "match": bench_match, "links": bench_links}
    words = sys.argv[1:] or list(chosen)
    if words[0] == "stix":
        bench_stix(*words[1:3])
    else:
        for word in words:
            chosen[word]()
