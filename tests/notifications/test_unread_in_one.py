"""What is counted in one statement is what the inbox lists as unread, whoever looks."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr
from sqlalchemy import insert

from services.notifications.counting import queries as counting
from services.notifications.inbox import queries as inbox
from services.notifications.inbox.models import inbox_items
from services.notifications.mails.values import every_kind
from services.notifications.merges.models import merged_people
from services.notifications.models import messages
from services.notifications.recipients.models import employments, organizations
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant, SignInMethod
from shared.contracts.directory import OrganizationKind, Role
from shared.contracts.notifications import LetterKind
from shared.ids import new_id
from shared.settings import Settings
from shared.web.sessions.person import SignedIn
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import house_with
from tests.notifications.hooks import KAMEN
from tests.notifications.test_postgres import url as url
from tests.signing_in import OPERATOR, coordinator_of

SEED, TOWNS = 261127, (BERGKAMEN, KAMEN)
KINDS = [*LetterKind]
ACTING = [kind for kind, mail in every_kind().items() if mail.audience is not None]


class World:
    """Made up: people, for whom they stand, who names them, what they were told and have read."""

    def __init__(self, house: House) -> None:
        self.chance = Random(SEED)
        self.now = house.clock.now()
        self.people = [new_id() for _ in range(8)]
        self.places = [self._place(town, number) for town, number in product(TOWNS, range(6))]
        self.jobs = [self._job(days) for days in (-1, 0, 1, None)]
        self.told = [self._message() for _ in range(400)]

    def rows(self) -> Iterator[tuple[Any, Sequence[dict[str, Any]]]]:
        a, b, c, *_ = self.people
        merges = [(a, b), (b, c)]
        yield organizations, self.places
        yield employments, self.jobs
        yield messages, self.told
        yield (
            merged_people,
            [{"survivor_id": to, "merged_id": of, "tightened": []} for to, of in merges],
        )
        yield (
            inbox_items,
            [
                {
                    "tenant": told["tenant"],
                    "message_id": told["id"],
                    "person_id": self.chance.choice(self.people),
                    "read_at": self.now,
                    "done_at": None,
                }
                for told in self.told[::3]
            ],
        )

    def _place(self, town: str, number: int) -> dict[str, Any]:
        kind = OrganizationKind.MUNICIPALITY if not number else OrganizationKind.SCHOOL
        named = [
            {"role": self.chance.choice([*Role]).value, "person_id": str(each)}
            for each in self.chance.choices(self.people, k=4)
        ]
        if not number:
            office = self.people[0 if town == BERGKAMEN else 4]
            named.insert(0, {"role": Role.COORDINATOR.value, "person_id": str(office)})
            named = [each for each in named if each["role"] != Role.BUDDY.value]
        return {
            "tenant": town,
            "organization_id": new_id(),
            "version": 1,
            "kind": kind.value,
            "name": f"{number}",
            "school_number": None,
            "contacts": named,
        }

    def _job(self, days: int | None) -> dict[str, Any]:
        today = local_date(self.now)
        return {
            "tenant": BERGKAMEN,
            "employment_id": new_id(),
            "worker_id": self.chance.choice(self.people),
            "carrier_id": new_id(),
            "start_date": today - timedelta(days=30),
            "last_day": None if days is None else today + timedelta(days=days),
            "school_ids": [],
            "as_of": self.now,
        }

    def _message(self) -> dict[str, Any]:
        chance, today = self.chance, local_date(self.now)
        to_person = chance.random() < 0.4
        jobs: list[UUID | None] = [each["employment_id"] for each in self.jobs]
        places: list[UUID | None] = [each["organization_id"] for each in self.places]
        return {
            "id": new_id(),
            "tenant": chance.choice(TOWNS),
            "kind": chance.choice([*KINDS, *ACTING * 5]).value,
            "person_id": chance.choice(self.people) if to_person else None,
            "role": "" if to_person else chance.choice([*Role]).value,
            "organization_id": None if to_person else chance.choice([*places, None, new_id()]),
            "worker_id": chance.choice([*self.people, None]),
            "employment_id": chance.choice([*jobs, None, None, None]),
            "onboarding_id": None,
            "subject_id": None,
            "payload": {},
            "happened_at": self.now,
            "expires_on": chance.choice([None, today, today - timedelta(days=1)]),
            "correlation_id": new_id(),
            "causation_id": new_id(),
            "created_at": self.now - timedelta(days=chance.choice([0, 89, 91])),
        }

    def visitors(self) -> Iterator[SignedIn]:
        places = [each["organization_id"] for each in self.places if each["tenant"] == BERGKAMEN]
        for person in self.people:
            for grants in (
                [Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)],
                [coordinator_of(BERGKAMEN), coordinator_of(KAMEN)],
                [_at(AccessRole.HEAD, places[1]), _at(AccessRole.CARRIER, places[2])],
                [_at(AccessRole.CONTACT, places[3]), OPERATOR],
                [OPERATOR, coordinator_of(KAMEN)],
                [OPERATOR],
            ):
                yield SignedIn(new_id(), person, SignInMethod.OIDC, tuple(grants), "")


def _at(role: AccessRole, place: UUID) -> Grant:
    return Grant(role=role, municipality=BERGKAMEN, organization_id=place)


async def counts_what_is_listed(house: House) -> None:
    here, world = house.context("notifications"), World(house)
    async with here.database.transaction() as uow:
        for table, rows in world.rows():
            await uow.session.execute(insert(table), rows)
    found = set()
    async with here.database.reading() as session:
        for someone in world.visitors():
            listed = await inbox.unread(session, await inbox.desk_of(session, someone, here))
            assert await counting.unread(session, someone, here) == listed, someone
            found.add(listed)
    assert len(found) > 12


async def test_one_statement_counts_what_is_listed(open_house: OpenHouse) -> None:
    await counts_what_is_listed(await open_house("notifications"))


@pytest.mark.real
async def test_one_statement_counts_what_is_listed_on_postgresql(url: str, tmp_path: Path) -> None:
    settings = Settings(
        database_url=url, secret=SecretStr("s" * 32), mail_from="p@b.example", _env_file=None
    )
    async with house_with(tmp_path, settings) as house:
        await counts_what_is_listed(house)
