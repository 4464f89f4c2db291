"""The files of one run of `maslahat text`: read one by one, written where the user said, faults told at the end."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from maslahat.cli._output import writing
from maslahat.cli._text_pool import LOST, pays, size_of, spread
from maslahat.cli._text_progress import Shown
from maslahat.core import Fault, InputError, workers
from maslahat.core.canonical import write_bytes

if TYPE_CHECKING:
    from maslahat.text import Document

Found = TypeVar("Found")
Work: TypeAlias = "Callable[[Path, Document], Found]"
PIPE = Path("-")
_DIED = "a file on which the process that read it died (out of memory, for instance)"
_ASIDE = "Try it on its own, and report it."
_BINARY = {"docx", "pdf"}


class Run:
    """The files of a run, read one by one; a faulty one is told at the end and stops nothing."""

    def __init__(self, inputs: list[Path], repairs: bool = False) -> None:
        """Find the files: those named, and in folders those whose suffix can be a document's or that have none.

        `repairs`: whether words to mend are looked for; only a document's JSON shows them.
        """
        self.repairs = repairs
        self.faults: list[Fault] = []
        self.read = 0
        self.sources: list[Path] = []
        self.several = False
        for path in inputs:
            if path.is_dir():
                self.several = True
                self.sources += _inside(path)
            elif path == PIPE or path.exists():
                self.sources.append(path)
            else:
                self.faults.append(Fault(str(path), "no such file", "a file or folder that exists"))
        self.sources = list({_whole(path): path for path in self.sources}.values())
        self.several = self.several or len(inputs) > 1

    def results(self, work: Work[Found]) -> Iterator[tuple[Path, Found]]:
        """Yield every file that can be read with what `work` makes of its path and document, in the order of the files.

        Many files are worked on in several processes, so `work` returns what can be pickled and keeps nothing for
        itself. What it raises is a fault of its file.
        """
        one = partial(_outcome, work, repairs=self.repairs)
        with Shown(len(self.sources)) as shown:
            for path, outcome in zip(self.sources, self._outcomes(one, shown), strict=True):
                if outcome is LOST:
                    self.faults.append(Fault(str(path), _DIED, "a file that can be read", _ASIDE))
                elif outcome.faults:
                    self.faults += outcome.faults
                else:
                    self.read += 1
                    yield path, outcome.found
                shown.step()

    def documents(self) -> Iterator[tuple[Path, Document]]:
        """Yield every file that can be read with its document."""
        return self.results(lambda _, doc: doc)

    def document(self, path: Path) -> Document | None:
        """Return the document of one file; nothing, and its fault kept, where it cannot be read."""
        outcome = _outcome(lambda _, doc: doc, path)
        self.faults += outcome.faults
        found: Document | None = outcome.found
        return found

    def _outcomes(self, one: Callable[[Path], _Outcome], shown: Shown) -> Iterator[Any]:
        import maslahat.text.convert  # noqa: F401  once here, not once in every process

        count = workers()
        if PIPE not in self.sources and pays(self.sources, count):
            return spread(one, self.sources, count, shown.wait)
        return (_watched(one, path, shown) for path in self.sources)

    def end(self) -> None:
        """Tell what went wrong, with exit code 2 where anything did."""
        if self.faults:
            raise InputError(self.faults)
        if not self.read:
            raise InputError(
                Fault("the inputs", "no document", "at least one file of a kind that can be read")
            )


class _Outcome(NamedTuple):
    """What became of one file: what was found, or what is wrong with it."""

    found: Any = None  # of any type, since it comes from another process
    faults: tuple[Fault, ...] = ()


def _outcome(work: Work[Any], path: Path, repairs: bool = False) -> _Outcome:
    """Read one file and work on its document; no error passes."""
    from maslahat.text.convert import read, read_bytes

    try:
        piped = path == PIPE
        doc = read_bytes(sys.stdin.buffer.read(), "the pipe", repairs) if piped else read(path, repairs)
        return _Outcome(work(path, doc))
    except InputError as error:
        return _Outcome(faults=tuple(error.faults))
    except RecursionError:
        fault = Fault(str(path), "a document nested too deep", "a document of an ordinary depth")
    except Exception as error:
        found = f"a file the reader failed on ({type(error).__name__}: {error})"
        fault = Fault(str(path), found, "a readable document", "Please report the file.")
    return _Outcome(faults=(fault,))


def _watched(one: Callable[[Path], _Outcome], path: Path, shown: Shown) -> _Outcome:
    clock = shown.patience(path, None if path == PIPE else size_of(path))
    try:
        return one(path)
    finally:
        if clock:
            clock.cancel()


def one(path: Path) -> Document:
    """Return the document of one file or of the pipe. Raises InputError whatever the reader makes of it."""
    outcome = _outcome(lambda _, doc: doc, path)
    if outcome.faults:
        raise InputError(list(outcome.faults))
    found: Document = outcome.found
    return found


def save(content: bytes, target: Path) -> None:
    """Write a file whole or not at all; what is no ordinary file, as /dev/null, is written to and left in its place.

    Raises InputError where it cannot be written.
    """
    with writing(target):
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(content)
        else:
            write_bytes(target, content)


def _inside(folder: Path) -> list[Path]:
    from maslahat.text.convert import SUFFIXES

    files = sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    taken = [p for p in files if not p.suffix or p.suffix.lower() in SUFFIXES]
    left = Counter(p.suffix.lower() for p in files if p not in set(taken))
    if left:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(left.items()))
        print(f"{folder}: files of other kinds left aside: {kinds}", file=sys.stderr)
    return taken


def _whole(path: Path) -> Path:
    return path if path == PIPE else path.resolve()


class Targets:
    """Where each result goes: to a pipe, to the file named, or into the folder named; no two to one place."""

    def __init__(self, run: Run, out: Path | None, form: str, suffix: str) -> None:
        """Settle it for all files before the first is written. Raises InputError where it cannot be."""
        self.run, self.suffix = run, suffix
        if out == PIPE:
            out = None
        if out is None and run.several:
            raise InputError(Fault("-o", "nothing", "a folder, since there are several inputs"))
        if out is None and form in _BINARY and sys.stdout.isatty():
            raise InputError(Fault("-o", "nothing", f"a file, since {form} is not for a terminal"))
        if out is not None and run.several and out.exists() and not out.is_dir():
            raise InputError(
                Fault("-o", f"{out}, which is a file", "a folder, since there are several inputs")
            )
        self.out = out
        self.folder = out is not None and (run.several or out.is_dir() or str(out).endswith("/"))
        self.names = self._names()

    def _names(self) -> dict[Path, str]:
        """Return a name for every source: its stem, with its own suffix or a number where two would be the same."""
        stems = Counter(_stem(path).lower() for path in self.run.sources)
        used: set[str] = set()
        names: dict[Path, str] = {}
        for path in self.run.sources:
            stem = _stem(path)
            name = stem if stems[stem.lower()] == 1 else path.name
            number, tried = 2, name
            while tried.lower() in used:
                tried, number = f"{name}-{number}", number + 1
            used.add(tried.lower())
            names[path] = f"{tried}{self.suffix}"
        return names

    def put(self, content: bytes, source: Path) -> None:
        """Write one result whole or not at all. A target that is itself an input, or cannot be written, is a fault."""
        if self.out is None:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        target = self.out / self.names[source] if self.folder else self.out
        if target.exists() and target.resolve() in {_whole(path) for path in self.run.sources}:
            found = f"{target}, which is an input"
            self.run.faults.append(
                Fault(str(source), found, "another place for the result", "Give another -o.")
            )
            return
        try:
            save(content, target)
        except InputError as error:
            self.run.faults += error.faults


def _stem(path: Path) -> str:
    return "document" if path == PIPE else path.stem
