"""Accounts at the provider: whose they are, and those that are nobody's yet."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.identities.values import LinkedBy
from services.directory.models import Base
from shared.database.tables import table_of
from shared.database.types import Code
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, identifying, personal
from shared.web.conflicts import Conflict, Unreachable

_IDENTITY = personal(
    Kind.TECHNICAL,
    about="person_id",
    purpose="das Dienstkonto wiedererkennen",
    deletion=Deletion.WITH_PERSON,
)
_ADDRESS = personal(
    Kind.CONTACT,
    about="person_id",
    purpose="zeigen, dass der Anmeldedienst eine andere Adresse kennt",
    deletion=Deletion.WITH_PERSON,
)
_ROLES = personal(
    Kind.EMPLOYMENT,
    about="person_id",
    purpose="der Koordinierungsstelle Rollen vorschlagen",
    deletion=Deletion.WITH_PERSON,
)
_NOBODY_YET = Unlinked("noch weiß niemand, wessen Dienstkonto es ist")
_UNMATCHED = personal(
    Kind.IDENTITY,
    Kind.TECHNICAL,
    about=_NOBODY_YET,
    purpose="das Dienstkonto von Hand einer Person zuordnen",
    deletion=Deletion.UNMATCHED,
)
_ARRIVAL = personal(
    Kind.IDENTITY,
    Kind.TECHNICAL,
    about=_NOBODY_YET,
    purpose="das Dienstkonto mit einem Code der Person zuordnen, die gerade angemeldet ist",
    deletion=Deletion.SIGN_IN_OVER,
)


class Identity(Base):
    """An account is (issuer, subject); ``sub`` is what logout tokens call it.

    ``address`` and roles are what the provider said last: shown, and never acted upon.
    """

    __tablename__ = "identities"
    __table_args__ = (
        Index("identities_by_subject", "issuer", "subject", unique=True),
        Index("identities_by_sub", "issuer", "sub"),
        {"info": _IDENTITY},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    issuer: Mapped[str]
    subject: Mapped[str]
    sub: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id"), index=True, info=identifying(_IDENTITY)
    )
    linked_by: Mapped[LinkedBy] = mapped_column(Code(LinkedBy), info=NOT_PERSONAL)
    address: Mapped[str | None] = mapped_column(default=None, info=_ADDRESS)
    roles_given: Mapped[str | None] = mapped_column(default=None, info=_ROLES)
    roles: Mapped[list[str]] = mapped_column(JSON, info=_ROLES)


class UnmatchedSignIn(Base):
    """An account that is nobody's; ``municipality`` is whose office its owner has asked."""

    __tablename__ = "unmatched_sign_ins"
    __table_args__ = (
        Index("unmatched_sign_ins_by_subject", "issuer", "subject", unique=True),
        Index("unmatched_sign_ins_in_order", "municipality", "first_seen", "id"),
        {"info": _UNMATCHED},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    issuer: Mapped[str]
    subject: Mapped[str]
    sub: Mapped[str]
    shown_name: Mapped[str] = mapped_column(info=_UNMATCHED | {"label": "Name beim Anmeldedienst"})
    first_seen: Mapped[datetime] = mapped_column(
        index=True, info=_UNMATCHED | {"label": "Zuerst gesehen"}
    )
    municipality: Mapped[str | None] = mapped_column(default=None)


class Arrival(Base):
    """A sign-in of somebody unknown, kept for the browser that brought it until they are known."""

    __tablename__ = "arrivals"
    __table_args__ = ({"info": _ARRIVAL},)

    secret_sha256: Mapped[bytes] = mapped_column(primary_key=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    sub: Mapped[str]
    idp_sid: Mapped[str | None]
    id_token: Mapped[str]
    shown_name: Mapped[str]
    address: Mapped[str | None]
    target: Mapped[str]
    roles_given: Mapped[str | None]
    roles: Mapped[list[str]] = mapped_column(JSON)
    begun_at: Mapped[datetime] = mapped_column(index=True)


identities = table_of(Identity)
unmatched = table_of(UnmatchedSignIn)
arrivals = table_of(Arrival)

CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "oidc_flows.state_sha256": Unreachable("random"),
    "oidc_logout_tokens.token_sha256": Unreachable("one that comes again is not inserted"),
    "oidc_registrations.issuer": Unreachable("one that is there is not inserted"),
    "identities.issuer, identities.subject": Unreachable("a known one stays as it is"),
    "unmatched_sign_ins.issuer, unmatched_sign_ins.subject": Unreachable(
        "one that waits already is not inserted"
    ),
}
"""Of accounts at a provider, and of what is asked there."""
