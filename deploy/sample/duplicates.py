"""People whom the sample has entered twice, as happens when somebody marries or is misspelt."""

from sqlalchemy import select

from services.directory.duplicates.use_cases import find
from services.directory.people.models import people
from services.directory.people.use_cases import save_people
from services.directory.people.values import Names
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork

_TWICE = (
    Names(given_name="Sanna", family_name="Luecke", email="s.luecke@schule.example"),
    Names(given_name="Ruth", family_name="Emmerich-Sander", email="ruth.sander@example.org"),
    Names(given_name="P.", family_name="Niehues", email="petra.niehues@example.org"),
)


async def enter_twice(uow: UnitOfWork, municipality: str) -> None:
    """Enter them, and look who may be the same; doing it again changes nothing."""
    names = (people.c.given_name, people.c.family_name)
    found = await uow.session.execute(select(*names).where(people.c.tenant == municipality))
    known = {(row.given_name, row.family_name) for row in found}
    new = [each for each in _TWICE if (each["given_name"], each["family_name"]) not in known]
    await save_people(uow, {new_id(): each for each in new}, Cause(municipality, new_id()))
    while await find(uow):
        pass
