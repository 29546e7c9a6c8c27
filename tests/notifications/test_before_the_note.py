"""What a mail server has taken, and what has become needless, before anything could be noted."""

import re
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

from services.notifications.mails.values import CONSULTATION_ANSWERED
from services.notifications.messages.values import About, Draft, ToPerson, ToRole
from shared.clock import local_date
from shared.contracts.directory import OrganizationKind, Role
from shared.contracts.notifications import LetterKind
from shared.ids import new_id
from tests.notifications.ground import Ground
from tests.notifications.owing import received
from tests.notifications.test_smtp import part

DAY = timedelta(days=1)
WORKER, EMPLOYMENT = new_id(), new_id()
MINE = "kim@awo.example"


def employed(ground: Ground) -> None:
    """Somebody who began a month ago."""
    ground.run(ground.empty())
    ground.post.open()
    start = local_date(ground.clock.now()) - 30 * DAY
    ground.run(ground.know(WORKER, MINE))
    ground.run(ground.employ(WORKER, EMPLOYMENT, start))


def appointment(ground: Ground) -> None:
    """Named for the worker."""
    draft = Draft(CONSULTATION_ANSWERED, ToPerson(WORKER), new_id(), subject_id=new_id())
    ground.run(ground.owe((draft, received(ground.clock.now()))))


def tasks(ground: Ground, role: Role, template_id: UUID, onboarding_id: UUID) -> Draft:
    due = str(local_date(ground.clock.now()) + 9 * DAY)
    task = {"task_id": str(new_id()), "code": role.value, "due_on": due, "mandatory": True}
    return Draft(
        LetterKind.TASKS,
        ToRole(role, About(WORKER, EMPLOYMENT, onboarding_id)),
        onboarding_id,
        payload={"template_id": str(template_id), "tasks": [task]},
    )


def titles(mail: EmailMessage) -> set[str]:
    return set(re.findall(r"Titel von (\w+)", part(mail, "plain")))


def test_who_has_left_before_it_would_go_out_is_told_nothing(ground: Ground) -> None:
    employed(ground)
    appointment(ground)
    ground.run(ground.leave(EMPLOYMENT, local_date(ground.clock.now()) - DAY))
    ground.clock.forward(timedelta(minutes=11))
    ground.run(ground.deliver())
    assert ground.post.mails == []
    assert {state for _, state in ground.run(ground.states())} == {"withdrawn"}


def test_who_has_not_left_yet_is_told(ground: Ground) -> None:
    employed(ground)
    appointment(ground)
    ground.run(ground.leave(EMPLOYMENT, local_date(ground.clock.now())))
    ground.clock.forward(timedelta(minutes=11))
    ground.run(ground.deliver())
    assert len(ground.post.mails) == 1


def test_a_mail_that_is_out_already_is_repeated_as_it_was(ground: Ground) -> None:
    employed(ground)
    appointment(ground)
    appointment(ground)
    ground.clock.forward(timedelta(minutes=11))
    ground.run(ground.crash())
    ground.run(ground.deliver())
    first, repeat = ground.post.mails
    assert first["Message-ID"] == repeat["Message-ID"]
    assert part(first, "plain") == part(repeat, "plain")


def test_what_joins_a_mail_that_is_out_already_is_a_mail_of_its_own(ground: Ground) -> None:
    """Whom the buddy's tasks concern is known only when the worker's are with the server."""
    employed(ground)
    template, onboarding, office = new_id(), new_id(), new_id()
    ground.run(ground.plan(template, Role.WORKER, Role.BUDDY))
    drafts = [tasks(ground, role, template, onboarding) for role in (Role.WORKER, Role.BUDDY)]
    event = received(ground.clock.now())
    ground.run(ground.owe(*((each, event) for each in drafts)))
    ground.clock.forward(timedelta(minutes=2))
    ground.run(ground.crash())
    ground.run(ground.found(office, OrganizationKind.MUNICIPALITY, {Role.BUDDY: WORKER}))
    ground.clock.forward(timedelta(minutes=10))
    ground.run(ground.deliver())
    first, *later = ground.post.mails
    [repeat] = [each for each in later if each["Message-ID"] == first["Message-ID"]]
    [other] = [each for each in later if each["Message-ID"] != first["Message-ID"]]
    assert titles(first) == titles(repeat) == {"worker"}
    assert titles(other) == {"buddy"}
