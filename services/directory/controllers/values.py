"""Who answers for data, for neighbours."""

from dataclasses import dataclass

CONTROLLER = "/directory/verantwortliche-stelle"
"""Where the office says so."""


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
