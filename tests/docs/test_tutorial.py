"""The tutorial runs: every block of Python and every command on it, in order, in one folder (DESIGN §13)."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from maslahat.cli.main import build_app
from maslahat.core import InputError
from maslahat.options import Request
from maslahat.options.dossier import open_dossier
from maslahat.options.draft_file import KEYS, state_draft
from maslahat.regions import load_region

DOCS = Path(__file__).resolve().parents[2] / "docs"
FENCE = re.compile(r"^```(?P<kind>\w[\w ]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    return [(found["kind"], found["body"]) for found in FENCE.finditer(text)]


def commands(body: str) -> list[list[str]]:
    return [shlex.split(line[2:])[1:] for line in body.splitlines() if line.startswith("$ maslahat ")]


def run(words: list[str], fails: bool) -> None:
    done = CliRunner().invoke(build_app(), words)
    if fails:
        assert isinstance(done.exception, InputError), f"{words} did not fail"
    else:
        assert done.exit_code == 0, f"{words}: {done.output} {done.exception}"


def test_the_tutorial_has_blocks_of_each_kind():
    kinds = [kind for kind, _ in blocks()]
    assert {"python", "console", "console fails"} == set(kinds)
    assert sum(len(commands(body)) for kind, body in blocks() if kind.startswith("console")) >= 6


@pytest.mark.slow
def test_every_block_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for kind, body in blocks():
        if kind == "python":
            exec(compile(body, "tutorial.md", "exec"), names)
        else:
            for words in commands(body):
                run(words, fails=kind.endswith("fails"))
    assert "naryn" in capsys.readouterr().out


@pytest.mark.parametrize("page", sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")))
def test_links_between_pages_lead_somewhere(page):
    here = DOCS / page
    for target in re.findall(r"\]\(([^)#:]+\.md)(?:#[^)]*)?\)", here.read_text(encoding="utf-8")):
        assert (here.parent / target).is_file(), f"{page} points to {target}"


def test_the_draft_on_its_page_is_a_draft_without_faults():
    """Every key that `docs/drafts.md` shows is read, and none is unknown."""
    page = (DOCS / "drafts.md").read_text(encoding="utf-8")
    found = re.search(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert found is not None
    content = yaml.safe_load(found[1])
    assert set(content) | {"summary"} == set(KEYS)
    dossier = open_dossier(load_region(), Request(river=content["river"], traces=6))
    draft = state_draft(dossier, content, "drafts.md")
    july = [row[3] for row in draft.releases_mm3["toktogul"]]
    assert july[1] > july[0]
    assert draft.payments[0].usd_m == (20.0, 30.0, 10.0)
    assert draft.handovers[0].gwh[0][8] == 250
