"""Who was qualified for what, from when until when."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from services.trainings.qualifications.values import Origin
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code, Hundredths
from shared.ids import new_id
from shared.privacy.declared import Deletion, Kind, identifying, personal

_QUALIFIED = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="wissen, wessen Qualifikation wann abläuft, und rechtzeitig daran erinnern",
    deletion=Deletion.WITH_PERSON,
)
_EXTENDED = personal(
    Kind.PARTICIPATION,
    about="by_id",
    purpose="nachvollziehen, wer eine Qualifikation außer der Reihe verlängert hat",
    deletion=Deletion.WITH_PERSON,
)


class Qualification(OfTenant, Base):
    """From when until when; a prolongation is another row. What did not hold is withdrawn.

    ``told_days`` is how long before its end they were told of it last.
    """

    __tablename__ = "qualifications"
    __table_args__ = (
        Index("qualifications_of_person", "tenant", "person_id"),
        Index("qualifications_of_kind", "kind_id", "person_id"),
        Index("qualifications_by_end", "until"),
        {"info": _QUALIFIED},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind_id: Mapped[UUID] = mapped_column(ForeignKey("qualification_kinds.id"))
    person_id: Mapped[UUID] = mapped_column(info=identifying(_QUALIFIED))
    since: Mapped[date] = mapped_column(info={"label": "Seit"})
    until: Mapped[date | None] = mapped_column(default=None, info={"label": "Gültig bis"})
    origin: Mapped[Origin] = mapped_column(Code(Origin), info={"label": "Wodurch"})
    units: Mapped[Decimal] = mapped_column(Hundredths, info={"label": "Einheiten"})
    noted_at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(default=None, info=identifying(_EXTENDED))
    reason: Mapped[str] = mapped_column(default="", info={"label": "Grund"})
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    told_days: Mapped[int | None] = mapped_column(default=None)


qualifications = table_of(Qualification)
