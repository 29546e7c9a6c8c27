"""What the office has said of who answers for its municipality's data."""

from collections.abc import Mapping

from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import Tenant
from shared.database.versions import Versioned
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, Unlinked, personal
from shared.web.conflicts import Conflict

_OFFICER = personal(
    Kind.IDENTITY,
    Kind.CONTACT,
    about=Unlinked("die Koordinierungsstelle schreibt auf, wer das Amt hat; ohne Kennung"),
    purpose="sagen, an wen man sich zum Datenschutz wendet",
    deletion=Deletion.OFFICE_DELETES,
)


def _said(label: str, info: Info = NOT_PERSONAL) -> Info:
    return info | {"label": label}


class ControllerRow(Versioned, Base):
    """Of one municipality, once its office has said so."""

    __tablename__ = "controllers"

    tenant: Mapped[Tenant] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    name: Mapped[str] = mapped_column(default="", info=_said("Verantwortliche Stelle"))
    address: Mapped[str] = mapped_column(default="", info=_said("Anschrift"))
    email: Mapped[str] = mapped_column(default="", info=_said("Mail-Adresse"))
    phone: Mapped[str] = mapped_column(default="", info=_said("Telefon"))
    officer: Mapped[str] = mapped_column(default="", info=_said("Name oder Stelle", _OFFICER))
    officer_address: Mapped[str] = mapped_column(default="", info=_said("Anschrift", _OFFICER))
    officer_email: Mapped[str] = mapped_column(default="", info=_said("Mail-Adresse", _OFFICER))
    officer_phone: Mapped[str] = mapped_column(default="", info=_said("Telefon", _OFFICER))


CONSTRAINTS: Mapping[str, Conflict] = {
    "controllers.tenant": Conflict(
        code="controller-known", title="Somebody has just said so", field="name", reason="is known"
    )
}
