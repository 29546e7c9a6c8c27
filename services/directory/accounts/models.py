"""Addresses for signing in, and who may do what."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.contracts.accounts import AccessRole
from shared.database.tables import OfTenant
from shared.database.types import Code
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_ADDRESS = personal(
    Kind.CONTACT,
    about="person_id",
    purpose="sich mit einem Code anmelden, der an diese Adresse geht",
    deletion=Deletion.WITH_PERSON,
)
_GRANT = personal(
    Kind.EMPLOYMENT,
    about="person_id",
    purpose="was jemand darf",
    deletion=Deletion.WITH_PERSON,
)


class SignInAddress(Base):
    """One person's; that somebody is written to at the same address does not make it theirs."""

    __tablename__ = "sign_in_addresses"
    __table_args__ = ({"info": _ADDRESS},)

    address: Mapped[str] = mapped_column(primary_key=True, info={"label": "Adresse zum Anmelden"})
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id"), index=True, info=identifying(_ADDRESS)
    )
    verified_at: Mapped[datetime | None]


class AccessGrant(OfTenant, Base):
    """A role in a municipality, for one organization where it names one."""

    __tablename__ = "grants"
    __table_args__ = (
        Index("grants_of_municipality", "tenant", "role"),
        {"info": _GRANT},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id"), index=True, info=identifying(_GRANT)
    )
    role: Mapped[str] = mapped_column(Code(AccessRole), info={"label": "Rolle"})
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organizations.id"))
    valid_from: Mapped[date | None] = mapped_column(info={"label": "Ab"})
    valid_to: Mapped[date | None] = mapped_column(info={"label": "Bis einschließlich"})
