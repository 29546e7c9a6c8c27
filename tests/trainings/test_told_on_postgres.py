"""What is looked for by the clock is found on PostgreSQL alike."""

import secrets
from datetime import datetime, time

import pytest

from services.trainings.statements.values import Ballot
from shared.clock import BERLIN
from tests.servers.run import SharedPostgres
from tests.trainings import test_qualification_endings as endings
from tests.trainings import test_short_offers as offers
from tests.trainings import test_votes_told as votes
from tests.trainings.hall import BEGIN, DAY, opened


@pytest.mark.real
def test_endings_seats_by_hand_and_votes_are_found(postgres: SharedPostgres) -> None:
    name = f"told_{secrets.token_hex(4)}"
    postgres.create_for("trainings", name)
    with opened(postgres.owner_url(name)) as hall:
        hall.watch.at = BEGIN
        nele = endings.qualified(hall)
        assert [each.person_id for each in endings.told(hall, 90)] == [nele]
        key = offers.crowded(hall, waiting=1)
        hall.watch.at = datetime.combine(offers.START - DAY, time(17), BERLIN)
        offers.frees(hall, key)
        assert offers.told(hall, -1, 17) == [(key, 1)]
        vote = votes.Vote(hall, Ballot.NAMED)
        vote.votes(vote.people[0])
        assert votes.people_of(vote.at(-1).told()) == {*vote.people[1:]}
        assert votes.people_of(vote.at(1).told()) == {*vote.people}
