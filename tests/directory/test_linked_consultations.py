"""A consultation is asked for by the link of a mail, by whoever has no sign-in."""

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import delete, select, update

from services.directory.consultations.models import ConsultationRow
from services.directory.consultations.use_cases import MOST_BY_LINK
from services.directory.consultations.values import Way
from services.directory.employments.models import employments
from services.directory.organizations.models import contacts
from services.directory.people.models import people
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.consultations import CONSULTATION_PAGE
from shared.contracts.directory import Role
from shared.contracts.trainings import TASK_PAGE
from shared.links import LinkKind
from shared.messaging.tables import audit
from tests.conftest import OpenHouse
from tests.directory.conftest import Desk
from tests.directory.test_consultation_mails import known
from tests.directory.test_consultations import HEADERS, OFFICE, Doors, granted
from tests.directory.test_people import office_of
from tests.house import URL, House

NOTE = "Gern vormittags."
ASKED = {"topic": "school", "note": NOTE}


@dataclass
class Holder:
    """Somebody with a link, and no sign-in."""

    house: House
    person_id: UUID

    def path(self, days: int = 30, kind: LinkKind = CONSULTATION_PAGE) -> str:
        until = local_date(self.house.clock.now()) + timedelta(days=days)
        return self.house.link(kind, self.person_id, until).removeprefix(URL)

    @property
    def http(self) -> AsyncClient:
        transport = self.house.http._transport
        return AsyncClient(transport=transport, base_url=URL, headers=HEADERS)

    async def page(self, wanted: object = "") -> str:
        """The page, or that of one that is to be taken back."""
        answer = await self.http.get(self.path(), params={"anfrage": str(wanted)} if wanted else {})
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    async def ask(self, **form: str) -> Response:
        return await self.http.post(self.path(), data=ASKED | form)

    async def take_back(self, wanted: object) -> Response:
        return await self.http.post(self.path(), params={"anfrage": str(wanted)})

    async def rows(self) -> list[Any]:
        query = select(ConsultationRow.__table__).where(
            ConsultationRow.asker_id == self.person_id, ConsultationRow.asked_by == Way.LINK
        )
        return await self.house.rows("directory", query.order_by(ConsultationRow.asked_at))


@pytest.fixture
async def worker(desk: Desk) -> Holder:
    """Hired, and begins in some months; nobody has let them in."""
    hired = await desk.carrier.hire()
    return Holder(desk.house, UUID(hired.json()["worker_id"]))


async def contact(desk: Desk, role: Role) -> Holder:
    """Somebody of the sample who acts for an organization, and has asked for nothing yet."""
    query = select(contacts.c.person_id).where(contacts.c.role == role).limit(1)
    [(person_id,)] = await desk.house.rows("directory", query)
    theirs = delete(ConsultationRow).where(ConsultationRow.asker_id == person_id)
    async with desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(theirs)
    return Holder(desk.house, person_id)


async def test_who_has_no_sign_in_asks_sees_how_it_stands_and_takes_it_back(
    desk: Desk, worker: Holder
) -> None:
    assert "Noch keine Anfrage" in await worker.page()
    assert (await worker.ask()).status_code == 303
    [row] = await worker.rows()
    assert (row.asked_as, row.note, row.state) == (AccessRole.WORKER, NOTE, "requested")
    assert "angefragt" in await worker.page()
    office, doors = await office_of(desk), Doors(desk.house)
    shown = await office.page(f"{OFFICE}/{row.id}")
    assert "über den Link einer Mail, ohne Anmeldung" in shown
    assert "Mara Özgür" in shown
    await office.post(f"{OFFICE}/{row.id}/termin", **doors.appointment())
    page = await worker.page()
    assert "Termin steht" in page
    assert "Raum 3" in page
    assert NOTE not in page
    [file] = re.findall(r'href="([^"]+\?termin=[^"]+)"', page)
    saved = await worker.http.get(file)
    assert saved.headers["content-type"].startswith("text/calendar")
    assert "Raum 3" in saved.text
    assert "/l/" not in saved.text
    assert "Anfrage zurücknehmen?" in await worker.page(row.id)
    assert [each.state for each in await worker.rows()] == ["scheduled"]
    assert (await worker.take_back(row.id)).status_code == 303
    assert [each.state for each in await worker.rows()] == ["withdrawn"]
    assert (await worker.take_back(row.id)).status_code == 409


@pytest.mark.parametrize(
    ("role", "expected"), [(Role.HEAD, AccessRole.HEAD), (Role.CARRIER, AccessRole.CARRIER)]
)
async def test_who_acts_for_a_school_or_a_carrier_asks_for_it(
    desk: Desk, role: Role, expected: AccessRole
) -> None:
    holder = await contact(desk, role)
    assert (await holder.ask()).status_code == 303
    [row] = await holder.rows()
    query = select(contacts.c.organization_id).where(contacts.c.person_id == holder.person_id)
    assert row.asked_as is expected
    places = [each.organization_id for each in await desk.house.rows("directory", query)]
    assert row.organization_id in places


async def test_looking_changes_nothing(desk: Desk, worker: Holder) -> None:
    for method in ("GET", "HEAD"):
        await worker.http.request(method, worker.path(), params=ASKED)
    assert await worker.rows() == []


