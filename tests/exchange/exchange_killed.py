"""A node at work until it is killed: run by test_exchange_faults.py as a process of its own.

Each line written after a commit is a promise: what it names must be there afterwards.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from exchange_house import CONSIGNMENT, SECRET, desk

from maslahat.exchange import sharing
from maslahat.exchange.node import open_node
from maslahat.exchange.office import post_of


def work(folder: Path, promises: Path) -> None:
    post = post_of(open_node(folder, SECRET))
    officer, approver = desk(post), desk(post, "approver")
    with promises.open("a", buffering=1) as file:
        for k in itertools.count():
            one = officer.create(
                "consignment", {**CONSIGNMENT, "route": f"step {k}"}, tlp="amber", pap="green"
            )
            file.write(f"created {one}\n")
            sharing.share(post, approver, one, ["KGZ"], {"read"})
            file.write(f"shared {one}\n")
            if k % 5 == 4:
                sharing.withdraw(post, approver, one)
                file.write(f"withdrawn {one}\n")
            if k % 7 == 6:
                post.node.publish_head()


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]))
