"""The first page says what is true: links lead somewhere, verbs exist, the two commands stand first (DESIGN
§13).
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer

from maslahat.cli.main import build_app

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "CONTRIBUTING.md")


def group() -> typer.core.TyperGroup:
    found = typer.main.get_command(build_app())
    assert isinstance(found, typer.core.TyperGroup)
    return found


def commands() -> list[list[str]]:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    return [shlex.split(line.partition("   #")[0])[1:] for line in lines if line.startswith("maslahat ")]


def test_the_two_commands_stand_first_and_are_targets():
    first = re.search(r"```\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert first is not None
    assert re.findall(r"^make \w+", first[1], re.MULTILINE) == ["make brief", "make test"]
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("brief:", "test:", "check:", "docs:"):
        assert f"\n{target}" in targets


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), f"{page} points to {target}"


@pytest.mark.parametrize("words", commands(), ids=lambda words: " ".join(words[:2]))
def test_every_command_and_option_on_it_exists(words):
    command = group()
    for word in words:
        if isinstance(command, typer.core.TyperGroup) and word in command.commands:
            command = command.commands[word]
    if words[0] == "bargain" and isinstance(command, typer.core.TyperGroup):
        command = command.commands["solve"]  # what `bargain PATH` means
    assert not isinstance(command, typer.core.TyperGroup) or command.invoke_without_command, (
        f"no verb {words[0]}"
    )
    known = {name for parameter in command.params for name in parameter.opts}
    for word in words:
        if word.startswith("--"):
            assert word in known, f"{words}: no option {word}"
