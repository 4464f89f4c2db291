"""`maslahat.accord` loads a name when it is asked for, and nothing more (DESIGN §7, §13)."""

from __future__ import annotations

import subprocess
import sys

import pytest

import maslahat.accord

HEAVY = {"numpy", "scipy", "highspy", "numba"}
LOOK = "import sys; import {module}; print(*sorted({heavy} & set(sys.modules)))"


def loaded_by(module: str) -> set[str]:
    """Return which heavy libraries a fresh interpreter has loaded after importing the module."""
    code = LOOK.format(module=module, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["maslahat.accord", "maslahat.accord.check"])
def test_the_checker_needs_the_standard_library_alone(module: str) -> None:
    assert loaded_by(module) == set()


def test_a_table_of_issues_does_not_wait_for_a_solver() -> None:
    assert loaded_by("maslahat.accord.finite_solve") == {"numpy"}


def test_every_public_name_is_what_it_says_even_after_its_module_was_loaded() -> None:
    for _ in range(2):
        for name in maslahat.accord.__all__:
            found = getattr(maslahat.accord, name)
            assert callable(found)
            assert found.__name__ == name
    assert set(maslahat.accord.__all__) <= set(dir(maslahat.accord))


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nosh'"):
        maslahat.accord.nosh  # noqa: B018
