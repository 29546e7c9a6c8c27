"""A list in the order of moments goes on where its page ended."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from services.directory.consultations.models import ConsultationRow
from services.directory.consultations.values import State, Topic
from shared.contracts.accounts import AccessRole
from shared.database.paging import PAGE_SIZE
from tests.directory.conftest import open_desk
from tests.directory.test_staff_pages import signed_in
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of

BEGAN = datetime(2026, 1, 7, 9, 30, tzinfo=UTC)
ROW = re.compile(r'href="/directory/beratungen/([0-9a-f-]{36})"')


async def test_consultations_are_turned_over_by_when_they_were_asked_for(tmp_path: Path) -> None:
    rows = [
        ConsultationRow(
            tenant=BERGKAMEN,
            asker_id=uuid4(),
            asked_as=AccessRole.HEAD,
            asked_at=BEGAN + timedelta(hours=hours),
            topic=Topic.LAW,
            note="",
            state=State.CLOSED,
        )
        for hours in range(PAGE_SIZE + 3)
    ]
    async with open_desk(tmp_path) as desk:
        async with desk.house.context("directory").database.transaction() as uow:
            uow.session.add_all(rows)
        office = await signed_in(desk, coordinator_of(BERGKAMEN))
        first = await office.http.get("/directory/beratungen?state=closed&topic=law")
        onwards = first.text.partition('rel="next" href="')[2].partition('"')[0]
        second = await office.http.get(onwards.replace("&amp;", "&"))
    assert second.status_code == 200
    oldest = {str(each.id) for each in rows[:3]}
    assert oldest <= set(ROW.findall(second.text))
    assert not oldest & set(ROW.findall(first.text))
