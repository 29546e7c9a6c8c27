"""Keeps when mails may go out; what is held is looked at again by the new hours."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete

from services.notifications.deliveries import use_cases as deliveries
from services.notifications.hours.forms import HoursForm
from services.notifications.hours.models import OwnHours, TownHours, own_hours
from services.notifications.hours.values import Window
from shared.database.tables import Tenant, row_of
from shared.database.writes import upsert_rows
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem


async def set_for_town(uow: UnitOfWork, tenant: Tenant, form: HoursForm) -> None:
    """From now on; raises ``Problem`` if there would be no hour left, and ``Overtaken``."""
    _refuse_no_hour(form.opens, form.closes)
    row = await uow.session.get(TownHours, tenant)
    if row is None:
        row = TownHours(tenant=tenant, **form.model_dump(exclude={"version"}))
        uow.session.add(row)
    else:
        row.update(form)
    await uow.session.flush()
    await deliveries.reconsider_in(uow, tenant)


async def set_own(uow: UnitOfWork, person_id: UUID, wanted: Window) -> None:
    """From now on; raises ``Problem`` if there would be no hour left."""
    _refuse_no_hour(wanted.opens, wanted.closes)
    row = row_of(OwnHours)(
        person_id=person_id,
        days=sorted(wanted.days),
        opens=wanted.opens,
        closes=wanted.closes,
        in_school_holidays=wanted.in_school_holidays,
        changed_at=uow.now,
    )
    await upsert_rows(uow.session, own_hours, [row])
    await deliveries.reconsider(uow, person_id)


async def take_back_own(uow: UnitOfWork, person_id: UUID) -> None:
    """As the municipality sends them; does nothing where there are none."""
    await forget(uow, [person_id])
    await deliveries.reconsider(uow, person_id)


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """Who was erased wants nothing."""
    await uow.session.execute(delete(own_hours).where(own_hours.c.person_id.in_(person_ids)))


def _refuse_no_hour(opens: int, closes: int) -> None:
    if opens >= closes:
        error = FieldError("closes", "must be later than the beginning")
        raise Problem(422, "no-hour-left", "There would be no hour left", errors=[error])
