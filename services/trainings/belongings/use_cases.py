"""Notes at which kind of school people work from a day on."""

from collections.abc import Sequence

from services.trainings.belongings.models import SchoolChange, school_changes
from services.trainings.belongings.values import of_most_hours
from shared.contracts.directory import PlacementsChanged
from shared.database.tables import row_of
from shared.messaging.router import Received
from shared.messaging.unit_of_work import BulkUnitOfWork


def note(uow: BulkUnitOfWork, changes: Sequence[Received[PlacementsChanged]]) -> None:
    """A later one from the same day replaces an earlier one."""
    latest = {
        (each.body.employment_id, each.body.valid_from): row_of(SchoolChange)(
            tenant=each.tenant,
            employment_id=each.body.employment_id,
            valid_from=each.body.valid_from,
            school_type=school_type.value,
        )
        for each in changes
        if (school_type := of_most_hours(each.body.placements))
    }
    uow.upsert(school_changes, [*latest.values()])
