"""Everything but the key is copied, again and again: it says nothing of anybody's answer."""

import hashlib
import secrets
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import orjson
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import create_async_engine

from services.surveys.urns.models import urn_invitations
from services.surveys.urns.values import Header, OpenedSheet, Outcome, Seals
from tests.surveys.attacker import Attacker, Dump
from tests.surveys.copying import of_postgres, of_sqlite
from tests.surveys.urn_town import SECRET, Town, sheet

PEOPLE = 10
ALWAYS = {"an id or a hash beside the answer", "two dumps", "plain text in files"}
WITHOUT_URN = {
    "sqlite": {*ALWAYS, "a column of time"},
    "postgresql": {*ALWAYS, "a column of time", "written together", "the order of rows"},
}
PLANTED = "CREATE TABLE planted (who CHAR(32), said TEXT, written_at {moment})"
PLANT = "INSERT INTO planted VALUES (:who, :said, CURRENT_TIMESTAMP)"


class NoUrn(Seals):
    """What other survey programs do."""

    def slip(
        self, urn: Header, public_key: bytes | None, header: bytes | None, sheet: OpenedSheet
    ) -> bytes:
        return orjson.dumps((sheet.sheet.choices, sheet.sheet.texts))


async def copy(town: Town, *, files: bool = False) -> Dump:
    if town.database.engine.sqlite:
        return of_sqlite(Path(str(town.database.engine.url.database)))
    assert town.owner_url
    return await of_postgres(town.owner_url, town.server if files else None)


async def whose(town: Town, survey_id: UUID, people: Mapping[UUID, str]) -> dict[UUID, UUID]:
    """Which invitation is whose."""
    found = await town.rows(select(urn_invitations.c.id, urn_invitations.c.person_mac))
    macs = {town.seals.mac(survey_id, person): person for person in people}
    return {UUID(str(id_)): macs[mac] for id_, mac in found if isinstance(mac, bytes)}


async def attacked(town: Town, *, planted: bool = False) -> tuple[dict[str, int], list[str]]:
    """What the attacker finds before the opening, and what was written."""
    survey_id, _ = await town.plan(PEOPLE)
    links = await town.links(survey_id)
    people = await whose(town, survey_id, links)
    marks = {person: f"mark-{secrets.token_hex(8)}" for person in links}
    dumps = [await copy(town)]
    for person, token in links.items():
        assert await town.hand_in(token, sheet("4", marks[person])) is Outcome.TAKEN
        if planted:
            await _plant(town, person, marks[person])
        dumps.append(await copy(town))
    dumps.append(await copy(town, files=True))
    return Attacker(people, dumps).findings(marks), list(marks.values())


async def _plant(town: Town, person: UUID, said: str) -> None:
    who = hashlib.md5(str(person).encode(), usedforsecurity=False).hexdigest()
    await town.write(text(PLANT).bindparams(who=who, said=said))


async def test_with_the_urn_nothing_is_found_before_it_is_opened(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    found, marks = await attacked(town)
    assert found == {}
    assert not any(mark in "".join(capsys.readouterr()) for mark in marks)


async def test_without_the_urn_everything_is_found(town: Town) -> None:
    """The attacker of the test above is no fool."""
    engine = create_async_engine(town.owner_url or town.database.engine.url)
    moment = "TEXT" if town.database.engine.sqlite else "TIMESTAMPTZ"
    async with engine.begin() as connection:
        await connection.execute(text(PLANTED.format(moment=moment)))
    await engine.dispose()
    town.seals = NoUrn(SECRET)
    found, _ = await attacked(town, planted=True)
    kind = town.database.engine.url.get_backend_name()
    assert found == dict.fromkeys(WITHOUT_URN[kind], PEOPLE)


async def test_after_the_opening_a_text_is_a_text_and_nowhere_else(town: Town) -> None:
    _, marks = await attacked(town)
    await town.end()
    dump = await copy(town)
    holding = {
        name
        for name, rows in dump.tables.items()
        for row in rows
        if any(mark in str(value) for mark in marks for value in row.values())
    }
    assert holding == {"free_texts"}
    texts = [str(row["text"]) for row in dump.tables["free_texts"]]
    assert sorted(texts) == sorted(marks)
    assert not dump.tables["slips"]
    assert [str(row["id"]) for row in dump.tables["free_texts"]] == sorted(
        str(row["id"]) for row in dump.tables["free_texts"]
    )
