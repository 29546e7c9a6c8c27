"""Votes: who may take part, who said what of which text, and what came of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.ballots.values import Choice
from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code, Moment
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, identifying, personal
from shared.web.conflicts import Unreachable

_ENTITLED = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="wer über das Rahmenkonzept abstimmen darf, festgehalten bei der Eröffnung",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_VOTER = personal(
    Kind.PARTICIPATION,
    Kind.FREE_TEXT,
    about="person_id",
    purpose="namentliche Abstimmung über Kapitel des Rahmenkonzepts",
    deletion=Deletion.LOSES_ITS_PERSON,
)


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class FrameworkBallot(OfTenant, Base):
    """One of each chapter that is voted on: its text, and from the count on what came of it."""

    __tablename__ = "framework_ballots"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey("framework_versions.id"), primary_key=True, info=NOT_PERSONAL
    )
    chapter_key: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    sha256: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL)
    unchanged: Mapped[bool] = mapped_column(info=NOT_PERSONAL)
    entitled: Mapped[int] = mapped_column(info=_shown("Stimmberechtigt"))
    yes: Mapped[int] = mapped_column(default=0, info=_shown("ja"))
    no: Mapped[int] = mapped_column(default=0, info=_shown("nein"))
    abstained: Mapped[int] = mapped_column(default=0, info=_shown("Enthaltung"))
    accepted: Mapped[bool | None] = mapped_column(default=None, info=_shown("Angenommen"))


class FrameworkCount(OfTenant, Base):
    """What is left to be done for a vote: a reminder, and the count."""

    __tablename__ = "framework_counts"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey("framework_versions.id"), primary_key=True, info=NOT_PERSONAL
    )
    closes_at: Mapped[datetime] = mapped_column(Moment, index=True, info=NOT_PERSONAL)
    reminded_at: Mapped[datetime | None] = mapped_column(Moment, default=None, info=NOT_PERSONAL)
    counted_at: Mapped[datetime | None] = mapped_column(Moment, default=None, info=NOT_PERSONAL)


class FrameworkVoter(OfTenant, Base):
    """Who belonged to the network when the vote was opened."""

    __tablename__ = "framework_voters"
    __table_args__ = ({"info": _ENTITLED},)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("framework_versions.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_ENTITLED))


class FrameworkVote(OfTenant, Base):
    """What one of them has said of one text, until the end of the vote as they said it last."""

    __tablename__ = "framework_votes"
    __table_args__ = ({"info": _VOTER},)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("framework_versions.id"), primary_key=True)
    chapter_key: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_VOTER))
    sha256: Mapped[str] = mapped_column(Text)
    choice: Mapped[Choice] = mapped_column(Code(Choice), info=_VOTER | {"label": "Stimme"})
    reason: Mapped[str] = mapped_column(Text, info=_VOTER | {"label": "Begründung"})


framework_ballots = table_of(FrameworkBallot)
framework_voters = table_of(FrameworkVoter)
framework_votes = table_of(FrameworkVote)
CONSTRAINTS = {
    "framework_ballots.version_id, framework_ballots.chapter_key": Unreachable(
        "the version is held while its vote is opened"
    ),
    "framework_voters.version_id, framework_voters.person_id": Unreachable(
        "written once, when the vote is opened"
    ),
    "framework_votes.version_id, framework_votes.chapter_key, framework_votes.person_id": (
        Unreachable("the version is held while somebody votes")
    ),
}
