"""What a school was to be told of a leave is needless once it is told something newer of it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from shared.clock import BERLIN, local_date
from shared.contracts.directory import OrganizationKind, Role
from shared.ids import new_id
from tests.notifications.ground import Ground
from tests.notifications.held import Quiet
from tests.notifications.test_smtp import part

EVENING = datetime(2031, 3, 7, 19, tzinfo=BERLIN)
MONDAY = datetime(2031, 3, 10, 7, tzinfo=BERLIN)
MINUTE = timedelta(minutes=1)


class School:
    """Its head may not be disturbed at night; one of its workers goes on leave."""

    def __init__(self, ground: Ground) -> None:
        self.quiet = Quiet(ground, EVENING)
        self.worker, self.employment, self.school = new_id(), new_id(), new_id()
        ground.run(ground.know(self.worker, "worker@awo.example"))
        ground.run(ground.employ(self.worker, self.employment, local_date(EVENING)))
        head = {Role.HEAD: self.quiet.me}
        ground.run(ground.found(self.school, OrganizationKind.SCHOOL, head))

    def hears(self, leave: UUID | None, first: str | None) -> None:
        self.quiet.cover(self.worker, self.employment, self.school, leave, first)
        assert not self.quiet.mails(15 * MINUTE)

    def texts(self) -> list[str]:
        """Of the mails of Monday morning."""
        self.quiet.at(MONDAY)
        return [part(each, "plain") for each in self.quiet.mails(MINUTE)]


@pytest.fixture
def school(ground: Ground) -> School:
    return School(ground)


def test_what_was_changed_overnight_is_told_once_as_it_is_now(school: School) -> None:
    leave = new_id()
    school.hears(leave, "2031-04-01")
    school.hears(leave, "2031-05-01")
    [text] = school.texts()
    assert "ab 1. Mai 2031" in text
    assert "April" not in text


def test_what_was_called_off_before_anybody_heard_of_it_is_not_told(school: School) -> None:
    leave = new_id()
    school.hears(leave, "2031-04-01")
    school.hears(leave, None)
    assert school.texts() == []


def test_another_leave_of_the_same_worker_is_told_beside_it(school: School) -> None:
    school.hears(new_id(), "2031-04-01")
    school.hears(new_id(), "2031-06-01")
    [text] = school.texts()
    assert "ab 1. April 2031" in text
    assert "ab 1. Juni 2031" in text


def test_what_was_told_by_an_earlier_version_can_be_called_off(school: School) -> None:
    """It did not keep which leave it was."""
    school.hears(None, "2031-04-01")
    assert len(school.texts()) == 1
    school.quiet.cover(school.worker, school.employment, school.school, new_id(), None)
    [mail] = school.quiet.mails(15 * MINUTE)
    assert "wie gewohnt im Dienst" in part(mail, "plain")
