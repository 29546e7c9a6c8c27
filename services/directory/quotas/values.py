"""What a hire uses up, and when that is too much."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from hmac import digest

from shared.clock import BERLIN, local_date
from shared.settings import Settings

Used = Counter[str]
"""How much of the day's quota each subject has used."""


class Kind(StrEnum):
    """Whose quota it is."""

    CLIENT = "client"
    ADDRESS = "address"


@dataclass(frozen=True)
class Claim:
    """The mails of one hire: of the program that posts it, and to the address it names."""

    client: str
    address: str
    per_client: int
    per_address: int

    @property
    def subjects(self) -> tuple[str, str]:
        return self.client, self.address

    @property
    def most(self) -> dict[str, int]:
        """What each subject may use up in a day."""
        return {self.client: self.per_client, self.address: self.per_address}

    def exceeded(self, used: Used) -> Kind | None:
        """Whose quota has nothing left for it."""
        if used[self.client] >= self.per_client:
            return Kind.CLIENT
        return Kind.ADDRESS if used[self.address] >= self.per_address else None


def claim_of(key: bytes, settings: Settings, client_id: str, address: str) -> Claim:
    """With a keyed digest of the address; neither case nor a tag behind a plus make another."""
    local, _, domain = address.casefold().rpartition("@")
    mailbox = f"{local.partition('+')[0]}@{domain}"
    told = digest(key, mailbox.encode(), "sha256").hex()
    return Claim(
        client=f"client {client_id}"[:80],
        address=f"address {told}",
        per_client=settings.mail_per_client,
        per_address=settings.mail_per_address,
    )


def seconds_until_tomorrow(now: datetime) -> int:
    """Until the quotas of a new day begin, in Berlin."""
    tomorrow = datetime.combine(local_date(now) + timedelta(days=1), time(), BERLIN)
    return max(1, int((tomorrow - now).total_seconds()) + 1)
