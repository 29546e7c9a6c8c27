"""A test hire goes the whole way, to whoever tries things out, and leaves with a reset."""

from uuid import UUID, uuid4

from sqlalchemy import select

from services.directory.accounts.queries import person_at
from services.directory.accounts.use_cases import invite
from services.directory.organization_lists.schemas import Dataset
from services.directory.organization_lists.use_cases import register
from services.directory.people.values import Names
from services.directory.sandbox.use_cases import make, reset
from services.notifications.mailbox.models import kept_mails
from services.notifications.recipients.models import employments
from services.notifications.recipients.models import people as addressed
from services.surveys.pulses.models import pulses
from services.trainings.models import onboardings
from services.trainings.models import people as named
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.messaging.event import SANDBOX, Cause
from shared.web.sessions.person import Me
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.journeys.test_new_colleague import ALL, settled

TOWN = {
    "municipality": BERGKAMEN,
    "organizations": [
        {"kind": "municipality", "name": "Stadt Bergkamen"},
        {"kind": "carrier", "name": "AWO Kreis Unna"},
    ],
}
HIRE = {
    "external_id": "T-1",
    "person": {"given_name": "Ada", "family_name": "Probe", "email": "ada@elsewhere.example"},
    "placements": [{"school_number": "999001", "weekly_hours": 19.5}],
    "funding": "land",
}


async def developer(house: House) -> Me:
    """A clerk of a carrier of Bergkamen who may sign in."""
    async with house.context("directory").database.transaction() as uow:
        registered = await register(uow, Dataset.model_validate(TOWN))
        carrier_id = registered.ids["AWO Kreis Unna"]
        grant = Grant(role=AccessRole.CARRIER, municipality=BERGKAMEN, organization_id=carrier_id)
        names = Names(given_name="Dora", family_name="Entwick", email="dora@awo-un.de")
        await invite(uow, names, [grant])
        person_id = await person_at(uow.session, "dora@awo-un.de")
    assert person_id is not None
    cause = Cause(BERGKAMEN, uuid4())
    return Me(BERGKAMEN, AccessRole.CARRIER, person_id, carrier_id, cause, uuid4())


async def hired(house: House, me: Me) -> UUID:
    async with house.context("directory").database.transaction() as uow:
        made = await make(uow, me)
    form = {
        "grant_type": "client_credentials",
        "client_id": made.client_id,
        "client_secret": made.client_secret,
    }
    token = (await house.http.post("/directory/oauth/token", data=form)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}
    today = local_date(house.clock.now()).isoformat()
    body = HIRE | {"start_date": today}
    answer = await house.http.post("/directory/api/v1/hires", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["worker_id"])


async def test_a_test_hire_goes_the_whole_way_and_leaves_with_a_reset(
    open_either_house: OpenHouse,
) -> None:
    house = await open_either_house(*ALL)
    me = await developer(house)
    worker = await hired(house, me)
    await settled(house)
    mails = await house.rows("notifications", select(kept_mails.c.recipient, kept_mails.c.text))
    assert len(mails) > 3
    assert {recipient for recipient, _ in mails} == {"Dora Entwick <dora@awo-un.de>"}
    assert all(text.startswith("[Test]") for _, text in mails)
    known = await house.rows("trainings", select(onboardings.c.tenant, onboardings.c.worker_id))
    assert known == [(SANDBOX, worker)]
    async with house.context("directory").database.transaction() as uow:
        assert await reset(uow, me) == 1
    await settled(house)
    [(closed,)] = await house.rows("trainings", select(onboardings.c.closed_at))
    assert closed is not None
    assert not await house.rows("trainings", select(named).where(named.c.person_id == worker))
    assert not await house.rows("notifications", select(employments))
    assert not await house.rows(
        "notifications", select(addressed).where(addressed.c.person_id == worker)
    )
    assert not await house.rows("notifications", select(kept_mails))
    states = {state for (state,) in await house.rows("surveys", select(pulses.c.state))}
    assert states == {"cancelled"}
