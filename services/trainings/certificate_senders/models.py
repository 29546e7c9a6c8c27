"""What the office's certificates say of itself."""

from collections.abc import Mapping

from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import Tenant, table_of
from shared.database.versions import Versioned
from shared.privacy.declared import NOT_PERSONAL
from shared.web.conflicts import Conflict


class CertificateSender(Versioned, Base):
    """Of one office, once it has said so."""

    __tablename__ = "certificate_senders"

    tenant: Mapped[Tenant] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    address: Mapped[str] = mapped_column(default="", info=NOT_PERSONAL | {"label": "Anschrift"})
    place: Mapped[str] = mapped_column(
        default="", info=NOT_PERSONAL | {"label": "Ort der Ausstellung"}
    )


senders = table_of(CertificateSender)
CONSTRAINTS: Mapping[str, Conflict] = {
    "certificate_senders.tenant": Conflict(
        code="sender-known", title="Somebody has just said so", field="address", reason="is known"
    )
}
