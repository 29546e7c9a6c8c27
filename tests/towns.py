"""Municipalities side by side, each with the same things under names and ids of its own."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from deploy.sample import CARRIER, DATASET
from services.directory.access import use_cases as access
from services.directory.accounts import use_cases as accounts
from services.directory.consultations.models import ConsultationRow
from services.directory.consultations.values import State, Topic
from services.directory.documents import use_cases as documents
from services.directory.documents.values import Of, OwnerKind
from services.directory.organization_lists.schemas import Dataset
from services.directory.organization_lists.use_cases import register
from services.directory.organizations.models import Organization
from services.directory.people.models import Person
from services.directory.relationships.models import Relationship
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.consultations import CONSULTATION_PAGE
from shared.contracts.directory import Scope
from shared.contracts.relationships import RelationshipType
from shared.contracts.trainings import TASK_PAGE
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me
from tests.asking import Told, ask
from tests.conceived import conceive
from tests.gathered import convene
from tests.grouped import gather, intend
from tests.hooked import hook
from tests.house import House
from tests.journeys.carrier import a_hire
from tests.measured import measure_up
from tests.pairs import merged, pair_up
from tests.signing_in import coordinator_of
from tests.town import Town, add_rows
from tests.wanted import want_erasures

BERGKAMEN, KAMEN = "05978004", "05978020"
OWN = (Scope.HIRES_WRITE, Scope.HIRES_READ, Scope.WEBHOOKS)


async def found(house: House, municipality: str, mark: str) -> Town:
    """Organizations and people of the sample, a hire, its tasks and mails, and a survey.

    Without a ``mark`` they are called as in the sample itself, which may be there already.
    """
    dataset = _marked(municipality, mark)
    town = await _founded(house, dataset)
    town.names = {each.name for each in dataset.organizations}
    town.traces |= town.names | {f"Özgür-{mark}"}
    await _consultation(house, town)
    await _document(house, town)
    await relate(house, town)
    await gather(house, town)
    await intend(house, town)
    await hook(house, town)
    await house.quiet()
    numbers = (each.school_number for each in dataset.organizations)
    await _hire(house, town, mark, next(number for number in numbers if number))
    await add_rows(house, town)
    await convene(house, town)
    await conceive(house, town)
    await measure_up(house, town)
    account, worker = (UUID(town.values[each]) for each in ("person_id", "worker_id"))
    town.values["pair_id"] = await pair_up(house, municipality, account, worker)
    town.values["merge_id"] = await merged(house, municipality)
    town.traces |= {town.values["pair_id"], town.values["merge_id"]}
    await want_erasures(house, town)
    return town


async def bare(house: House, municipality: str) -> Town:
    """Organizations of the sample and what their programs may do, and nothing that happened."""
    return await _founded(house, _marked(municipality, "Ort"))


async def _founded(house: House, dataset: Dataset) -> Town:
    async with house.context("directory").database.transaction() as uow:
        town, clients = await _registered(uow, dataset)
    tokens = [await _token(house, *each) for each in clients[:3]]
    town.program, town.other_program, town.unscoped = tokens
    return town


async def _registered(uow: UnitOfWork, dataset: Dataset) -> tuple[Town, Sequence[tuple[str, str]]]:
    """Its organizations, an account of its office, and what its carriers' programs may do."""
    municipality, ids = dataset.municipality, (await register(uow, dataset)).ids
    carriers = [each for each in dataset.organizations if each.kind == "carrier"]
    [carrier] = [ids[each.name] for each in carriers if each.name.startswith(CARRIER)]
    other = next(ids[each.name] for each in carriers if ids[each.name] != carrier)
    query = select(Organization.id, Organization.school_number).where(
        Organization.tenant == municipality, Organization.kind == "school"
    )
    numbers = {row.id: row.school_number for row in await uow.session.execute(query)}
    schools = list(numbers)
    people = select(Person.id).where(Person.tenant == municipality).order_by(Person.email)
    account = (await uow.session.scalars(people)).first()
    assert account is not None
    cause = Cause(municipality, uuid4())
    await accounts.give(uow, account, [coordinator_of(municipality)], cause)
    clients = [
        await access.issue(uow, municipality, owner, scopes)
        for owner, scopes in ((carrier, OWN), (other, OWN), (carrier, ()), (carrier, OWN))
    ]
    town = Town(municipality, carrier, other, schools[0])
    town.traces |= {str(each) for each in (*ids.values(), *schools, account)}
    town.traces |= {each[0] for each in clients}
    town.values |= {"client_id": clients[3][0], "organization_id": str(schools[0])}
    town.values |= {"municipality": municipality, "school_number": str(numbers[schools[0]])}
    town.values |= {"person_id": str(account), "account_id": str(account)}
    return town, clients


