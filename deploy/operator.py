"""``python -m deploy.operator add --name "Erika Beispiel" --mail erika@example.org``.

Makes somebody an operator of this installation, who then signs in by a code sent to the address.
"""

import argparse
import asyncio
import sys

from services.directory.accounts import use_cases as accounts
from services.directory.people.values import Names
from shared.clock import SystemClock
from shared.contracts.accounts import AccessRole, Grant
from shared.mail import AddressRefused, is_reserved, read_address
from shared.messaging.database import Database
from shared.messaging.event import EVERYONE
from shared.settings import Settings, ToolSettings, read_settings


async def add(settings: Settings, name: str, mail: str) -> str:
    """What has become of it, in a sentence; raises ``AddressRefused``."""
    address = read_address(mail)
    if is_reserved(address, settings.mail_reserved_domains) and not settings.embedded:
        raise AddressRefused("lies in a domain that no mail reaches from here")
    given_name, _, family_name = name.strip().rpartition(" ")
    if not given_name:
        return "The name is a given name and a family name."
    person = Names(given_name=given_name, family_name=family_name, email=address.text)
    grant = Grant(role=AccessRole.OPERATOR, municipality=EVERYONE)
    database = Database(settings.database("directory"), "directory", SystemClock())
    try:
        async with database.transaction() as uow:
            added = await accounts.invite(uow, person, [grant])
    finally:
        await database.close()
    done = "is an operator now" if added else "was an operator before"
    return f"{name} {done} and signs in at {settings.base_url}/directory/anmelden"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.operator", description=__doc__)
    parser.add_argument("command", choices=["add"])
    parser.add_argument("--name", required=True, help="given and family name")
    parser.add_argument("--mail", required=True, help="the address that codes are sent to")
    given = parser.parse_args()
    try:
        print(asyncio.run(add(read_settings(ToolSettings), given.name, given.mail)))
    except AddressRefused as refused:
        sys.exit(f"The address {refused}")


if __name__ == "__main__":
    main()
