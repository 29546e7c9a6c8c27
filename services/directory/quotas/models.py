"""What was used up on a day: by a program, and by an address that only its keyed digest tells."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, personal
from shared.web.conflicts import Conflict, Unreachable

WITHIN = "quotas_within"
"""The database itself lets no two requests at once go beyond a quota."""

_SUBJECT = personal(
    Kind.TECHNICAL,
    about=Unlinked("nur eine mit Schlüssel gebildete Prüfsumme der Mail-Adresse"),
    purpose="niemanden mit Mails überschütten",
    deletion=Deletion.TWO_DAYS,
)


class Quota(Base):
    """``used`` of ``most`` on a day."""

    __tablename__ = "quotas"
    __table_args__ = (CheckConstraint("used <= most", name=WITHIN), {"info": _SUBJECT})

    day: Mapped[date] = mapped_column(primary_key=True, default=None)
    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    used: Mapped[int]
    most: Mapped[int] = mapped_column(info=NOT_PERSONAL)


quotas = table_of(Quota)


CONSTRAINTS: dict[str, Conflict | Unreachable] = {
    "quotas.day, quotas.subject": Unreachable("counted on where it is there"),
    WITHIN: Conflict(
        code="quota-contested",
        title="Others have used up the quota at the same time, again and again",
        field="header.Authorization",
        reason="names a client whose hires, or whose addresses, came at once; try again",
        status=429,
        retry_after=1,
    ),
}
