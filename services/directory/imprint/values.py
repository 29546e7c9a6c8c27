"""Who answers for an installation."""

from dataclasses import dataclass

from shared.imprint_settings import ImprintSettings


@dataclass(frozen=True)
class Responsible:
    """As the installation is set up; what is empty is said to be missing."""

    name: str
    address: tuple[str, ...]
    email: str
    phone: str
    privacy_email: str

    @classmethod
    def of(cls, settings: ImprintSettings) -> "Responsible":
        lines = (line.strip() for line in settings.operator_address.split(";"))
        return cls(
            settings.operator_name,
            tuple(line for line in lines if line),
            settings.operator_email,
            settings.operator_phone,
            settings.privacy_email,
        )
