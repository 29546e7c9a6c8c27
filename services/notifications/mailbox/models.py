"""Mails that were kept instead of sent, and whom each of them mentions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.contracts.directory import Role
from shared.database.tables import OfTenant, table_of
from shared.erasing.told import NEVER_TOLD, Only, telling
from shared.privacy.declared import Deletion, Kind, identifying, personal

_MENTIONED = "id -> kept_mail_mentions(mail_id).person_id"
_KEPT = personal(
    Kind.EMPLOYMENT,
    about="worker_id",
    purpose="Mails zeigen statt senden",
    deletion=Deletion.WITH_PERSON,
)
_RECIPIENT = personal(
    Kind.IDENTITY,
    Kind.CONTACT,
    about=_MENTIONED,
    purpose="Mails zeigen statt senden",
    deletion=Deletion.WITH_PERSON,
)
_CONTENT = personal(
    Kind.IDENTITY,
    Kind.EMPLOYMENT,
    Kind.PARTICIPATION,
    about=_MENTIONED,
    purpose="Mails zeigen statt senden",
    deletion=Deletion.WITH_PERSON,
)
_MENTION = personal(
    Kind.IDENTITY,
    about="person_id",
    purpose="gehaltene Mails einer gelöschten Person finden",
    deletion=Deletion.WITH_PERSON,
)
_TOLD = telling(
    Only(
        person="worker_id",
        column="role",
        values=("", Role.WORKER.value),
        reason="Mails an andere, auch wenn sie jemanden nennen, gehören denen, die sie bekommen",
    )
)
"""What goes to whom it is about: to a person whatever they do, or to the worker themself."""


class KeptMail(OfTenant, Base):
    """As it would have been sent; ``role`` is empty for what goes to a person, whatever they do."""

    __tablename__ = "kept_mails"
    __table_args__ = (Index("kept_mails_worker", "worker_id"), {"info": _KEPT | _TOLD})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    worker_id: Mapped[UUID] = mapped_column(info=identifying(_KEPT))
    kind: Mapped[str]
    role: Mapped[str]
    recipient: Mapped[str] = mapped_column(Text, info=_RECIPIENT | {"label": "An"})
    subject: Mapped[str] = mapped_column(Text, info={"label": "Betreff"})
    text: Mapped[str] = mapped_column(Text, info=_CONTENT)
    html: Mapped[str] = mapped_column(Text, info=_CONTENT)
    links: Mapped[list[str]] = mapped_column(JSON, info=_CONTENT | NEVER_TOLD)
    calendars: Mapped[list[str]] = mapped_column(JSON, info=_CONTENT)
    kept_at: Mapped[datetime] = mapped_column(info={"label": "Zeitpunkt"})


class Mention(Base):
    """A mail names a person, in the address or in the text."""

    __tablename__ = "kept_mail_mentions"
    __table_args__ = (Index("kept_mail_mentions_person", "person_id"), {"info": _MENTION})

    mail_id: Mapped[UUID] = mapped_column(
        ForeignKey("kept_mails.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_MENTION))


kept_mails = table_of(KeptMail)
mentions = table_of(Mention)
