"""Nodes as processes, each in a network namespace of its own, on a bridge in a namespace beside them (Linux, root).

Nothing outside the namespaces made here is touched: both ends of every line lie in one of them.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from exchange_house import SECRET

from maslahat.core import InputError
from maslahat.exchange import wire
from maslahat.exchange.node import open_node
from maslahat.exchange.office import post_of
from maslahat.exchange.post import Post

PORT = 8443
CLONE_NEWNET = 0x40000000
PATIENCE_SECONDS = 1  # a partner that is cut off is given up after this


class NotPermitted(Exception):
    """Namespaces cannot be made here, and why."""


class Net:
    """Namespaces on one bridge, `10.77.0.N` each; a line can be cut and healed."""

    def __init__(self, names: list[str]) -> None:
        self.names, self.prefix = names, f"maslahat{os.getpid()}-"
        self.switch = self.prefix + "switch"

    def __enter__(self) -> Net:
        if os.name != "posix" or os.geteuid() != 0 or shutil.which("ip") is None:
            raise NotPermitted("network namespaces need Linux, root and iproute2")
        try:
            self._make()
        except subprocess.CalledProcessError as error:
            self.__exit__()
            raise NotPermitted(f"{' '.join(error.cmd)}: {error.stderr.strip()}") from None
        return self

    def __exit__(self, *_: object) -> None:
        for name in [*map(self.space, self.names), self.switch]:
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)

    def space(self, name: str) -> str:
        return self.prefix + name

    def address(self, name: str) -> str:
        return f"10.77.0.{self.names.index(name) + 1}"

    def cut(self, name: str) -> None:
        _ip("-n", self.switch, "link", "set", f"v{name}", "down")

    def heal(self, name: str) -> None:
        _ip("-n", self.switch, "link", "set", f"v{name}", "up")

    def enter(self, name: str) -> None:
        """Move this process into a namespace."""
        libc = ctypes.CDLL(None, use_errno=True)
        with Path("/run/netns", self.space(name)).open() as file:
            if libc.setns(file.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns")

    def _make(self) -> None:
        _ip("netns", "add", self.switch)
        _ip("-n", self.switch, "link", "add", "br0", "type", "bridge")
        _ip("-n", self.switch, "link", "set", "br0", "up")
        for name in self.names:
            space, line = self.space(name), f"v{name}"
            _ip("netns", "add", space)
            _ip(
                "-n", self.switch, "link", "add", line, "type", "veth", "peer", "name", "eth0", "netns", space
            )
            _ip("-n", self.switch, "link", "set", line, "master", "br0", "up")
            _ip("-n", space, "addr", "add", f"{self.address(name)}/24", "dev", "eth0")
            _ip("-n", space, "link", "set", "eth0", "up")


class Far:
    """A node in another process. `do` runs a function there with its post and returns what it gives."""

    def __init__(self, net: Net, party: str, folder: Path) -> None:
        fork = multiprocessing.get_context("fork")
        self._line, theirs = fork.Pipe()
        self.party = party
        self._process = fork.Process(target=_live, args=(net, party, folder, theirs), daemon=True)
        self._process.start()
        self._line.recv()

    def do(self, what: Callable[..., Any], *rest: Any) -> Any:
        self._line.send((what, rest))
        done, value = self._line.recv()
        if not done:
            raise AssertionError(f"{self.party}: {value}")
        return value

    def stop(self) -> None:
        self._line.send(None)
        self._process.join(10)
        if self._process.is_alive():
            self._process.kill()


@contextmanager
def living(net: Net, folders: dict[str, Path]) -> Iterator[dict[str, Far]]:
    """Start a node in each namespace; stop them all."""
    found: dict[str, Far] = {}
    try:
        for party, folder in folders.items():
            found[party] = Far(net, party, folder)
        yield found
    finally:
        for one in found.values():
            one.stop()


def call(post: Post, party: str, address: str) -> str:
    """Bring the post to a partner and fetch its own; return the sentence where that cannot be."""
    try:
        wire.sync(post, party, f"https://{address}:{PORT}")
    except InputError as error:
        return str(error)
    return ""


def _live(net: Net, party: str, folder: Path, line: Connection) -> None:
    net.enter(party)
    wire.PATIENCE_SECONDS = PATIENCE_SECONDS
    post = post_of(open_node(folder, SECRET))
    server = wire.Server(post, net.address(party), PORT)
    server._http.timeout = 0.02  # how soon it looks up when asked to do something itself
    line.send("ready")
    while True:
        server.serve(lambda: not line.poll())
        asked = line.recv()
        if asked is None:
            break
        what, rest = asked
        try:
            line.send((True, what(post, *rest)))
        except Exception as error:  # told to the test, which fails with it
            line.send((False, repr(error)))
    server.close()
    post.node.close()


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)
