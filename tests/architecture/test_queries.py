"""What reads cannot write: queries have no means to, and no GET is given any."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
QUERIES = sorted((CHECKOUT / "services").glob("*/*/queries.py"))
ENTRANCES = sorted(
    path for name in ("api.py", "pages.py") for path in (CHECKOUT / "services").rglob(name)
)

WRITERS = {"insert", "update", "delete", "text", "UnitOfWork", "BulkUnitOfWork", "Uow"}
WRITING_MODULES = ("shared.database.writes", "sqlalchemy.dialects", "shared.messaging.outbox")
WRITING_CALLS = {"announce", "erase", "add_all", "flush", "commit", "with_for_update", "post"}


def means_to_write(source: str) -> Iterator[str]:
    """What a module imports or calls that could change something."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            writing = (node.module or "").startswith(WRITING_MODULES)
            yield from (each.name for each in node.names if writing or each.name in WRITERS)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of_session = ast.unparse(node.func.value).endswith("session")
            if node.func.attr in WRITING_CALLS or (of_session and node.func.attr == "add"):
                yield node.func.attr


def test_there_are_queries() -> None:
    assert len(QUERIES) >= 10


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.parent.name)
def test_queries_only_read(path: Path) -> None:
    assert list(means_to_write(path.read_text())) == []


@pytest.mark.parametrize(
    "source",
    [
        "from sqlalchemy import select, update",
        "from shared.database.writes import insert_rows",
        "from shared.messaging.unit_of_work import UnitOfWork",
        "session.add(row)",
        "await uow.session.flush()",
        "uow.announce(event, cause)",
        "select(Task).with_for_update()",
    ],
)
def test_a_means_to_write_is_found(source: str) -> None:
    assert len(list(means_to_write(source))) == 1


def reading_routes(source: str) -> Iterator[tuple[str, list[str]]]:
    """Every GET with the annotations of its parameters."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
            calls = [each.func for each in node.decorator_list if isinstance(each, ast.Call)]
            if any(isinstance(call, ast.Attribute) and call.attr == "get" for call in calls):
                given = [*node.args.args, *node.args.kwonlyargs]
                yield node.name, [ast.unparse(each.annotation) for each in given if each.annotation]


def writing(source: str) -> list[str]:
    means = {"Uow", "UnitOfWork", "BulkUnitOfWork"}
    return [name for name, given in reading_routes(source) if means & set(given)]


def test_no_get_is_given_a_transaction() -> None:
    found = {str(path): writing(path.read_text()) for path in ENTRANCES}
    assert sum(len(list(reading_routes(path.read_text()))) for path in ENTRANCES) > 20
    assert {path: names for path, names in found.items() if names} == {}


def test_a_get_with_a_transaction_is_found() -> None:
    assert writing("@api.get('/x')\nasync def show(uow: Uow) -> None: ...") == ["show"]
