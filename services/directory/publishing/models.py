"""What a municipality has decided about its public directory."""

from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.versions import Versioned
from shared.privacy.declared import NOT_PERSONAL


class Publication(OfTenant, Versioned, Base):
    """Who has none has decided nothing: the directory is open, and indexed by nobody."""

    __tablename__ = "publications"

    tenant: Mapped[str] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    offered: Mapped[bool] = mapped_column(
        default=True, info=NOT_PERSONAL | {"label": "Öffentliches Verzeichnis anbieten"}
    )
    indexed: Mapped[bool] = mapped_column(
        default=False, info=NOT_PERSONAL | {"label": "Suchmaschinen dürfen es aufnehmen"}
    )


publications = table_of(Publication)
