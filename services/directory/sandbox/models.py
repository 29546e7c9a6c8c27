"""Which carriers try things out, and who is told what comes of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_DEVELOPER = personal(
    Kind.PARTICIPATION,
    about="owner_id",
    purpose="wer die Mails zu den Testeinstellungen eines Trägers bekommt",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class Sandbox(OfTenant, Base):
    """A carrier's; its municipality's, while ``trial_id`` and the client are the sandbox's.

    ``trial_id`` is the carrier for which test hires are posted.
    """

    __tablename__ = "sandboxes"

    carrier_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id"), primary_key=True, info=NOT_PERSONAL
    )
    trial_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id"), info=NOT_PERSONAL)
    client_id: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    owner_id: Mapped[UUID] = mapped_column(info=identifying(_DEVELOPER))
    made_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)


sandboxes = table_of(Sandbox)