async def test_a_link_that_is_over_says_whom_to_ask(worker: Holder) -> None:
    path = worker.path(days=-1)
    for answer in (await worker.http.get(path), await worker.http.post(path, data=ASKED)):
        assert answer.status_code == 410
        assert "schreiben Sie Ihrer Koordinierungsstelle" in unescape(answer.text)
    assert await worker.rows() == []


async def test_who_has_left_asks_no_more(desk: Desk, worker: Holder) -> None:
    yesterday = local_date(desk.house.clock.now()) - timedelta(days=1)
    gone = update(employments).values(start_date=yesterday, last_day=yesterday)
    async with desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(gone.where(employments.c.worker_id == worker.person_id))
    assert (await worker.ask()).status_code == 410
    assert await worker.rows() == []


async def test_no_other_link_opens_it_and_nobody_unknown_asks(desk: Desk, worker: Holder) -> None:
    token = worker.path(kind=TASK_PAGE).rpartition("/")[2]
    other = CONSULTATION_PAGE.path.replace("{token}", token)
    assert (await worker.http.post(other, data=ASKED)).status_code == 404
    assert (await Holder(desk.house, uuid4()).ask()).status_code == 410
    assert await worker.rows() == []


async def test_one_link_asks_for_only_so_many_a_day(desk: Desk, worker: Holder) -> None:
    for _ in range(MOST_BY_LINK):
        await worker.ask()
        await worker.take_back((await worker.rows())[-1].id)
    refused = await worker.ask()
    assert refused.status_code == 422
    assert "heute schon drei Anfragen" in unescape(refused.text)
    assert NOTE in refused.text
    desk.house.clock.forward(timedelta(days=1))
    assert (await worker.ask()).status_code == 303
    assert len(await worker.rows()) == MOST_BY_LINK + 1


async def test_the_same_page_sent_twice_asks_once(worker: Holder) -> None:
    [key] = re.findall(r'name="vorgang" value="([^"]+)"', await worker.page())
    for _ in range(2):
        assert (await worker.ask(vorgang=key)).status_code == 303
    assert len(await worker.rows()) == 1
    changed = await worker.ask(vorgang=key, topic="law")
    assert changed.status_code == 422
    assert "schon etwas gespeichert" in unescape(changed.text)


@pytest.mark.parametrize("form", [{"topic": "gossip"}, {"note": "Kevin, geb. 3.4.2015"}])
async def test_what_does_not_belong_there_is_refused_and_stays_on_the_page(
    worker: Holder, form: dict[str, str]
) -> None:
    answer = await worker.ask(**form)
    assert answer.status_code == 422
    assert form.get("note", NOTE) in answer.text
    assert await worker.rows() == []


async def test_nobody_takes_back_what_another_has_asked_for(desk: Desk, worker: Holder) -> None:
    head = await contact(desk, Role.HEAD)
    await head.ask()
    [row] = await head.rows()
    asked = await worker.http.get(worker.path(), params={"anfrage": str(row.id)})
    assert asked.status_code == 404
    assert (await worker.take_back(row.id)).status_code == 404
    assert [each.state for each in await head.rows()] == ["requested"]


async def test_no_calendar_shows_what_another_has_asked_for(desk: Desk, worker: Holder) -> None:
    head, office = await contact(desk, Role.HEAD), await office_of(desk)
    await head.ask()
    [row] = await head.rows()
    await office.post(f"{OFFICE}/{row.id}/termin", **Doors(desk.house).appointment())
    for wanted, status in ((str(row.id), 404), (str(uuid4()), 404), ("keine", 422)):
        answer = await worker.http.get(worker.path(), params={"termin": wanted})
        assert answer.status_code == status, wanted
    over = await worker.http.get(worker.path(days=-1), params={"termin": str(row.id)})
    assert over.status_code == 410


async def test_who_was_merged_asks_as_whoever_stands_for_them(desk: Desk, worker: Holder) -> None:
    head = await contact(desk, Role.HEAD)
    merged = update(people).where(people.c.id == worker.person_id)
    async with desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(merged.values(merged_into=head.person_id))
    assert (await worker.ask()).status_code == 303
    assert [each.asked_as for each in await head.rows()] == [AccessRole.HEAD]


async def test_what_is_done_by_a_link_is_recorded_as_its_persons(worker: Holder) -> None:
    await worker.page()
    await worker.ask()
    await worker.ask(topic="")
    query = select(audit.c.actor, audit.c.action, audit.c.role).order_by(audit.c.position)
    found = [tuple(each) for each in await worker.house.rows("directory", query)]
    mine = [each for each in found if each[0] == str(worker.person_id)]
    assert mine == [(str(worker.person_id), "POST /l/beratung/{token}", "worker")]


async def test_who_has_an_account_asks_by_a_link_as_well(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    visit = await known(Doors(house), "Claudia", granted(AccessRole.HEAD))
    holder = Holder(house, visit.person_id)
    assert (await holder.ask()).status_code == 303
    assert [each.asked_as for each in await holder.rows()] == [AccessRole.HEAD]
    own = await visit.get("/directory/beratung")
    assert "Zusammenarbeit in der Schule" in own
