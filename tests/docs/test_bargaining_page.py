"""The worked table of `docs/bargaining.md` runs from empty to report, and says what the page says (DESIGN §13)."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

from typer.testing import CliRunner

from maslahat.cli.main import build_app
from maslahat.core import InputError

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "bargaining.md").read_text(encoding="utf-8")
WORKED = PAGE[PAGE.index("## From an empty table") : PAGE.index("## The table")]
FENCE = re.compile(r"^```(?P<kind>[\w. ]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def run(words: list[str]) -> str:
    """Return what a command prints, or the sentences it is refused with."""
    if words[0] == "sed":
        _, _, command, name = words
        _, old, new, _ = command.split("/")
        path = Path(name)
        assert old in path.read_text(encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return ""
    done = CliRunner().invoke(build_app(), words[1:])
    if isinstance(done.exception, InputError):
        return "".join(f"maslahat: {fault}\n" for fault in done.exception.faults)
    assert done.exit_code == 0, f"{words}: {done.output} {done.exception}"
    return done.output


def follow(kind: str, body: str) -> None:
    """Write the file a block holds, or run its commands and look for each line it shows."""
    language, *name = kind.split()
    if language == "csv":
        Path("crossings.csv").write_text(body, encoding="utf-8")
        return
    printed = ""
    for line in body.splitlines():
        if line.startswith("$ "):
            printed = run(shlex.split(line[2:]))
            assert printed.startswith("maslahat: ") == (name == ["fails"]), printed
        else:
            assert line in printed.splitlines()


def test_the_worked_table_runs_and_prints_what_the_page_shows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = [(found["kind"], found["body"]) for found in FENCE.finditer(WORKED)]
    assert [kind for kind, _ in blocks] == ["console", "csv", "console fails", "console"]
    for kind, body in blocks:
        follow(kind, body)
    assert "<svg" in Path("crossings.html").read_text(encoding="utf-8")
    assert Path("answer.xlsx").stat().st_size > 0
    (result,) = json.loads(Path("answer.json").read_text(encoding="utf-8"))["results"]
    rules = result["solutions"]
    assert result["disagreement"]["utilities"] == [33, 31, 28.5]
    assert (
        rules["nash"]["outcome"] == rules["kalai_smorodinsky"]["outcome"] == rules["utilitarian"]["outcome"]
    )
    assert (min(rules["egalitarian"]["gains"]), min(rules["nash"]["gains"])) == (39.5, 39)
    assert (sum(rules["nash"]["gains"]), sum(rules["egalitarian"]["gains"])) == (142.5, 139)
    assert [step["gains_over_draft"] for step in result["amendments"]] == [[6, 22.5, 13]]


def test_the_python_on_the_page_runs():
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    exec(compile(code, "bargaining.md", "exec"), {})
