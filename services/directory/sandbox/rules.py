"""What the sandbox municipality consists of."""

from services.directory.sandbox.values import SCHOOLS, TOWN
from shared.contracts.directory import OrganizationKind
from shared.json import Json

LONGEST = 120
"""Letters of a carrier's name that are kept."""


def organizations_for(carrier: str, municipality: str) -> tuple[list[Json], str]:
    """The town, its schools and a carrier's double, and what that is called.

    Carriers of several municipalities may bear the same name; the key tells them apart.
    """
    called = f"{carrier[:LONGEST]} (Test, {municipality})"
    schools = [
        {
            "kind": OrganizationKind.SCHOOL,
            "name": name,
            "school_number": number,
            "school_type": school_type,
        }
        for number, name, school_type in SCHOOLS
    ]
    town = {"kind": OrganizationKind.MUNICIPALITY, "name": TOWN}
    return [town, {"kind": OrganizationKind.CARRIER, "name": called}, *schools], called