def _marked(municipality: str, mark: str) -> Dataset:
    """The sample under other names; a school's number is known once only."""
    if not mark:
        return Dataset.model_validate_json(DATASET.read_bytes())
    given = json.loads(DATASET.read_bytes()) | {"municipality": municipality}
    for number, each in enumerate(given["organizations"]):
        each["name"] = f"{each['name']} {mark}"
        if "school_number" in each:
            each["school_number"] = f"{municipality[-3:]}{number:03}"
        if "part_of" in each:
            each["part_of"] = f"{each['part_of']} {mark}"
        for contact in each.get("contacts", ()):
            contact["family_name"] += f"-{mark}"
            contact["email"] = f"{mark}.{contact['email']}"
    return Dataset.model_validate(given)


async def relate(house: House, town: Town) -> None:
    """A relationship of its school, in place of the one that it had."""
    async with house.context("directory").database.transaction() as uow:
        row = Relationship(
            tenant=town.municipality,
            type=RelationshipType.COOPERATION,
            from_organization_id=town.carrier_id,
            to_organization_id=town.school_id,
            valid_from=local_date(house.clock.now()),
            contact_order=1,
            reference=f"51.2/{town.municipality}",
        )
        uow.session.add(row)
        await uow.session.flush()
        town.values["relationship_id"] = str(row.id)
    town.traces |= {str(row.id), f"51.2/{town.municipality}"}


async def _token(house: House, client_id: str, secret: str) -> dict[str, str]:
    form = f"grant_type=client_credentials&client_id={client_id}&client_secret={secret}"
    headers = {
        "host": "knotenpunkt.test",
        "content-type": "application/x-www-form-urlencoded",
    }
    told = await ask(house.app, "POST", "/directory/oauth/token", headers, form.encode())
    assert told.status == 200, told.body
    return {"authorization": f"Bearer {json.loads(told.body)['access_token']}"}


async def _hire(house: House, town: Town, mark: str, school: str) -> None:
    placements = [{"school_number": school, "weekly_hours": 19.5}]
    person = {
        "given_name": "Mara",
        "family_name": f"Özgür-{mark}" if mark else "Özgür",
        "email": f"{mark or 'mara'}@example.org",
    }
    body = a_hire(person=person, placements=placements)
    told = await _post(house, "/directory/api/v1/hires", town.program, body)
    receipt = json.loads(told.body)
    town.values |= {"employment_id": receipt["employment_id"], "day": body["start_date"]}
    await house.quiet()
    worker_id = receipt["worker_id"]
    address = f"/trainings/api/v1/workers/{worker_id}/onboardings"
    [onboarding] = json.loads((await _get(house, address, town.program)).body)
    own = next(each for each in onboarding["tasks"] if each["role"] == "carrier")
    of_link = next(each for each in onboarding["tasks"] if each["role"] != "carrier")
    until = local_date(house.clock.now()) + timedelta(days=30)
    link = house.link(TASK_PAGE, UUID(of_link["id"]), until)
    town.values |= {
        "worker_id": worker_id,
        "task_id": own["id"],
        "correlation_id": receipt["correlation_id"],
        "other_id": worker_id,
        "/trainings": link.rpartition("/")[2],
        "/directory": house.link(CONSULTATION_PAGE, UUID(worker_id), until).rpartition("/")[2],
    }
    town.traces |= {worker_id, receipt["correlation_id"], onboarding["id"]}
    town.traces |= {each["id"] for each in onboarding["tasks"]}


async def _consultation(house: House, town: Town) -> None:
    """Asked for by somebody who is known no more."""
    row = ConsultationRow(
        tenant=town.municipality,
        asker_id=uuid4(),
        asked_as=AccessRole.WORKER,
        asked_at=house.clock.now(),
        topic=Topic.SCHOOL,
        note="",
        state=State.REQUESTED,
    )
    async with house.context("directory").database.transaction() as uow:
        uow.session.add(row)
        await uow.session.flush()
        town.values["consultation_id"] = str(row.id)
    town.traces.add(town.values["consultation_id"])


async def _document(house: House, town: Town) -> None:
    """Of the carrier, in one version."""
    here = house.context("directory")
    me = _office_of(town)
    kept = await documents.keep(here, b"Vereinbarung")
    of = Of(OwnerKind.ORGANIZATION, town.carrier_id)
    async with here.database.transaction() as uow:
        row = await documents.add(uow, me, of, "Zielvereinbarung", kept)
        town.values |= {"document_id": str(row.id), "number": "1"}
    town.traces.add(town.values["document_id"])


def _office_of(town: Town) -> Me:
    cause = Cause(town.municipality, uuid4())
    return Me(town.municipality, AccessRole.COORDINATOR, uuid4(), None, cause, uuid4())


async def _post(house: House, address: str, headers: dict[str, str], body: Any) -> Told:
    more = {
        "host": "knotenpunkt.test",
        "content-type": "application/json",
        "idempotency-key": uuid4().hex,
    }
    told = await ask(house.app, "POST", address, headers | more, json.dumps(body).encode())
    assert told.status == 201, told.body
    return told


async def _get(house: House, address: str, headers: dict[str, str]) -> Told:
    return await ask(house.app, "GET", address, headers | {"host": "knotenpunkt.test"})
