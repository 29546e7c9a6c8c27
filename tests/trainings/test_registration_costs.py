"""What a registration costs in statements does not depend on how many wait."""

import secrets
from collections.abc import Iterator
from functools import partial

import pytest

from deploy.local.postgres import PostgresServer
from services.trainings.arrivals.use_cases import Arrival, decide
from services.trainings.registrations.values import Wish
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from tests.shared.messaging.test_statement_counts import counted
from tests.trainings.hall import Hall, me, opened


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def hall(request: pytest.FixtureRequest) -> Iterator[Hall]:
    url = ""
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        name = f"costs_{secrets.token_hex(4)}"
        server.create(name)
        url = server.owner_url(name)
    with opened(url) as hall:
        yield hall


async def unrecorded(_: UnitOfWork) -> None:
    pass


def test_a_registration_costs_ten_statements_at_most(hall: Hall) -> None:
    """A seat, or a place in line however long; on PostgreSQL with beginning and end.

    With who asks and for which group it is, read before, the request takes twelve.
    """
    key = hall.run(hall.convene(capacity=2))
    costs = []
    for _ in range(5):
        who = me(new_id())
        wish = Wish(who, who.person_id, {who.role}, waits=True, anyway=False)
        deed = partial(decide, arrivals=[Arrival(key, wish, unrecorded)])
        with counted(hall.database) as statements:
            hall.run(hall.act(deed))
        costs.append(len(statements))
        print(*statements, sep="\n")
    assert max(costs) <= 10, costs
