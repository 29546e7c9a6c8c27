"""What a carrier has put in, another one never sees: before, while or after somebody changes over.

Everything is planted with a mark, and looked for in every answer that the other one gets. What
somebody is called now is no carrier's: they themselves choose who sees it.
"""

import json
import re
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import select

from deploy.services import NAMES
from services.directory.consultations.models import ConsultationRow
from services.directory.consultations.values import State, Topic
from services.directory.documents import use_cases as documents
from services.directory.documents.values import Of, OwnerKind
from services.directory.merges.forms import MergeForm
from services.directory.merges.use_cases import merge
from services.directory.merges.values import Both
from services.directory.people.models import Person
from shared.contracts.accounts import AccessRole, Grant
from shared.messaging.event import Cause
from shared.web.audience import Audience, _calls, audience_of, routes_of
from shared.web.sessions.person import Me
from tests.asking import Told, ask, cookie, reads
from tests.dashboard.conftest import connect
from tests.house import House, embedded_house
from tests.journeys.test_walls import MINE, STREAMS
from tests.town import Town
from tests.towns import BERGKAMEN, bare

pytestmark = pytest.mark.asyncio(loop_scope="module")
MARK = "qzmark"
"""Part of every text that the first carrier plants, however it is written."""
OLD, NEW = "QZMARK-4711", "N-1"
START = date(2027, 2, 1)


@dataclass
class Carriers:
    """The first one with all that it has put in, and the other one, who asks."""

    house: House
    town: Town
    marks: set[str]
    asking: dict[str, dict[str, str]]
    values: list[dict[str, str]]
    """For the parameters of addresses: of what is the first one's, and of what is the other's."""
    answered: set[str] = field(default_factory=set)
    """Paths at which the other carrier was told something."""

    async def seen(self) -> list[tuple[str, str, list[str]]]:
        """Every mark in an answer to the other carrier that was not in what it asked."""
        found = []
        for who, headers in self.asking.items():
            for path, address in self._addresses(who):
                told = await ask(self.house.app, "GET", address, headers | MINE)
                if told.status == 200:
                    self.answered.add(path)
                files = re.findall(rb'kp-exports__link" href="([^"]+als=csv[^"]*)"', told.body)
                for each in (address, *(unescape(file.decode()) for file in files)):
                    if each != address:
                        told = await ask(self.house.app, "GET", each, headers | MINE)
                    if marks := self.marks_in(told, each):
                        found.append((who, each, marks))
        return found

    def marks_in(self, told: Told, asked: str) -> list[str]:
        text = (told.body.decode(errors="replace") + " ".join(told.headers.values())).lower()
        return sorted(each for each in self.marks if each in text and each not in asked.lower())

    def _addresses(self, who: str) -> Iterator[tuple[str, str]]:
        for name in NAMES:
            for route in routes_of(self.house.app.state.mounted[name]):
                path = f"/{name}{route.path}"
                skipped = path in STREAMS or not is_for(who, route)
                if "GET" not in (route.methods or ()) or skipped:
                    continue
                for values in self.values if "{" in path else self.values[:1]:
                    known = {"external_id": OLD, "municipality": BERGKAMEN}
                    query = {name: known[name] for name in known.keys() & reads(route)}
                    yield path, f"{_filled(path, values)}?{urlencode(query)}"


def is_for(who: str, route: Any) -> bool:
    """By what the route declares; what is public, or behind a link, is nobody's."""
    if not hasattr(route, "dependant"):
        return False
    if who == "program":
        return audience_of(route) is Audience.PROGRAM
    roles = [vars(each)["roles"] for each in _calls(route.dependant) if hasattr(each, "roles")]
    return bool(roles) and all(AccessRole.CARRIER in each for each in roles)


def _filled(path: str, values: dict[str, str]) -> str:
    return re.sub(r"{(\w+)(:\w+)?}", lambda each: values.get(each[1], str(uuid4())), path)


async def _sent(
    house: House, headers: dict[str, str], path: str, body: Any, method: str = "POST"
) -> dict[str, Any]:
    more = {"host": "knotenpunkt.test", "content-type": "application/json"}
    if method == "POST":
        more["idempotency-key"] = uuid4().hex
    address = f"/directory/api/v1/{path}"
    told = await ask(house.app, method, address, headers | more, json.dumps(body).encode())
    assert told.status in (200, 201), (address, told.body)
    await house.quiet()
    answer: dict[str, Any] = json.loads(told.body)
    return answer


def a_hire(town: Town, number: str, email: str, family_name: str = "Wechsel") -> dict[str, Any]:
    return {
        "external_id": number,
        "person": {"given_name": "Jona", "family_name": family_name, "email": email},
        "start_date": START.isoformat(),
        "placements": [
            {"school_number": town.values["school_number"], "weekly_hours": 19.5},
        ],
        "funding": "land",
    }


