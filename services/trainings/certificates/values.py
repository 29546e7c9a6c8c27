"""What a certificate says, and the code by which anybody finds it again."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.trainings.door_codes.values import LENGTH, LETTERS, new_code
from shared.codes import OpenCode
from shared.contracts.gatherings import GatheringKind
from shared.contracts.words import words
from shared.german import short_date

SHARE = 50
"""More than so many percent of the planned units, unless the office says otherwise."""
_READ_AS = str.maketrans("ILO", "110")


class Validity(OpenCode):
    """Whether a certificate holds."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


words(Validity, valid="gültig", superseded="ersetzt", revoked="widerrufen")


def check_character(code: str) -> str:
    """Luhn's, over 32 letters: one wrong letter, or two that changed places, are seen."""
    base, total = len(LETTERS), 0
    for place, letter in enumerate(reversed(code)):
        product = LETTERS.index(letter) * (2 if place % 2 == 0 else 1)
        total += product // base + product % base
    return LETTERS[-total % base]


def new_certificate_code() -> str:
    """80 random bits and a check character."""
    code = new_code()
    return code + check_character(code)


def in_groups(code: str) -> str:
    """K7F2-9QXM-3TBA-00ZV-P"""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def read_code(typed: str) -> str | None:
    """However it was typed; None where a letter is wrong."""
    plain = "".join(each for each in typed.upper() if each not in "- \t").translate(_READ_AS)
    if len(plain) != LENGTH + 1 or not set(plain) <= set(LETTERS):
        return None
    return plain if check_character(plain[:-1]) == plain[-1] else None


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class CertifiedDate(_Kept):
    """One date, and what was missed of it."""

    day: date
    times: str
    attended: str
    planned: str

    @property
    def in_words(self) -> str:
        return f"{short_date(self.day)}, {self.times}: {self.attended} von {self.planned} UE"


class Snapshot(_Kept):
    """All that a certificate says, as it was when it was issued."""

    name: str
    title: str
    kind: str
    place: str
    dates: tuple[CertifiedDate, ...]
    attended: str
    planned: str
    hours: str
    remark: str
    content: tuple[str, ...]
    organiser: str
    contact: str
    issued_on: date
    revision: int
    speakers: tuple[str, ...] = ()
    legal_basis: str = ""
    refresh: tuple[str, ...] = ()
    partners: str = ""
    funding: str = ""
    responsible: str = ""
    address: tuple[str, ...] = ()
    issued_in: str = ""

    @property
    def issued(self) -> str:
        """in Bergkamen am 3.12.2026"""
        place = f"in {self.issued_in} " if self.issued_in else ""
        return f"{place}am {short_date(self.issued_on)}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Label and text, in the order of the certificate."""
        said = [
            ("Teilnahme von", self.name),
            ("Veranstaltung", f"{self.kind}: {self.title}"),
            ("Ort", self.place),
            ("Umfang", f"{self.attended} von {self.planned} Unterrichtseinheiten ({self.hours})"),
            ("Bemerkung", self.remark),
            ("Rechtsgrundlage", self.legal_basis),
            ("Aufzufrischen", "; ".join(self.refresh)),
            ("Referierende", "; ".join(self.speakers)),
            ("Veranstalter", self.organiser),
            ("Anschrift", ", ".join(self.address)),
            ("Gemeinsam mit", self.partners),
            ("Förderung", self.funding),
            ("Verantwortlich", self.responsible),
            ("Ansprechperson", self.contact),
            ("Ausgestellt", self.issued),
            ("Fassung", str(self.revision)),
        ]
        return [(label, text) for label, text in said if text]


@dataclass(frozen=True)
class Earned:
    """What a certificate that holds says of whom."""

    person_id: UUID
    gathering_id: UUID
    kind: GatheringKind
    said: Snapshot

    @property
    def day(self) -> date:
        return self.said.dates[-1].day

    @property
    def units(self) -> Decimal:
        return Decimal(self.said.attended.replace(",", "."))


class Checked(_Kept):
    """What a program is told of a certificate: all that its page says."""

    code: str
    state: str
    revoked_at: datetime | None
    superseded_at: datetime | None
    reason: str
    sha256: str
    certified: Snapshot


@dataclass(frozen=True)
class Certified:
    """A certificate as pages show it, without its file."""

    id: UUID
    gathering_id: UUID
    registration_id: UUID
    code: str
    revision: int
    issued_at: datetime
    snapshot: Snapshot
    sha256: str
    superseded_at: datetime | None
    revoked_at: datetime | None
    reason: str
    """Why it was revoked, or why there is this revision."""

    @property
    def groups(self) -> str:
        return in_groups(self.code)

    @property
    def validity(self) -> Validity:
        if self.revoked_at:
            return Validity.REVOKED
        return Validity.SUPERSEDED if self.superseded_at else Validity.VALID

    @property
    def public(self) -> "Checked":
        """For a program that checks it."""
        return Checked(
            code=self.groups,
            state=str(self.validity),
            revoked_at=self.revoked_at,
            superseded_at=self.superseded_at,
            reason=self.reason if self.revoked_at else "",
            sha256=self.sha256,
            certified=self.snapshot,
        )
