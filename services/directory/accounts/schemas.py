"""Accounts as the office's programs see and change them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.directory.accounts.values import Account
from shared.codes import Open
from shared.contracts.accounts import AccessRole
from shared.web.text import MailAddress, PersonName

LastDay = Annotated[
    date | None, Field(description="up to and including that day (bis einschließlich)")
]


class GrantView(BaseModel):
    """A role somebody holds."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    role: Open[AccessRole]
    municipality: Annotated[str, Field(description="00000000 is everywhere")]
    organization_id: UUID | None
    valid_from: date | None
    valid_to: LastDay


class AccountView(BaseModel):
    """Somebody who may sign in, with the roles in the municipality that was asked for."""

    id: UUID
    given_name: str
    family_name: str
    address: str | None
    verified_at: datetime | None
    grants: list[GrantView]

    @classmethod
    def of(cls, account: Account) -> "AccountView":
        return cls(
            id=account.id,
            given_name=account.given_name,
            family_name=account.family_name,
            address=account.address,
            verified_at=account.verified_at,
            grants=[GrantView.model_validate(each) for each in account.roles],
        )


class AccountList(BaseModel):
    """Accounts by family name; ``next`` is the address of the next page."""

    items: list[AccountView]
    next: str | None = None


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewGrant(_Given):
    """A role to be given: head, carrier and contact name their organization, others none."""

    role: AccessRole
    organization_id: UUID | None = None
    valid_from: date | None = None
    valid_to: LastDay = None


class NewAccount(NewGrant):
    """Somebody who is to sign in; nobody else reads what is sent to ``address``."""

    given_name: PersonName
    family_name: PersonName
    address: MailAddress


class NewAddress(_Given):
    """Where codes are sent to from now on."""

    address: MailAddress


class Ended(BaseModel):
    """How many sign-ins have ended."""

    ended: int
