"""What the office has and carriers have said of who answers for their data."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.controllers.values import Law
from services.directory.models import Base
from shared.database.tables import OfTenant, Tenant
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, Unlinked, personal
from shared.web.conflicts import Conflict

_OFFICER = personal(
    Kind.IDENTITY,
    Kind.CONTACT,
    about=Unlinked("Koordinierungsstelle oder Träger schreibt auf, wer das Amt hat; ohne Kennung"),
    purpose="sagen, an wen man sich zum Datenschutz wendet",
    deletion=Deletion.OFFICE_DELETES,
)


def _said(label: str, info: Info = NOT_PERSONAL) -> Info:
    return info | {"label": label}


class _Named(Versioned):
    """What is said of whoever answers for data, and of their data protection officer."""

    name: Mapped[str] = mapped_column(default="", info=_said("Verantwortliche Stelle"))
    address: Mapped[str] = mapped_column(default="", info=_said("Anschrift"))
    email: Mapped[str] = mapped_column(default="", info=_said("Mail-Adresse"))
    phone: Mapped[str] = mapped_column(default="", info=_said("Telefon"))
    officer: Mapped[str] = mapped_column(default="", info=_said("Name oder Stelle", _OFFICER))
    officer_address: Mapped[str] = mapped_column(default="", info=_said("Anschrift", _OFFICER))
    officer_email: Mapped[str] = mapped_column(default="", info=_said("Mail-Adresse", _OFFICER))
    officer_phone: Mapped[str] = mapped_column(default="", info=_said("Telefon", _OFFICER))


class ControllerRow(_Named, Base):
    """Of one municipality, once its office has said so."""

    __tablename__ = "controllers"

    tenant: Mapped[Tenant] = mapped_column(primary_key=True, info=NOT_PERSONAL, sort_order=-1)


class CarrierControllerRow(OfTenant, _Named, Base):
    """Of one carrier, once it or the office has said so."""

    __tablename__ = "carrier_controllers"

    carrier_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id"), primary_key=True, info=NOT_PERSONAL, sort_order=-1
    )
    law: Mapped[Law | None] = mapped_column(Code(Law), default=None, info=_said("Datenschutzrecht"))
    authority: Mapped[str] = mapped_column(default="", info=_said("Aufsichtsbehörde"))


CONSTRAINTS: Mapping[str, Conflict] = {
    key: Conflict(
        code="controller-known", title="Somebody has just said so", field="name", reason="is known"
    )
    for key in ("controllers.tenant", "carrier_controllers.carrier_id")
}
