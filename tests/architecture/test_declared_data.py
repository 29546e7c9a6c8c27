"""Everything that is kept says what it is, about whom, what for and how long."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from fnmatch import fnmatch
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import Column, Integer, MetaData, String, Table

from deploy.kept import FILES, LABELS, LOG_FIELDS
from deploy.platform import make_bus, make_clock, platform
from deploy.privacy import rights
from deploy.privacy.activities import ACTIVITIES
from deploy.privacy.everything import everything
from deploy.privacy.record import MARK, PAGE, as_json, made, markdown
from deploy.services import NAMES, load
from shared.clock import MovableClock
from shared.contracts.catalogue import bodies
from shared.messaging.event import Body
from shared.messaging.tables import metadata as backbone
from shared.privacy.columns import problems
from shared.privacy.declared import (
    NOT_PERSONAL,
    Deletion,
    Kind,
    NotPersonal,
    Personal,
    Unlinked,
    by_topic,
    identifying,
    personal,
)
from shared.privacy.record import RECORD
from shared.settings import Settings

CHECKOUT = Path(__file__).parents[2]

ABOUT_WORKER: dict[str, Any] = {"purpose": "x", "deletion": Deletion.WITH_PERSON}
WORKER = personal(Kind.IDENTITY, about="worker_id", **ABOUT_WORKER)


@pytest.mark.parametrize("service", NAMES)
def test_every_column_of_a_service_says_what_it_is(service: str) -> None:
    assert list(problems(load(service).tables)) == []


def test_every_column_of_messaging_says_what_it_is() -> None:
    assert list(problems(backbone)) == []


def found(*columns: "Column[Any]", info: dict[str, Any] | None = None) -> list[str]:
    """What is wrong with a table of these columns beside one of workers."""
    tables = MetaData()
    worker = Column("worker_id", Integer, primary_key=True, info=identifying(WORKER))
    Table("workers", tables, worker, Column("name", String, info=WORKER))
    Table("new", tables, *columns, info=info or {})
    return list(problems(tables))


def test_a_silent_column_is_found() -> None:
    assert found(Column("remark", String)) == ["new.remark: says nothing"]


def test_a_table_may_say_that_all_of_it_is_personal_but_not_that_none_is() -> None:
    column = Column("worker_id", Integer, info=identifying(WORKER))
    assert found(column, Column("since", Integer), info=WORKER) == []
    silent = Column("remark", String)
    assert found(silent, info=NOT_PERSONAL) == ["new: what is not personal is said by every column"]


@pytest.mark.parametrize(
    "path",
    [
        "nowhere",
        "of -> nowhere(worker_id).worker_id",
        "of -> workers(nowhere).worker_id",
        "of -> workers(worker_id).nowhere",
        "of -> workers(name).worker_id",
        "of -> workers.worker_id",
        "of -> workers(worker_id).name",
        "of",
        "of[*].worker_id",
    ],
)
def test_a_path_that_leads_to_nobody_is_found(path: str) -> None:
    assert len(found(Column("of", Integer, info=_about(path)))) == 1


@pytest.mark.parametrize("path", ["of -> workers(worker_id).worker_id"])
def test_a_path_that_leads_to_a_person_is_right(path: str) -> None:
    assert found(Column("of", Integer, info=_about(path))) == []


def _about(path: str) -> dict[str, Any]:
    return personal(Kind.EMPLOYMENT, about=path, **ABOUT_WORKER)


def test_messages_of_a_topic_that_is_not_kept_with_them_are_found() -> None:
    body = Column("body", String, info=by_topic("topic", **ABOUT_WORKER))
    assert found(body) == ["new.body: there is no column topic"]


def test_something_else_than_the_words_is_found() -> None:
    assert len(found(Column("remark", String, info={"data": "personal"}))) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": " "},
        {"deletion": "some day"},
        {"about": ""},
        {"about": Unlinked("")},
        {"kinds": ()},
        {"kinds": ("secret",)},
        {"identifies": "something"},
    ],
)
def test_what_is_incomplete_is_refused(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {"kinds": (Kind.IDENTITY,), "about": "worker_id", **ABOUT_WORKER}
    assert Personal(**right)
    with pytest.raises(ValueError, match=r"personal data|a path"):
        Personal(**right | wrong)


@pytest.mark.parametrize("name", sorted(bodies()))
def test_every_message_says_what_it_is(name: str) -> None:
    body = bodies()[name]
    assert body.declared
    for says in body.declared:
        if isinstance(says, Personal) and isinstance(says.about, str):
            assert leads_somewhere(body, says.about)


def leads_somewhere(body: type[BaseModel], path: str) -> bool:
    name, _, rest = path.partition(".")
    field = body.model_fields.get(name)
    if field is None or not rest:
        return field is not None
    inner = [each for each in getattr(field.annotation, "__args__", ()) if each is not Ellipsis]
    return leads_somewhere(inner[0], rest)


def test_a_path_to_a_field_that_is_not_there_is_found() -> None:
    record: type[Body] = bodies()["directory.organization.v1"]
    assert leads_somewhere(record, "contacts.person_id")
    assert not leads_somewhere(record, "contacts.worker_id")
    assert not leads_somewhere(record, "worker_id")


METERS = {"Counter", "Gauge", "Histogram", "Meter"}
WRITES = {
    *("write_text", "write_bytes", "private_file", "set_cookie", "seal", "set_sealed"),
    *("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory"),
    *("mkstemp", "mkdtemp"),
}


def calls(*spelt: str) -> Iterator[tuple[str, str, ast.Call]]:
    """Module, name of what is called, and the call, of files where one of these stands.

    To understand a file takes a hundred times as long as to look for a word in it.
    """
    for path in chain.from_iterable(
        (CHECKOUT / root).rglob("*.py") for root in ("shared", "services", "deploy")
    ):
        module = ".".join(path.relative_to(CHECKOUT).with_suffix("").parts)
        source = path.read_text()
        if not any(each in source for each in spelt):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                yield module, name, node


def writes(name: str, call: ast.Call) -> bool:
    if name == "open":
        modes = [each.value for each in call.args if isinstance(each, ast.Constant)]
        return any(str(mode)[0] in "wax" for mode in modes)
    return name in WRITES or ast.unparse(call.func) == "request.form"


def test_every_module_that_writes_a_file_says_which() -> None:
    writing = {
        module for module, name, call in calls(*WRITES, "open(", ".form(") if writes(name, call)
    }
    assert writing == {module for file in FILES for module in file.written_by}


@pytest.mark.parametrize(
    "code", ['path.open("w")', 'open(path, "ab")', "path.write_bytes(b'')", "request.form()"]
)
def test_a_write_is_found(code: str) -> None:
    (call,) = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    assert writes(getattr(call.func, "attr", getattr(call.func, "id", "")), call)


async def test_every_file_of_an_installation_is_declared(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "var", _env_file=None)
    clock = make_clock(settings)
    assert isinstance(clock, MovableClock)
    services = [load(name) for name in NAMES]
    async with platform(services, settings, make_bus(settings, "all"), clock) as app:
        await app.state.mounted["directory"].state.context.bus.check()
        clock.forward(timedelta(days=1))
        files = [str(file.relative_to(settings.data)) for file in settings.data.rglob("*")]
    assert len(files) > len(NAMES)
    patterns = [file.pattern for file in FILES]
    assert [f for f in files if not any(fnmatch(f, each) for each in patterns)] == []


LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def test_every_field_of_a_log_line_is_declared_and_no_other() -> None:
    lines = [
        call
        for _, name, call in calls("log.")
        if name in LEVELS and ast.unparse(call.func).endswith(f"log.{name}")
    ]
    assert {field.arg for line in lines for field in line.keywords} == set(LOG_FIELDS)
    assert all(len(line.args) == 1 for line in lines)


def test_every_label_of_a_metric_is_declared_and_no_other() -> None:
    meters = [
        call.args[2] for _, name, call in calls(*METERS) if name in METERS and len(call.args) > 2
    ]
    assert {label for labels in meters for label in ast.literal_eval(labels)} == LABELS


def test_the_record_is_what_is_declared_on_the_page_and_in_the_program() -> None:
    parts, found = PAGE.read_text().split(MARK), made()
    how = "python -m deploy.privacy record --write"
    assert len(parts) == 3
    assert parts[1].strip() == markdown(found), how
    assert RECORD.read_text() == as_json(found), how


def test_the_page_on_roles_shows_the_tested_table_of_routes() -> None:
    parts = rights.PAGE.read_text().split(rights.MARK)
    assert parts[1].strip() == rights.table(), "python -m deploy.privacy rights --write"


def test_whatever_is_kept_of_people_stands_in_one_activity() -> None:
    kept = {each.origin for each in everything() if not isinstance(each.says, NotPersonal | None)}
    held = [each for activity in ACTIVITIES for each in activity.holds]
    assert sorted(held) == sorted(kept)
