"""Focus topics."""

from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.search import Searchable, sort_key
from shared.database.tables import OfTenant, table_of
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Info
from shared.web.conflicts import Conflict


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class FocusTopic(OfTenant, Versioned, Searchable, Base):
    """Of the school year that begins in ``school_year``.

    ``sources``, ``gatherings`` and ``documents`` have a line for each, with its address.
    """

    __tablename__ = "focus_topics"
    __table_args__ = (
        UniqueConstraint("tenant", "school_year", "title", name="focus_topics_of_year"),
    )
    searched = ("title", "why", "outcome")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    school_year: Mapped[int] = mapped_column(default=None, info=_shown("Schuljahr"))
    title: Mapped[str] = mapped_column(Text, default=None, info=_shown("Schwerpunkt"))
    title_key: Mapped[str] = sort_key("title", NOT_PERSONAL)
    search_text: Mapped[str] = mapped_column(Text, default=None, info=NOT_PERSONAL)
    why: Mapped[str] = mapped_column(Text, default="", info=_shown("Warum"))
    sources: Mapped[str] = mapped_column(Text, default="", info=_shown("Woraus gewählt"))
    gatherings: Mapped[str] = mapped_column(Text, default="", info=_shown("Veranstaltungen"))
    documents: Mapped[str] = mapped_column(Text, default="", info=_shown("Unterlagen"))
    outcome: Mapped[str] = mapped_column(Text, default="", info=_shown("Was daraus wurde"))


focus_topics = table_of(FocusTopic)
CONSTRAINTS = {
    "focus_topics.tenant, focus_topics.school_year, focus_topics.title": Conflict(
        "topic-known", "The topic is known", "title", "is there already"
    ),
}
