"""Statements with their editions and comments, who has voted, and how many said what."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from services.trainings.statements.values import Ballot, Choice, StatementState
from services.trainings.values import Audience
from shared.clock import local_date
from shared.database.search import Searchable, sort_key
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, identifying, personal
from shared.web.conflicts import Unreachable

_AUTHOR = personal(
    Kind.FREE_TEXT,
    about="author_id",
    purpose="wer eine Stellungnahme geschrieben oder kommentiert hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_VOTER = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="dass niemand zweimal abstimmt; bei namentlicher Abstimmung auch die Antwort, bei"
    " geheimer bis zur Veröffentlichung und ohne sie",
    deletion=Deletion.LOSES_ITS_PERSON,
)


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class Statement(OfTenant, Versioned, Searchable, Base):
    """Of those who have a seat at the gathering, or without one of its audience.

    ``counted_at`` is when these were told what came of the vote.
    """

    __tablename__ = "statements"
    __table_args__ = (
        Index("statements_in_order", "tenant", "title_key", "id"),
        Index("statements_in_vote", "state", "closes_at"),
    )
    searched = ("title",)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(default=None, info=_shown("Titel"))
    title_key: Mapped[str] = sort_key("title", NOT_PERSONAL)
    search_text: Mapped[str] = mapped_column(default=None, info=NOT_PERSONAL)
    gathering_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("gatherings.id"), default=None, index=True, info=NOT_PERSONAL
    )
    audience: Mapped[Audience] = mapped_column(
        Code(Audience), default=Audience.EVERYBODY, info=_shown("Für wen")
    )
    state: Mapped[StatementState] = mapped_column(
        Code(StatementState), default=StatementState.DRAFT, info=_shown("Stand")
    )
    edition: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    ballot: Mapped[Ballot | None] = mapped_column(
        Code(Ballot), default=None, info=_shown("Abstimmung")
    )
    closes_at: Mapped[datetime | None] = mapped_column(default=None, info=_shown("Bis"))
    published_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    reminded_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    counted_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)

    @property
    def last_day(self) -> date | None:
        """On which one may vote; ``closes_at`` is its end."""
        return local_date(self.closes_at - timedelta(minutes=1)) if self.closes_at else None


class StatementEdition(OfTenant, Base):
    """The text as somebody left it."""

    __tablename__ = "statement_editions"
    __table_args__ = ({"info": _AUTHOR},)

    statement_id: Mapped[UUID] = mapped_column(ForeignKey("statements.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[UUID] = mapped_column(info=identifying(_AUTHOR))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(info=_AUTHOR | {"label": "Text"})


class StatementComment(OfTenant, Base):
    """``number`` is the edition that its author had before them."""

    __tablename__ = "statement_comments"
    __table_args__ = (
        Index("statement_comments_in_order", "statement_id", "at"),
        {"info": _AUTHOR},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    statement_id: Mapped[UUID] = mapped_column(ForeignKey("statements.id"))
    number: Mapped[int]
    author_id: Mapped[UUID] = mapped_column(info=identifying(_AUTHOR))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(info=_AUTHOR | {"label": "Kommentar"})


class StatementVoter(OfTenant, Base):
    """That somebody has voted, and no time; ``choice`` is never there for a secret ballot."""

    __tablename__ = "statement_voters"
    __table_args__ = ({"info": _VOTER},)

    statement_id: Mapped[UUID] = mapped_column(ForeignKey("statements.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_VOTER))
    choice: Mapped[Choice | None] = mapped_column(Code(Choice), info=_VOTER | {"label": "Stimme"})


class StatementTally(OfTenant, Base):
    """One row for all answers: every vote changes the same row, whichever it is."""

    __tablename__ = "statement_tallies"

    statement_id: Mapped[UUID] = mapped_column(
        ForeignKey("statements.id"), primary_key=True, info=NOT_PERSONAL
    )
    in_favour: Mapped[int] = mapped_column(info=_shown("dafür"))
    against: Mapped[int] = mapped_column(info=_shown("dagegen"))
    abstained: Mapped[int] = mapped_column(info=_shown("Enthaltung"))


statement_tallies = table_of(StatementTally)
statement_voters = table_of(StatementVoter)
CONSTRAINTS = {
    "statement_editions.statement_id, statement_editions.number": Unreachable(
        "the statement's version grows with each"
    ),
    "statement_voters.statement_id, statement_voters.person_id": Unreachable(
        "the statement is held while somebody votes"
    ),
}
