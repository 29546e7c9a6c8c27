"""Addresses that mail can carry, and the operator's settings about mail, read and checked once."""

from dataclasses import dataclass
from email import policy
from email.errors import ObsoleteHeaderDefect
from enum import StrEnum
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

import email_validator
from email_validator import EmailNotValidError, validate_email

RESERVED = frozenset({*email_validator.SPECIAL_USE_DOMAIN_NAMES, "internal"})
"""Domains that nobody outside one's own house can be written to."""
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()
"""The library's own way to leave the decision to us: `is_reserved` says it, and the operator."""

LONGEST_ADDRESS = 254
"""In bytes, however the domain is written."""
_ANY_DOMAIN = "x"
"""Stands for the domain while the part before it is read."""
_DOMAINS_AT_HAND = 8192
"""More than a file has rows: reading a domain is dear, and those that write to us come again."""

_DEFAULT_PORTS = {"smtps": 465, "smtp": 25}
_SUBMISSION_PORT = 587
_HOW_TO_WRITE = (
    "is one address, such as knotenpunkt@example.org or Knotenpunkt <knotenpunkt@example.org>;"
    ' a name with a comma or an @ stands in quotation marks: "Stadt, Amt" <amt@example.org>'
)


_NO_ADDRESS = "must be a mail address"


class AddressRefused(ValueError):
    """The text is no address that mail can carry."""


class Tls(StrEnum):
    """What the operator demands of the way to the mail server."""

    REQUIRED = "required"
    OPPORTUNISTIC = "opportunistic"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Address:
    """``text`` is for people; ``ascii`` is what the mail system is given."""

    text: str
    ascii: str

    @property
    def domain(self) -> str:
        """As the mail system writes it."""
        return self.ascii.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom every mail comes from; the name may be empty."""

    name: str
    address: Address


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over."""

    host: str
    port: int
    implicit_tls: bool
    username: str | None
    password: str | None


def read_address(text: str) -> Address:
    """One address with an ASCII local part; domains with umlauts are fine. Raises."""
    local, _, domain = text.rpartition("@")
    if not _fits(text) or not local.isascii():
        raise AddressRefused(_NO_ADDRESS)
    mailbox = _read(f"{local}@{_ANY_DOMAIN}")
    host = _read_domain(domain) if mailbox else None
    if mailbox is None or host is None:
        raise AddressRefused(_NO_ADDRESS)
    name = mailbox.ascii.removesuffix(_ANY_DOMAIN)
    address = Address(name + host.text.removeprefix("a@"), name + host.domain)
    if not (_fits(address.text) and _fits(address.ascii)):
        raise AddressRefused(_NO_ADDRESS)
    return address


def is_reserved(address: Address, allowed: frozenset[str]) -> bool:
    """Whether no mail can reach it from here, unless the operator has allowed the domain."""
    domain = address.domain
    if any(_lies_in(domain, each) for each in allowed):
        return False
    not_public = "." not in domain or not domain[-1].isalpha()
    return not_public or any(_lies_in(domain, each) for each in RESERVED)


def read_sender(setting: str, allowed: frozenset[str]) -> Sender:
    """The setting ``mail_from``; raises ``AddressRefused`` with how to write it."""
    if not setting.isprintable():
        raise AddressRefused(_HOW_TO_WRITE)
    header = policy.default.header_factory("From", setting)
    try:
        [group] = header.groups
        [found] = group.addresses
        address = read_address(found.addr_spec)
    except ValueError:
        raise AddressRefused(_HOW_TO_WRITE) from None
    if group.display_name is not None or not all(map(_is_only_old, header.defects)):
        raise AddressRefused(_HOW_TO_WRITE)
    if is_reserved(address, allowed):
        raise AddressRefused(
            "lies in a reserved domain; if that is meant, name the domain in"
            " KNOTENPUNKT_MAIL_RESERVED_DOMAINS"
        )
    return Sender(" ".join(found.display_name.split()), address)


def read_server(url: str) -> Server:
    """``smtp(s)://``, a host, perhaps a port and credentials; raises ``ValueError``."""
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError("begins with smtp:// or smtps://")
    if not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("is smtp://user:password@host:port, without anything behind the port")
    if (parts.username is None) != (parts.password is None) or parts.username == "":
        raise ValueError("names user and password, or neither")
    return Server(
        host=parts.hostname,
        port=_port(parts),
        implicit_tls=parts.scheme == "smtps",
        username=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
    )


def read_domains(text: str) -> frozenset[str]:
    """Domains separated by commas, as the mail system writes them; raises ``ValueError``."""
    named = [each.strip().removeprefix("@").removeprefix(".") for each in text.split(",")]
    try:
        return frozenset(read_address(f"postmaster@{each}").domain for each in named if each)
    except AddressRefused:
        raise ValueError("is a list of domains, separated by commas") from None


@lru_cache(_DOMAINS_AT_HAND)
def _read_domain(domain: str) -> Address | None:
    """An address in the domain, or None where there can be none."""
    return _read(f"a@{domain}")


def _read(text: str) -> Address | None:
    try:
        found = validate_email(
            text, check_deliverability=False, globally_deliverable=False, allow_smtputf8=False
        )
    except EmailNotValidError:
        return None
    assert found.ascii_email is not None
    return Address(found.normalized, found.ascii_email)


def _fits(address: str) -> bool:
    return len(address.encode(errors="surrogatepass")) <= LONGEST_ADDRESS


def _port(parts: SplitResult) -> int:
    try:
        given = parts.port
    except ValueError:
        given = 0
    if given == 0:
        raise ValueError("has a port between 1 and 65535")
    signs_in = parts.username is not None and parts.scheme == "smtp"
    return given or (_SUBMISSION_PORT if signs_in else _DEFAULT_PORTS[parts.scheme])


def _is_only_old(defect: Exception) -> bool:
    """Such as the dots of `Verein e.V. <post@example.org>`, which everybody reads."""
    return isinstance(defect, ObsoleteHeaderDefect)


def _lies_in(domain: str, parent: str) -> bool:
    return domain == parent or domain.endswith(f".{parent}")
