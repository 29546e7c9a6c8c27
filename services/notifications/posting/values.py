"""Where posts may go, and what becomes of one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from shared.contracts.words import words
from shared.settings import Settings
from shared.web.text import refused

NO_URL = "must be an address beginning with https:// without a user or a fragment"
LONGEST_URL = 500
_PRIVATE = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")))
_NAT64 = ip_network("64:ff9b::/96")
_ENDS_IN_A_NUMBER = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)")
"""Which is an address however it is written: 10.1, 0x7f.1, 2130706433."""
Address = IPv4Address | IPv6Address


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("https", "http") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    plain = url.isascii() and url.isprintable() and not set(url) & set(' "<>\\^`{|}#')
    if not sound or not plain or "@" in urlsplit(url).netloc:
        raise refused(NO_URL)
    return url


EndpointUrl = Annotated[str, Field(min_length=1, max_length=LONGEST_URL), AfterValidator(_checked)]


@dataclass(frozen=True, slots=True)
class Policy:
    """What this installation allows beyond the public internet by TLS.

    ``internal_hosts`` may have private addresses; ``loopback`` is for trying out, and then without
    TLS, too. Through a ``proxy``, names are resolved behind it.
    """

    internal_hosts: frozenset[str] = frozenset()
    loopback: bool = False
    proxy: str = ""

    @classmethod
    def of(cls, settings: Settings) -> "Policy":
        return cls(
            settings.webhook_internal_hosts, settings.webhook_loopback, settings.webhook_proxy
        )

    def allows_url(self, url: str) -> bool:
        """As far as the address itself shows it; what its name means is judged when posting."""
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").lower()
        try:
            address = ip_address(host)
        except ValueError:
            loopback = host == "localhost" or host.endswith(".localhost")
            allowed = (self.loopback or not loopback) and not _ENDS_IN_A_NUMBER.fullmatch(host)
        else:
            loopback = _real(address).is_loopback
            allowed = self.allows(address, host)
        return allowed and (parts.scheme == "https" or loopback)

    def allows_all(self, addresses: Sequence[str], host: str) -> bool:
        """One that is forbidden spoils the others: whoever answers for a name could mix them."""
        judged = [self.allows(ip_address(each), host) for each in addresses]
        return bool(judged) and all(judged)

    def allows(self, address: Address, host: str) -> bool:
        """Public ones; private ones of hosts that the installation names, and no others."""
        real = _real(address)
        if real.is_loopback:
            return self.loopback
        if any(real in network for network in _PRIVATE):
            return host in self.internal_hosts
        if isinstance(real, IPv6Address) and real.is_site_local:
            return False
        return real.is_global and not (real.is_multicast or real.is_reserved)


def _real(address: Address) -> Address:
    """The IPv4 address that an IPv6 one leads to: mapped, translated, or by a tunnel."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    tunnel = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or tunnel or address


class Outcome(StrEnum):
    """What became of one attempt; stored as it is."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    GONE = "gone"
    TIMED_OUT = "timed-out"
    UNREACHABLE = "unreachable"
    UNKNOWN_HOST = "unknown-host"
    UNTRUSTED = "untrusted"
    FORBIDDEN = "forbidden"


words(
    Outcome,
    accepted="angenommen",
    refused="abgelehnt",
    redirected="weitergeleitet; dem folgen wir nicht",
    gone="„410 Gone“: will nichts mehr",
    timed_out="keine Antwort in 15 Sekunden",
    unreachable="keine Verbindung",
    unknown_host="den Namen gibt es nicht",
    untrusted="keine vertrauenswürdige TLS-Verbindung",
    forbidden="führt in ein internes Netz",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """How an attempt ended: without a status where none came. Nothing is kept of a body."""

    outcome: Outcome
    status: int | None = None
    milliseconds: int = 0
    retry_after: timedelta | None = None

    @property
    def is_success(self) -> bool:
        return self.outcome is Outcome.ACCEPTED
