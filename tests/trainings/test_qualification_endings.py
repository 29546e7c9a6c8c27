"""Whoever has a qualification is told 90 days before it ends, and 30; nobody for nothing."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, update

from services.trainings.gatherings import use_cases as gatherings
from services.trainings.models import Person, onboardings
from services.trainings.qualification_kinds.models import QualificationKind
from services.trainings.qualifications import use_cases
from services.trainings.qualifications.models import qualifications
from services.trainings.qualifications.values import Origin
from shared.clock import BERLIN
from shared.contracts.certificates import QualificationEnding, QualificationProlonged
from shared.contracts.gatherings import GatheringKind
from shared.database.tables import table_of
from shared.ids import new_id
from tests.house import BERGKAMEN
from tests.trainings.hall import BEGIN, DAY, Hall, me, opened

END = date(2027, 9, 1)
people, kinds = table_of(Person), table_of(QualificationKind)


@pytest.fixture(scope="module")
def shared() -> Iterator[Hall]:
    with opened() as found:
        yield found


@pytest.fixture
def hall(shared: Hall) -> Hall:
    shared.watch.at = BEGIN
    for each in (qualifications, people):
        shared.run(shared.execute(delete(each)))
    return shared


def qualified(hall: Hall, until: date | None = END, **given: Any) -> UUID:
    """Somebody of the directory; their id."""
    person_id = new_id()
    hall.run(hall.execute(insert(people).values(_person(person_id))))
    holds(hall, person_id, follows(hall), until, **given)
    return person_id


def follows(hall: Hall) -> UUID:
    for each in hall.run(hall.rows(kinds)):
        return UUID(str(each.id))
    key = new_id()
    kind: dict[str, Any] = {"id": key, "name": "Kinderschutz", "units": Decimal(8), "months": 24}
    kind |= {"prolong_units": Decimal(4), "reactivation_months": 0, "asked": False}
    kind |= {"tenant": BERGKAMEN, "version": 1, "gathering_kind": GatheringKind.TRAINING}
    hall.run(hall.execute(insert(kinds).values(kind)))
    return key


def holds(hall: Hall, person_id: UUID, kind: UUID, until: date | None, **given: Any) -> None:
    row = {"tenant": BERGKAMEN, "id": new_id(), "person_id": person_id, "kind_id": kind}
    row |= {"since": date(2025, 9, 1), "until": until, "origin": Origin.EARNED}
    row |= {"units": Decimal(8), "noted_at": BEGIN, "reason": ""}
    hall.run(hall.execute(insert(qualifications).values(row | given)))


def told(hall: Hall, days: int, hour: int = 9) -> list[QualificationEnding]:
    """So many days before the end."""
    hall.watch.at = datetime.combine(END - days * DAY, time(hour), BERLIN)
    hall.run(hall.announced())
    hall.run(hall.act(use_cases.tell_of_endings))
    kind = QualificationEnding
    found = hall.run(hall.announced())
    return [kind.model_validate_json(data) for name, data in found if name == kind.type_name]


def _person(person_id: UUID) -> dict[str, Any]:
    name = {"given_name": "Nele", "family_name": "Ahrens"}
    return {"tenant": BERGKAMEN, "person_id": person_id, "version": 1, **name}


def test_it_is_said_ninety_days_before_and_thirty_and_once_each(hall: Hall) -> None:
    nele = qualified(hall)
    qualified(hall, None)
    assert not told(hall, 91)
    assert not told(hall, 90, hour=7)
    [first] = told(hall, 90)
    assert (first.person_id, first.until) == (nele, END)
    assert not told(hall, 89)
    assert not told(hall, 31)
    [again] = told(hall, 30)
    assert again.qualification_id == first.qualification_id
    assert not told(hall, 1)


def test_what_comes_to_light_late_is_said_once(hall: Hall) -> None:
    qualified(hall)
    assert len(told(hall, 12)) == 1
    assert not told(hall, 11)


def test_nothing_is_said_of_what_was_prolonged_or_taken_back_nor_to_who_is_gone(
    hall: Hall,
) -> None:
    prolonged = qualified(hall)
    holds(hall, prolonged, follows(hall), END + 700 * DAY)
    qualified(hall, withdrawn_at=BEGIN)
    left, merged, erased = (qualified(hall) for _ in range(3))
    hall.run(hall.execute(insert(onboardings).values(_onboarding(left))))
    gone = update(people).where(people.c.person_id == merged).values(merged_into=new_id())
    hall.run(hall.execute(gone))
    hall.run(hall.execute(delete(people).where(people.c.person_id == erased)))
    assert not told(hall, 90)


def _onboarding(worker_id: UUID) -> dict[str, Any]:
    ids = ("id", "employment_id", "carrier_id", "template_id", "correlation_id", "causation_id")
    days = {"start_date": date(2024, 1, 1), "last_day": END - 100 * DAY}
    none = dict.fromkeys(("ready_at", "closed_at", "closing_reason"))
    given = dict.fromkeys(("worker_id", *ids), worker_id) | {"tenant": BERGKAMEN}
    return given | days | none


def test_open_gatherings_that_would_prolong_it_are_named_those_in_time_first(hall: Hall) -> None:
    qualified(hall)
    hall.watch.at = datetime.combine(END - 90 * DAY, time(9), BERLIN)
    late, near = (hall.run(hall.convene(days=days)) for days in (95, 12))
    hall.run(hall.convene(days=12, kind=GatheringKind.EXCHANGE))
    off = hall.run(hall.convene(days=14))
    hall.run(hall.act(lambda uow: gatherings.call_off(uow, hall.office, off)))
    [found] = told(hall, 90)
    assert found.gatherings == (near, late)


def test_an_extension_takes_back_what_was_to_be_said(hall: Hall) -> None:
    qualified(hall)
    [ending] = told(hall, 90)
    hall.run(
        hall.act(
            lambda uow: use_cases.extend(
                uow, me(), ending.qualification_id, END + 60 * DAY, "Elternzeit"
            )
        )
    )
    found = hall.run(hall.announced())
    assert [name for name, _ in found] == [QualificationProlonged.type_name]
    assert not told(hall, 80)
    assert len(told(hall, 30 - 60)) == 1
