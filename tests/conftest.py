"""Where the real data is, and skipping with a reason where it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data sets, or skip the test that asks for it."""
    path = Path(os.environ.get("MASLAHAT_TEST_DATA", DEFAULT_DATA))
    if not path.is_dir():
        pytest.skip(f"the real data sets are not at {path}; set MASLAHAT_TEST_DATA to their folder")
    return path
