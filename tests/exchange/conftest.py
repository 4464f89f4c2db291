"""A state's node with a secret, and a guest of another state at it."""

from __future__ import annotations

import pytest
from exchange_house import home_with_a_secret, visitor

from maslahat.exchange.desk import Desk
from maslahat.exchange.node import Node


@pytest.fixture
def home() -> Node:
    return home_with_a_secret()


@pytest.fixture
def guest(home: Node) -> Desk:
    return visitor(home, "kgz.visitor", "KGZ")
