"""Who sees the same is answered by the same statement, with values of their own."""

from datetime import date
from uuid import uuid4

from sqlalchemy.dialects import sqlite

from services.directory.people.values import Asker, SeenBy
from services.directory.sight import queries as sight
from tests.house import BERGKAMEN

DAY = date(2026, 9, 1)


def test_one_statement_is_built_for_all_who_see_the_same() -> None:
    one = Asker(BERGKAMEN, SeenBy.NETWORK, DAY, uuid4())
    other = Asker("05978020", SeenBy.NETWORK, DAY, uuid4())
    built = [sight.seen_among(sight.kind_of(each)) for each in (one, other)]
    assert built[0] is built[1]
    assert sight.values_of(one) != sight.values_of(other)


def test_every_parameter_of_a_statement_has_a_value() -> None:
    for asker in (
        Asker(BERGKAMEN, SeenBy.PUBLIC, DAY),
        Asker(BERGKAMEN, SeenBy.OFFICE, DAY, uuid4()),
        Asker(BERGKAMEN, SeenBy.NETWORK, DAY, uuid4(), uuid4()),
    ):
        kind, given = sight.kind_of(asker), {"ids": [], **sight.values_of(asker)}
        for statement in (sight.seen_among(kind), sight.addresses_among(kind)):
            asked = statement.compile(dialect=sqlite.dialect()).params
            assert {name for name, value in asked.items() if value is None} <= set(given)
