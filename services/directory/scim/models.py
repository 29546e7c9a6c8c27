"""Users of carriers' identity systems, what they raise, and by which keys people are known."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.json import Json
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal
from shared.web.conflicts import Conflict, Unreachable

_USER = personal(
    Kind.IDENTITY,
    Kind.CONTACT,
    about="person_id",
    purpose="das Konto, das der Anstellungsträger für seine Fachkraft führt",
    deletion=Deletion.WITH_PERSON,
)
_ASKED = personal(
    Kind.EMPLOYMENT,
    about="person_id",
    purpose="die Koordinierungsstelle klärt, was aus einer Sperre beim Träger folgt",
    deletion=Deletion.WITH_PERSON,
)
_KEY = personal(
    Kind.IDENTITY,
    about="person_id",
    purpose="dieselbe Person unter den Kennungen anderer Systeme wiedererkennen",
    deletion=Deletion.WITH_PERSON,
)


class ScimUser(OfTenant, Base):
    """``person_id`` is empty until the carrier has posted somebody under the same number.

    Of one that was deleted its id and number stay: posted again, it is the same.
    """

    __tablename__ = "scim_users"
    __table_args__ = (UniqueConstraint("carrier_id", "external_id"), {"info": _USER})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    carrier_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("people.id"), index=True, info=identifying(_USER)
    )
    user_name_key: Mapped[str]
    external_id: Mapped[str | None]
    attributes: Mapped[Json] = mapped_column(JSON)
    active: Mapped[bool | None]
    """False is locked; None is not said, and locks nobody."""
    version: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)


class ScimQuestion(OfTenant, Base):
    """What an identity system said of somebody; open until it is settled."""

    __tablename__ = "scim_questions"
    __table_args__ = (Index("scim_questions_of_tenant", "tenant", "id"), {"info": _ASKED})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("scim_users.id"), index=True)
    carrier_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id"), index=True, info=identifying(_ASKED)
    )
    kind: Mapped[str]
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_as: Mapped[str | None] = mapped_column(default=None)


class PersonKey(OfTenant, Base):
    """A name for a person in another system, for ever: whoever is merged away keeps theirs."""

    __tablename__ = "person_keys"
    __table_args__ = ({"info": _KEY},)

    system: Mapped[str] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    value: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id"), index=True, info=identifying(_KEY)
    )


scim_users = table_of(ScimUser)
_there = scim_users.c.deleted_at.is_(None)
Index(
    "scim_user_names",
    scim_users.c.carrier_id,
    scim_users.c.user_name_key,
    unique=True,
    postgresql_where=_there,
    sqlite_where=_there,
)
scim_questions = table_of(ScimQuestion)
person_keys = table_of(PersonKey)

CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "scim_users.carrier_id, scim_users.external_id": Conflict(
        code="uniqueness",
        title="A user with this externalId is there already",
        field="externalId",
        reason="was sent by another request at the same time",
    ),
    "scim_users.carrier_id, scim_users.user_name_key": Conflict(
        code="uniqueness",
        title="A user with this userName is there already",
        field="userName",
        reason="was sent by another request at the same time",
    ),
    "person_keys.system, person_keys.value": Conflict(
        code="overtaken",
        title="Somebody else has changed this meanwhile",
        field="id",
        reason="was sent by another request at the same time",
    ),
}
