"""At which kind of school people work, as it changes."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import Deletion, Kind, personal
from shared.web.conflicts import Unreachable

_EMPLOYMENT = personal(
    Kind.EMPLOYMENT,
    about="employment_id -> onboardings(employment_id).worker_id",
    purpose="für welche Schulform ein Platz zählt",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class SchoolChange(OfTenant, Base):
    """From a day on most hours of an employment are at schools of this type."""

    __tablename__ = "school_changes"
    __table_args__ = ({"info": _EMPLOYMENT},)

    employment_id: Mapped[UUID] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    school_type: Mapped[str]


school_changes = table_of(SchoolChange)
CONSTRAINTS: Mapping[str, Unreachable] = {
    "school_changes.employment_id, school_changes.valid_from": Unreachable(
        "a later one replaces an earlier one"
    ),
}
