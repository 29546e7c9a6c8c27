"""A deadline has its whole day, and what cannot be meant is refused at its field."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from pydantic import ValidationError

from services.trainings.gatherings import rules
from services.trainings.gatherings.forms import GatheringForm
from services.trainings.gatherings.values import Slot
from services.trainings.models import Gathering
from services.trainings.registrations.rules import hindrance
from services.trainings.values import Audience
from shared.clock import BERLIN
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import GatheringKind, GatheringState
from shared.web.problem import Problem
from tests.house import BERGKAMEN

DAY = date(2027, 3, 12)
BEGIN = datetime.combine(date(2027, 3, 20), time(9), BERLIN)


@pytest.mark.parametrize(
    ("state", "now", "reason"),
    [
        ("open", datetime.combine(DAY, time(23, 59, 59), BERLIN), None),
        ("open", datetime.combine(DAY + timedelta(days=1), time(0), BERLIN), "late"),
        ("open", datetime(2027, 3, 12, 22, 59, tzinfo=UTC), None),
        ("open", datetime(2027, 3, 12, 23, 0, tzinfo=UTC), "late"),
        ("open", BEGIN, "begun"),
        ("open", BEGIN + timedelta(hours=7), "over"),
        ("closed", datetime.combine(DAY, time(9), BERLIN), "closed"),
        ("cancelled", datetime.combine(DAY, time(9), BERLIN), "cancelled"),
    ],
)
def test_a_deadline_includes_its_whole_day(state: str, now: datetime, reason: str | None) -> None:
    row = Gathering(tenant=BERGKAMEN, kind=GatheringKind.TRAINING, title="Recht")
    row.state, row.audience = GatheringState(state), Audience.EVERYBODY
    row.starts_at, row.ends_at, row.register_until = BEGIN, BEGIN + timedelta(hours=7), DAY
    assert hindrance(row, {AccessRole.WORKER}, now) == reason


@pytest.mark.parametrize(
    ("field", "refuse"),
    [
        ("ends", lambda: rules.moments(Slot(DAY, time(9), time(9)))),
        ("ends", lambda: rules.moments(Slot(DAY, time(9), time(8)))),
        ("starts", lambda: rules.moments(Slot(date(2027, 3, 28), time(2, 30), time(4)))),
        ("ends", lambda: rules.moments(Slot(date(2027, 3, 28), time(1, 30), time(2, 30)))),
        ("day", lambda: rules.refuse_far(date(2031, 3, 12), DAY)),
        ("day", lambda: rules.refuse_far(date(202, 3, 12), DAY)),
        ("register_until", lambda: rules.refuse_late(date(2027, 3, 21), BEGIN)),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(
    field: str, refuse: Callable[[], object]
) -> None:
    with pytest.raises(Problem) as refused:
        refuse()
    assert [each.field for each in refused.value.errors] == [field]


@pytest.mark.parametrize("capacity", [0, -1, 10**9, 5001])
def test_so_few_or_so_many_seats_are_not_meant(capacity: int) -> None:
    with pytest.raises(ValidationError, match="capacity"):
        GatheringForm.model_validate({"kind": "training", "title": "Recht", "capacity": capacity})


def test_nobody_could_go_to_a_gathering_without_a_date() -> None:
    with pytest.raises(Problem, match="gathering-without-date"):
        rules.refuse_dateless([])
