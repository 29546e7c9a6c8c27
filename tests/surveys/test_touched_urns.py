"""An urn that somebody has touched is not opened, and nothing in it is lost."""

from random import Random
from uuid import uuid4

import pytest
from sqlalchemy import Executable, delete, select, text, update
from sqlalchemy.exc import DBAPIError

from services.surveys.openings.models import free_texts, tallies
from services.surveys.urns.models import slips, urn_invitations, urns
from services.surveys.urns.values import (
    Broken,
    Seals,
    UrnState,
)
from tests.surveys.urn_town import ANY, SIX, Town, counted, sheet, summary, urn_of

KEYS = ("no key", "another's key")
FULL = """CREATE TRIGGER disk_full BEFORE INSERT ON free_texts
 BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"""


@ANY
async def test_a_swapped_key_takes_no_sheet(town: Town) -> None:
    survey_id, urn_id = await town.plan(5)
    token = next(iter((await town.links(survey_id)).values()))
    await town.write(update(urns).values(public_key=Random(1).randbytes(32)))
    with pytest.raises(Broken):
        await town.hand_in(token, sheet())
    with pytest.raises(Broken):
        Seals(b"x" * 32).check(await urn_of(town, urn_id), b"k", b"h")


@ANY
@pytest.mark.parametrize("touched", ["stuffed", "lost", "copied", "invited", *KEYS])
async def test_an_urn_that_was_touched_is_not_opened(town: Town, touched: str) -> None:
    survey_id, urn_id = await town.answered(8, SIX)
    [(slip_id, box), *_] = await town.rows(select(slips.c.id, slips.c.box))
    stuffed = slips.insert().values(urn_id=urn_id, id=uuid4(), box=b"x")
    copied = slips.insert().values(urn_id=urn_id, id=uuid4(), box=box)
    one_more = {"survey_id": survey_id, "urn_id": urn_id, "done": True, "reminded": 0}
    forged = urn_invitations.insert().values(id=uuid4(), person_mac=b"m", **one_more)
    acts: dict[str, list[Executable]] = {
        "stuffed": [stuffed],
        "lost": [delete(slips).where(slips.c.id == slip_id)],
        "copied": [copied, forged],
        "invited": [stuffed, forged],
    }
    await town.write(*acts.get(touched, []))
    if "key" in touched:
        town.keys.destroy(urn_id)
    if touched == "another's key":
        town.keys.make(urn_id)
    await town.end()
    assert (await summary(town, survey_id, urn_id)).state is UrnState.STOPPED
    for table in (tallies, free_texts):
        assert await town.rows(select(table).where(table.c.urn_id == urn_id)) == []


@ANY
async def test_a_disk_that_is_full_while_opening_costs_nothing(town: Town) -> None:
    survey_id, urn_id = await town.answered(10, [sheet("4", "Danke")] * 10)
    await town.write(text(FULL))
    with pytest.raises(DBAPIError):
        await town.end()
    assert (await summary(town, survey_id, urn_id)).state is UrnState.CLOSING
    assert len(town.key_files) == 1
    assert await counted(town, urn_id) == {}
    await town.write(text("DROP TRIGGER disk_full"))
    await town.opener.tend()
    assert await counted(town, urn_id) == {("", ""): 10, ("", "4"): 10}
    assert town.key_files == []
