"""One mail of several matters greets once, says whose each is, and explains a kind once."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from services.notifications.messages.values import About, Draft, ToRole
from shared.clock import BERLIN, local_date
from shared.contracts.directory import OrganizationKind, Role
from shared.contracts.notifications import LetterKind
from shared.ids import new_id
from shared.json import Json
from tests.notifications.ground import Ground
from tests.notifications.held import Quiet
from tests.notifications.owing import received
from tests.notifications.test_smtp import part

EVENING = datetime(2031, 3, 7, 19, tzinfo=BERLIN)
MONDAY = datetime(2031, 3, 10, 7, tzinfo=BERLIN)
MINUTE = timedelta(minutes=1)


class Office:
    """Owed the tasks of onboardings, for which one asks the coordinator of the town."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.quiet = ground, Quiet(ground, EVENING)
        self.school, self.template, self.coordinator = new_id(), new_id(), new_id()
        ground.run(ground.plan(self.template, "keys"))
        ground.run(ground.know(self.coordinator, "koordination@bergkamen.example"))
        town = {Role.COORDINATOR: self.coordinator}
        ground.run(ground.found(new_id(), OrganizationKind.MUNICIPALITY, town))
        head = {Role.HEAD: self.quiet.me}
        ground.run(ground.found(self.school, OrganizationKind.SCHOOL, head))

    def begins(self, name: str) -> UUID:
        """Somebody new at the school."""
        worker, employment = new_id(), new_id()
        ground, now = self.ground, self.ground.clock.now()
        ground.run(ground.know(worker, f"{name}@awo.example", name=name))
        ground.run(ground.employ(worker, employment, local_date(MONDAY)))
        task = {"task_id": str(new_id()), "code": "keys", "due_on": "2031-03-12"}
        payload: Json = {
            "template_id": str(self.template),
            "tasks": [task | {"mandatory": True}],
        }
        to = ToRole(Role.HEAD, About(worker, employment, new_id()), self.school)
        ground.run(
            ground.owe((Draft(LetterKind.TASKS, to, new_id(), None, payload), received(now)))
        )
        return worker


@pytest.fixture
def office(ground: Ground) -> Office:
    return Office(ground)


def test_a_digest_says_whose_each_matter_is_and_explains_a_kind_once(office: Office) -> None:
    for name in ("Ada", "Bo"):
        office.begins(name)
    office.quiet.barrier()
    assert not office.quiet.mails(15 * MINUTE)
    office.quiet.at(MONDAY)
    [mail] = office.quiet.mails(MINUTE)
    for form in ("plain", "html"):
        text = part(mail, form)
        for name in ("Ada", "Bo"):
            assert f"eine Aufgabe für Sie – {name} Berg" in text
        assert text.count("Guten Tag") == 1
        assert text.lower().count("so melden sie etwas als erledigt") == 1
        assert text.count("antworten Sie einfach") == 1
        assert text.count("/trainings/l/aufgabe/") == 2
        assert "gemeldet – " not in text
    assert mail["Reply-To"] is not None
    assert "koordination@bergkamen.example" in mail["Reply-To"]


def test_no_name_is_in_the_subject(office: Office) -> None:
    for name in ("Ada", "Bo"):
        office.begins(name)
    assert not office.quiet.mails(MINUTE)
    office.quiet.at(MONDAY)
    [mail] = office.quiet.mails(MINUTE)
    assert mail["Subject"] == "Ihre Zusammenfassung: 2 Nachrichten"
