"""Who answers for data, for neighbours."""

from dataclasses import dataclass, field
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.words import word, words

CONTROLLER = "/directory/verantwortliche-stelle"
"""Where the office says so."""
CARRIERS = f"{CONTROLLER}/traeger"
"""Where carriers' are said."""


class Law(OpenCode):
    """Which law of data protection a carrier is under."""

    STATE = "dsg_nrw"
    FEDERAL = "bdsg"
    PROTESTANT = "dsg_ekd"
    CATHOLIC = "kdg"


words(
    Law,
    state="DSGVO und DSG NRW (Kommune, Kreis, Land)",
    federal="DSGVO und BDSG (freier Träger)",
    protestant="DSG-EKD (evangelische Kirche und Diakonie)",
    catholic="KDG (katholische Kirche und Caritas)",
)
_LDI = "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen"
AUTHORITIES = {
    Law.STATE: _LDI,
    Law.FEDERAL: _LDI,
    Law.PROTESTANT: "Beauftragter für den Datenschutz der Evangelischen Kirche in Deutschland",
    Law.CATHOLIC: "Katholisches Datenschutzzentrum, Dortmund",
}
"""Whom one complains to, unless a carrier says another."""


@dataclass(frozen=True)
class Controller:
    """As the office says; what it has not said is empty."""

    name: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    officer: str = ""
    officer_address: str = ""
    officer_email: str = ""
    officer_phone: str = ""
    version: int = 0

    @property
    def lines(self) -> list[str]:
        """The postal address."""
        return self.address.splitlines()

    @property
    def officer_lines(self) -> list[str]:
        """The officer's postal address."""
        return self.officer_address.splitlines()

    @property
    def has_officer(self) -> bool:
        """Whether there is anything by which to reach the officer."""
        return bool(self.officer or self.officer_email or self.officer_phone)


@dataclass(frozen=True)
class CarrierController(Controller):
    """Of a carrier, under its name in the directory."""

    carrier_id: UUID = field(kw_only=True)
    carrier: str = ""
    law: Law | None = None
    authority: str = ""

    @property
    def under(self) -> str:
        """The law in words; empty where nobody has said."""
        return word(Law, self.law) if self.law else ""

    @property
    def supervised_by(self) -> str:
        """Whom one complains to: as they say, else as the law has it."""
        return self.authority or (AUTHORITIES.get(self.law, "") if self.law else "")
