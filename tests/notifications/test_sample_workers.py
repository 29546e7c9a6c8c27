"""Of whoever has worked in the sample's schools for years, schools can be told."""

from pathlib import Path

from sqlalchemy import select

from deploy.sample import load_sample
from deploy.sample.known_workers import know_workers
from services.directory.employments.models import employments as hired
from services.notifications.recipients.models import employments, placements
from tests.house import embedded_house


async def test_notifications_knows_everybody_who_was_there_before(tmp_path: Path) -> None:
    async with embedded_house(tmp_path, ["directory", "notifications"]) as house:
        directory, here = (house.context(each) for each in ("directory", "notifications"))
        await load_sample(directory.settings, directory.database, with_workforce=True)
        for _ in range(2):
            await know_workers(directory.database, here.database)
        known = await house.rows("notifications", select(employments))
        there = await house.rows("directory", select(hired.c.id))
        assert {each.employment_id for each in known} == {each.id for each in there}
        assert all(each.school_ids for each in known)
        moved = await house.rows("notifications", select(placements.c.school_ids))
        assert sorted(len(each.school_ids) for each in moved) == [1, 2, 3]
