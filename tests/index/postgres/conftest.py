"""One server for all tests of the store in PostgreSQL, and a database of its own for each test."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.index.rows import Made
from tests.cluster.postgres import WHY_NOT, Server, is_there, servers
from tests.corpora import write_corpus

_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.cluster)
            item.add_marker(pytest.mark.skipif(not is_there(), reason=WHY_NOT))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with servers() as made:
        yield made.primary()


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """The address of an empty database."""
    from assistant.index.postgres.known import let_go

    name = f"test_{next(_numbers)}"
    server.sql(f"CREATE DATABASE {name}")
    yield server.dsn(name)
    let_go()
    server.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    """What the index keeps of the three documents, in order of path."""
    from tests.cluster.postgres_filling import made_of

    return made_of(write_corpus(tmp_path_factory.mktemp("made")))
