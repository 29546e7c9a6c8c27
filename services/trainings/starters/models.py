"""Onboardings with what is counted of their tasks; stored nowhere."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped

from services.trainings.models import Base, onboardings, people, tasks

_of_it = tasks.c.onboarding_id == onboardings.c.id
_is_open = tasks.c.done_at.is_(None)
_next_due = select(func.min(tasks.c.due_on)).where(_of_it, _is_open)
_progress = (
    select(
        onboardings.c.id,
        onboardings.c.tenant,
        onboardings.c.start_date,
        onboardings.c.ready_at,
        people.c.given_name,
        people.c.family_name,
        select(func.count()).where(_of_it).scalar_subquery().label("tasks"),
        select(func.count(tasks.c.done_at)).where(_of_it).scalar_subquery().label("done"),
        _next_due.scalar_subquery().label("next_due"),
    )
    .outerjoin(people, people.c.person_id == onboardings.c.worker_id)
    .where(onboardings.c.closed_at.is_(None))
    .subquery("progress")
)


class Starter(Base):
    """One that is not closed; ``next_due`` is the first day on which something open is due."""

    __table__ = _progress
    __mapper_args__ = {"primary_key": [_progress.c.id]}  # noqa: RUF012

    id: Mapped[UUID]
    tenant: Mapped[str]
    start_date: Mapped[date]
    ready_at: Mapped[datetime | None]
    given_name: Mapped[str | None]
    family_name: Mapped[str | None]
    tasks: Mapped[int]
    done: Mapped[int]
    next_due: Mapped[date | None]

    @property
    def name(self) -> str:
        """A name may not have arrived yet."""
        return f"{self.family_name}, {self.given_name}" if self.family_name else "Name folgt"
