"""What groups there are, and who was in them when a survey was started."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal
from shared.web.conflicts import Unreachable

_MEMBER = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="wer am ersten Tag gefragt wird; danach gelöscht",
    deletion=Deletion.DEADLINE,
)


class Group(OfTenant, Base):
    """A copy of the directory's record."""

    __tablename__ = "groups"

    group_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)
    name: Mapped[str] = mapped_column(String(120), info=NOT_PERSONAL | {"label": "Name"})


class SurveyMember(OfTenant, Base):
    """Somebody of the groups of a survey that has not begun yet."""

    __tablename__ = "survey_members"
    __table_args__ = ({"info": _MEMBER},)

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("planned_surveys.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_MEMBER))


groups = table_of(Group)
survey_members = table_of(SurveyMember)
CONSTRAINTS = {
    "survey_members.survey_id, survey_members.person_id": Unreachable("each is stored once"),
}
