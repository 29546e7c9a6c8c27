"""Who is asked by name, and what they answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Moment
from shared.ids import new_id
from shared.privacy.declared import Deletion, Kind, identifying, personal
from shared.web.conflicts import Unreachable

_INVITED = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="namentlich befragen, und nur erinnern, wer noch nicht geantwortet hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_ANSWERED = personal(
    Kind.PARTICIPATION,
    Kind.FREE_TEXT,
    about="invitation_id -> named_invitations(id).person_id",
    purpose="namentliche Antworten, von denen die Befragten wissen, wer sie sieht",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_LINK = personal(
    Kind.TECHNICAL,
    about="invitation_id -> named_invitations(id).person_id",
    purpose="den Link einer Einladung erkennen",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class NamedInvitation(OfTenant, Base):
    """Somebody who is asked, once."""

    __tablename__ = "named_invitations"
    __table_args__ = (
        UniqueConstraint("survey_id", "person_id", name="named_invitations_once"),
        Index("named_invitations_of_survey", "tenant", "survey_id", "answered_at"),
        {"info": _INVITED},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("planned_surveys.id"))
    person_id: Mapped[UUID] = mapped_column(info=identifying(_INVITED))
    answered_at: Mapped[datetime | None] = mapped_column(
        Moment, default=None, info=_INVITED | {"label": "Geantwortet am"}
    )


class NamedLink(Base):
    """One of the links of an invitation, as a hash."""

    __tablename__ = "named_links"
    __table_args__ = (Index("named_links_of_invitation", "invitation_id"), {"info": _LINK})

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("named_invitations.id"))


class NamedAnswer(OfTenant, Base):
    """What somebody answered; afterwards nobody changes it."""

    __tablename__ = "named_answers"
    __table_args__ = ({"info": _ANSWERED},)

    invitation_id: Mapped[UUID] = mapped_column(
        ForeignKey("named_invitations.id"), primary_key=True
    )
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    texts: Mapped[dict[str, str]] = mapped_column(JSON)


named_invitations = table_of(NamedInvitation)
named_links = table_of(NamedLink)
named_answers = table_of(NamedAnswer)
CONSTRAINTS = {
    "named_invitations.survey_id, named_invitations.person_id": Unreachable("passed over"),
    "named_links.hash": Unreachable("random"),
}
