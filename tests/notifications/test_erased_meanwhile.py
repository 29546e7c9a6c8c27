"""Somebody is erased while their mail is being handed over: nothing is written down of them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from aiosmtplib import SMTPRecipientRefused
from sqlalchemy import select

from services.notifications.addresses.models import health
from services.notifications.dispatches.models import dispatches
from services.notifications.gateways import Refused
from services.notifications.mails.values import CONSULTATION_ANSWERED
from services.notifications.messages.values import Draft, ToPerson
from services.notifications.rounds.use_cases import deliver_due
from services.notifications.undeliverable.models import given_up
from services.notifications.values import Mail, Person
from shared.ids import new_id
from tests.notifications.ground import Ground
from tests.notifications.owing import received

ADDRESS = "kim@awo.example"


@dataclass
class Erasing:
    """A mail server in whose hands a mail is while its recipient is erased."""

    ground: Ground
    refuses: bool

    async def send(self, mail: Mail) -> None:
        await self.ground.erase(mail.to.person_id)
        if self.refuses:
            raise Refused(SMTPRecipientRefused(550, "5.1.1 no such user", mail.to.email))


@pytest.fixture
def kim(ground: Ground) -> Person:
    """Somebody who is owed a mail."""
    ground.run(ground.empty())
    person = Person(new_id(), "Kim", "Berg", ADDRESS)
    ground.run(ground.know(person.person_id, ADDRESS))
    draft = Draft(CONSULTATION_ANSWERED, ToPerson(person.person_id), new_id(), subject_id=new_id())
    ground.run(ground.owe((draft, received(ground.clock.now()))))
    return person


@pytest.mark.parametrize("refuses", [False, True])
def test_nothing_is_noted_of_who_was_erased_in_between(
    ground: Ground, kim: Person, refuses: bool
) -> None:
    server: Any = Erasing(ground, refuses)
    ground.clock.forward(timedelta(minutes=11))

    done = ground.run(deliver_due(ground.context, [server], new_id()))

    assert done.busy
    assert ground.run(_left(ground)) == []


async def _left(ground: Ground) -> list[Any]:
    async with ground.context.database.reading() as session:
        found: list[Any] = []
        for table in (dispatches, health, given_up):
            found += (await session.execute(select(table))).all()
        return found
