"""What a registration costs in statements does not depend on how many wait."""

import secrets
from collections.abc import Iterator
from functools import partial

import pytest

from deploy.local.postgres import PostgresServer
from services.trainings.registrations import use_cases
from shared.ids import new_id
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


def test_a_registration_costs_ten_statements_at_most(hall: Hall) -> None:
    """A seat, or a place in line however long; on PostgreSQL with beginning and end."""
    key = hall.run(hall.convene(capacity=2))
    costs = []
    for _ in range(5):
        deed = partial(use_cases.register, me=me(new_id()), gathering_id=key, waits=True)
        with counted(hall.database) as statements:
            hall.run(hall.act(deed))
        costs.append(len(statements))
        print(*statements, sep="\n")
    assert max(costs) <= 10, costs
