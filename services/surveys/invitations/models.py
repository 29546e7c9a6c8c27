"""The tables of surveys and invitations."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, personal

_INVITATION = personal(
    Kind.PARTICIPATION,
    about="id -> pulses(id).worker_id",
    purpose="zur Kurzbefragung einladen",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_STATE = personal(
    Kind.PARTICIPATION,
    about="id -> pulses(id).worker_id",
    purpose="wer noch gefragt wird; nie, ob jemand geantwortet hat",
    deletion=Deletion.DEADLINE,
)


class Survey(OfTenant, Base):
    """One per occasion and school year, which is named by the year it begins in."""

    __tablename__ = "surveys"
    __table_args__ = (
        UniqueConstraint("tenant", "occasion", "school_year", name="surveys_one_per_year"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    occasion: Mapped[str] = mapped_column(String(20), info=NOT_PERSONAL | {"label": "Anlass"})
    school_year: Mapped[int] = mapped_column(
        SmallInteger, info=NOT_PERSONAL | {"label": "Schuljahr"}
    )


class Invitation(OfTenant, Base):
    """An opened pulse, under the same id; whether it was used only its urn knows."""

    __tablename__ = "invitations"
    __table_args__ = (
        Index("invitations_of_survey", "survey_id"),
        Index("invitations_to_close", "state", "closes_on"),
        {"info": _INVITATION},
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("pulses.id"), primary_key=True)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id"))
    closes_on: Mapped[date] = mapped_column(info={"label": "Offen bis"})
    state: Mapped[str] = mapped_column(String(10), info=_STATE)


surveys = table_of(Survey)
invitations = table_of(Invitation)
