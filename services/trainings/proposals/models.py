"""Topics, sealed supports of them, and what surveys tell of topics."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from services.trainings.proposals.values import Origin
from shared.contracts.gatherings import GatheringKind
from shared.database.search import Searchable, sort_key
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, Unlinked, personal
from shared.web.conflicts import Conflict, Unreachable

_SUPPORT = personal(
    Kind.PARTICIPATION,
    about=Unlinked("verschlüsselt; die Datenbank allein sagt nicht, wer gemeint ist"),
    purpose="jede Person einmal zählen, und ihr sagen, was aus dem Thema wurde",
    deletion=Deletion.TOPIC_ANSWERED,
)


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class Proposal(OfTenant, Versioned, Searchable, Base):
    """``told_at`` is when its supporters were told; since then ``supported`` is their number.

    Who has proposed it is not kept. ``gathering_id`` may lead to a draft that is gone.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        Index("proposals_in_order", "tenant", "title_key", "id"),
        Index("proposals_of_gathering", "gathering_id"),
    )
    searched = ("title", "about")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(default=None, info=_shown("Thema"))
    title_key: Mapped[str] = sort_key("title", NOT_PERSONAL)
    search_text: Mapped[str] = mapped_column(default=None, info=NOT_PERSONAL)
    about: Mapped[str] = mapped_column(default="", info=_shown("Worum es geht"))
    kind: Mapped[GatheringKind] = mapped_column(
        Code(GatheringKind), default=GatheringKind.TRAINING, info=_shown("Art")
    )
    origin: Mapped[Origin] = mapped_column(Code(Origin), info=_shown("Herkunft"))
    counted: Mapped[int | None] = mapped_column(default=None, info=_shown("In einer Umfrage"))
    declined_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    reason: Mapped[str] = mapped_column(default="", info=_shown("Begründung"))
    gathering_id: Mapped[UUID | None] = mapped_column(default=None, info=NOT_PERSONAL)
    told_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    supported: Mapped[int] = mapped_column(default=0, info=_shown("Unterstützt von"))


class ProposalSupport(OfTenant, Base):
    """Somebody would like it: no id, no time, no order; SQLite keeps the rows by their digest."""

    __tablename__ = "proposal_supports"
    __table_args__ = ({"sqlite_with_rowid": False, "info": _SUPPORT},)

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    person_mac: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_box: Mapped[bytes] = mapped_column(LargeBinary)


class SurveyTopic(OfTenant, Base):
    """A copy of the surveys' record."""

    __tablename__ = "survey_topics"

    topic_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    version: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    survey_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(info=NOT_PERSONAL)


class CountedTopic(OfTenant, Base):
    """How many have chosen it; it becomes a proposal of the same id once its title is known."""

    __tablename__ = "counted_topics"

    topic_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    people: Mapped[int] = mapped_column(info=NOT_PERSONAL)


proposals = table_of(Proposal)
supports = table_of(ProposalSupport)
survey_topics = table_of(SurveyTopic)
counted_topics = table_of(CountedTopic)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "proposal_supports.proposal_id, proposal_supports.person_mac": Unreachable(
        "inserted if missing"
    ),
}
