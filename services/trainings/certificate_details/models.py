"""What the office adds to a gathering for its certificates."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant
from shared.database.versions import Versioned
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, Unlinked, personal

_NAMED = personal(
    Kind.IDENTITY,
    about=Unlinked("die Koordinierungsstelle schreibt auf, wer angekündigt war; ohne Kennung"),
    purpose="auf der Bescheinigung sagen, wer referiert hat und wer verantwortlich ist",
    deletion=Deletion.OFFICE_DELETES,
)


def _shown(label: str, info: Info = NOT_PERSONAL) -> Info:
    return {"label": label, **info}


class CertificateDetails(OfTenant, Versioned, Base):
    """Of one gathering, once the office has written some down."""

    __tablename__ = "certificate_details"

    gathering_id: Mapped[UUID] = mapped_column(
        ForeignKey("gatherings.id"), primary_key=True, info=NOT_PERSONAL
    )
    speakers: Mapped[str] = mapped_column(default="", info=_shown("Referierende", _NAMED))
    legal_basis: Mapped[str] = mapped_column(default="", info=_shown("Rechtsgrundlage"))
    partners: Mapped[str] = mapped_column(default="", info=_shown("Mitveranstalter"))
    funding: Mapped[str] = mapped_column(default="", info=_shown("Förderhinweis"))
    responsible: Mapped[str] = mapped_column(default="", info=_shown("Verantwortlich", _NAMED))