async def planted(house: House, town: Town) -> dict[str, str]:
    """All that a carrier can say of somebody; the ids of it."""
    hire = await _sent(
        house, town.program, "hires", a_hire(town, OLD, f"{MARK}@example.org", "Wechsel-Qzmark")
    )
    correction = {
        "external_id": OLD,
        "day": START.isoformat(),
        "valid_from": START.isoformat(),
        "placements": [{"school_number": town.values["school_number"], "weekly_hours": 20}],
        "note": f"{MARK} berichtigt",
    }
    await _sent(house, town.program, "corrections", correction)
    leave = {"external_id": OLD, "first_day": "2027-05-03", "last_day": "2027-05-28"}
    leave = await _sent(house, town.program, "leaves", leave)
    person = select(Person.version).where(Person.id == UUID(hire["worker_id"]))
    [(version,)] = await house.rows("directory", person)
    named = {"version": version, "family_name": "Wechsel"}
    await _sent(house, town.program, f"workers/{hire['worker_id']}", named, "PATCH")
    return {
        "employment_id": hire["employment_id"],
        "worker_id": hire["worker_id"],
        "person_id": hire["worker_id"],
        "leave_id": leave["leave_id"],
        "day": START.isoformat(),
    }


async def laid_down(house: House, town: Town, employment_id: str) -> dict[str, str]:
    """What a clerk uploads and asks."""
    clerk = Me(
        town.municipality,
        AccessRole.CARRIER,
        uuid4(),
        town.carrier_id,
        Cause(town.municipality, uuid4()),
        uuid4(),
    )
    here = house.context("directory")
    kept = await documents.keep(here, f"{MARK} vereinbart".encode())
    asked = ConsultationRow(
        tenant=town.municipality,
        asker_id=clerk.person_id,
        asked_as=AccessRole.CARRIER,
        asked_at=house.clock.now(),
        topic=Topic.SCHOOL,
        note=f"{MARK} beraten",
        state=State.REQUESTED,
    )
    async with here.database.transaction() as uow:
        of = Of(OwnerKind.EMPLOYMENT, UUID(employment_id))
        document = await documents.add(uow, clerk, of, f"{MARK} abgelegt", kept)
        uow.session.add(asked)
        await uow.session.flush()
        ids = {"document_id": str(document.id), "consultation_id": str(asked.id)}
        return ids | {"number": "1"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def carriers(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Carriers]:
    folder = tmp_path_factory.mktemp("carriers")
    async with embedded_house(folder, NAMES, municipalities={BERGKAMEN}) as house:
        connect(house)
        town = await bare(house, BERGKAMEN)
        clerk = Grant(
            role=AccessRole.CARRIER,
            municipality=BERGKAMEN,
            organization_id=town.other_carrier_id,
        )
        asking = {
            "clerk": {"cookie": cookie(await house.sign_in(clerk))},
            "program": town.other_program,
        }
        old = await planted(house, town)
        old |= await laid_down(house, town, old["employment_id"])
        marks = {MARK, *(old[each] for each in ("employment_id", "leave_id", "document_id"))}
        values = [town.values | old]
        yield Carriers(house, town, marks, asking, values)


async def test_another_carrier_sees_nothing_before_during_or_after_a_change(
    carriers: Carriers,
) -> None:
    house, town = carriers.house, carriers.town
    assert await carriers.seen() == [], "before"
    hire = await _sent(house, town.other_program, "hires", a_hire(town, NEW, "neu@example.org"))
    carriers.values.append(
        town.values
        | {"employment_id": hire["employment_id"]}
        | {"worker_id": hire["worker_id"], "person_id": hire["worker_id"]}
    )
    old = UUID(carriers.values[0]["worker_id"])
    office = Me(
        BERGKAMEN, AccessRole.COORDINATOR, uuid4(), None, Cause(BERGKAMEN, uuid4()), uuid4()
    )
    chosen = dict.fromkeys(("survivor", "name", "email", "languages", "hours"), "first")
    async with house.context("directory").database.transaction() as uow:
        both = Both(BERGKAMEN, UUID(hire["worker_id"]), old)
        await merge(uow, office, both, MergeForm.model_validate(chosen))
    await house.quiet()
    assert await carriers.seen() == [], "while both employ the same person"
    last = {"external_id": OLD, "last_day": (START + timedelta(days=30)).isoformat()}
    await _sent(house, town.program, "departures", last)
    house.clock.forward(timedelta(days=200))
    await house.quiet()
    assert await carriers.seen() == [], "after"
    assert len(carriers.answered) > 80, "who is told nothing sees nothing at all"
