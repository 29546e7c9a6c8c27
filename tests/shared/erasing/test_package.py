"""What is told about somebody holds every table that is about them, and nothing of others."""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import orjson
import pytest
from sqlalchemy import LargeBinary, MetaData
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.schema import CreateTable

from deploy.services import NAMES, load
from services.notifications.mailbox.models import kept_mails, mentions
from shared.contracts.kept_words import TABLE_WORDS, table_word
from shared.database.types import Code
from shared.erasing.collecting import Collected, Found, collect
from shared.erasing.packing import packed
from shared.erasing.rows import People, places
from shared.erasing.told import file_in, told_only
from shared.privacy.declared import Deletion
from shared.privacy.record import activity_of
from tests.shared.erasing.test_every_table import made_up, rows_for, session

__all__ = ["session"]
SECRET = re.compile("challenge|credential|digest|hash|mac|public_key|sealed")
LABEL = re.compile(r"[A-ZÄÖÜ]")
NOW = datetime(2027, 2, 1, 9, 30, tzinfo=UTC)


def first_of(codes: Any) -> Any:
    """Of a kind whose codes may not grow, too."""
    return next(iter(codes))


@pytest.mark.parametrize("service", NAMES)
async def test_a_row_in_every_table_is_told_and_none_of_others(
    session: AsyncSession, service: str
) -> None:
    tables, sqlite = load(service).tables, session.get_bind().dialect.name == "sqlite"
    for table in tables.sorted_tables:
        await session.execute(CreateTable(table, include_foreign_key_constraints=[]))
    one, other = (People((uuid4(),), (uuid4(),)) for _ in range(2))
    found = places(tables)
    for place in sorted(found, key=lambda each: -len(each.through)):
        for people in (one, other):
            for table, row in rows_for(place, people):
                for column in table.columns:
                    if isinstance(column.type, Code) and column.name in row:
                        row[column.name] = first_of(column.type.kind)
                if own := told_only(table):
                    row |= {own.person: people.persons[0], own.column: own.values[0]}
                make = sqlite_insert if sqlite else postgresql_insert
                await session.execute(make(table).on_conflict_do_nothing(), [row])
    given = await collect(session, tables, one)
    assert {each.table for each in given.tables} == {place.table.name for place in found}
    with ZipFile(BytesIO(packed(service, given, NOW))) as archive:
        text, page = archive.read("daten.json"), archive.read("daten.html").decode()
        assert {f"dateien/{each}" for each in given.files} < set(archive.namelist())
    as_files = {place.table.name for place in found if any(map(file_in, place.table.columns))}
    assert as_files == ({"certificates"} if service == "trainings" else set())
    assert len(given.files) >= len(as_files)
    assert not as_files & {table for table, _ in given.withheld}
    assert all(name in page for name in given.files)
    told = {each["table"] for each in orjson.loads(text)["tables"]}
    assert told == {place.table.name for place in found}
    for each in given.tables:
        raw = {name for name, label in each.labels.items() if not LABEL.match(label)}
        assert not raw, f"{each.table}: no German label or word for {raw}"
        assert activity_of(service, each.table), f"{each.table}: no legal basis"
    assert "Rechtsgrundlage: " in page
    for some_id in other.ids:
        assert str(some_id) not in text.decode() + page
    assert all(table_word(name) in page for name in told)


async def test_nobody_gets_a_mail_to_another_nor_an_office_what_another_town_keeps(
    session: AsyncSession,
) -> None:
    for table in (kept_mails, mentions):
        await session.execute(CreateTable(table, include_foreign_key_constraints=[]))
    one = People((uuid4(),))
    mails = [
        made_up(kept_mails, worker_id=who, role=role, subject=subject, tenant=tenant)
        for subject, who, role, tenant in (
            ("Eigene", one.persons[0], "worker", "05978004"),
            ("Anderswo", one.persons[0], "", "05978020"),
            ("Ans Amt", one.persons[0], "coordinator", "05978004"),
            ("Nennt sie", uuid4(), "worker", "05978004"),
        )
    ]
    for mail in mails:
        await session.execute(kept_mails.insert().values(mail))
        named = {"mail_id": mail["id"], "person_id": one.persons[0]}
        await session.execute(mentions.insert().values(named))
    tables = MetaData()
    for table in (kept_mails, mentions):
        table.to_metadata(tables)
    for tenant, expected in ((None, {"Eigene", "Anderswo"}), ("05978004", {"Eigene"})):
        given = await collect(session, tables, one, tenant)
        rows = [row for each in given.tables if each.table == "kept_mails" for row in each.rows]
        assert {row["subject"] for row in rows if "subject" in row} == expected
        assert not any("links" in row for row in rows)
        assert {len(each.rows) for each in given.tables if each.table == "kept_mails"} == {
            len(expected)
        }


@pytest.mark.parametrize("service", NAMES)
def test_bytes_about_somebody_are_a_file_or_bear_the_name_of_a_secret(service: str) -> None:
    for place in places(load(service).tables):
        for name in place.columns:
            column = place.table.c[name]
            if isinstance(column.type, LargeBinary) and file_in(column) is None:
                assert SECRET.search(name), f"{place.table.name}.{name}: as_file, or a secret?"


@pytest.mark.parametrize("service", NAMES)
def test_every_table_about_somebody_has_a_german_name(service: str) -> None:
    tables = {place.table.name for place in places(load(service).tables)}
    assert {each for each in tables if each not in TABLE_WORDS} == set()


def test_hostile_text_stays_text() -> None:
    text = "<script>x</script>=1+1\x00&"
    found = Found("people", text, ["Identität"], Deletion.WITH_PERSON, {"a": text}, [{"a": text}])
    with ZipFile(BytesIO(packed("directory", Collected([found], [(text, text)]), NOW))) as archive:
        page = archive.read("daten.html").decode()
        assert orjson.loads(archive.read("daten.json"))["tables"][0]["rows"] == [{"a": text}]
    assert "<script" not in page
    assert "&lt;script&gt;x&lt;/script&gt;=1+1\N{REPLACEMENT CHARACTER}&amp;" in page


def test_numbers_for_programs_and_empty_fields_are_in_the_file_for_programs_only() -> None:
    number, labels = uuid4(), {"id": "Kennung", "note": "Notiz", "name": "Name"}
    rows: list[dict[str, Any]] = [{"id": number, "note": None, "name": "Mara"}, {"id": number}]
    found = Found("people", "Zweck", ["Identität"], Deletion.WITH_PERSON, labels, rows)
    with ZipFile(BytesIO(packed("directory", Collected([found], []), NOW))) as archive:
        page = archive.read("daten.html").decode()
        assert orjson.loads(archive.read("daten.json"))["tables"][0]["rows"][1] == {
            "id": str(number)
        }
    assert "Mara" in page
    assert "2 Einträge" in page
    assert not any(each in page for each in (str(number), "Kennung", "Notiz"))
