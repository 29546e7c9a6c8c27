"""A campaign that finds nothing proves something only if its checkers find what is there."""

import asyncio
from itertools import count

import asyncpg
import pytest

from tests.faults.facts import ends_of_log, read_facts
from tests.faults.history import DOUBLED, LET_IN, LOST, ORDER, STRAY, check
from tests.faults.kinds import KINDS, Kind, Scene
from tests.faults.load import Load
from tests.faults.quiet import quiet
from tests.faults.run import Outcome, run
from tests.faults.site import Site

SEED = 30
SECONDS = 2.0
SETTLE = 8.0
CLERKS = 12
TRIES = 3

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="package")]
_numbers = count(1)


async def with_plant(site: Site, service: str, plant: str, *faults: Kind) -> Outcome:
    await site.restart(service, plant=plant)
    try:
        return await run(site, SEED, next(_numbers), SECONDS, faults, SETTLE, CLERKS)
    finally:
        await site.restart(service)
        await quiet(site, SETTLE)


async def _swallowed_and_killed(scene: Scene) -> None:
    directory = scene.site.instances["directory"]
    async with directory.busy:
        directory.kafka.hole()
        await asyncio.sleep(1)
        await directory.kill()
        directory.kafka.heal()
        await directory.start()


async def _commits_out_of_order(scene: Scene) -> None:
    orders = scene.site.instances["directory"].process.orders
    for _ in range(30):
        orders.give("post.before-commit", 1, "wait")
        await asyncio.sleep(0.05)
    orders.withdraw()


async def _facts_pile_up(scene: Scene) -> None:
    wire = scene.site.instances["directory"].kafka
    wire.cut()
    await asyncio.sleep(1.5)
    wire.heal()


async def test_an_inbox_that_forgets_doubles_letters(site: Site) -> None:
    outcome = await with_plant(site, "notifications", "inbox-off", KINDS["duplicates"])
    assert outcome.count(DOUBLED), outcome.history()
    assert not outcome.count(LOST), outcome.history()


async def test_an_inbox_that_forgets_doubles_onboardings(site: Site) -> None:
    outcome = await with_plant(site, "trainings", "inbox-off", KINDS["duplicates"])
    assert outcome.count(DOUBLED), outcome.history()


async def test_a_relay_that_deletes_before_the_acknowledgement_loses_posts(site: Site) -> None:
    storm = Kind("swallowed and killed", 1, _swallowed_and_killed)
    outcome = await with_plant(site, "directory", "relay-without-acknowledgement", storm)
    assert outcome.count(LOST), outcome.history()
    assert not outcome.count(DOUBLED), outcome.history()


async def test_a_relay_with_a_cursor_loses_what_commits_late(site: Site) -> None:
    storm = Kind("commits out of order", 1, _commits_out_of_order)
    outcome = await with_plant(site, "directory", "cursor-relay", storm)
    assert outcome.count(LOST), outcome.history()
    assert any("in the outbox of directory" in finding.where for finding in outcome.findings)


async def test_a_relay_that_sends_backward_breaks_the_order(site: Site) -> None:
    """On a machine that is busy there may be no two facts of one person in a batch."""
    storm = Kind("facts pile up", 1, _facts_pile_up)
    for _ in range(TRIES):
        outcome = await with_plant(site, "directory", "backward-relay", storm)
        if outcome.count(ORDER):
            return
    raise AssertionError(outcome.history())


async def test_a_service_that_hears_of_no_end_lets_in_who_may_not_enter_any_more(
    site: Site,
) -> None:
    outcome = await with_plant(site, "trainings", "deaf-copies", KINDS["kill"])
    assert {each.ended for each in outcome.browsers} >= {"signed out", "lost the role"}
    let_in = [each.where for each in outcome.findings if each.what == LET_IN]
    assert any(", signed out:" in each for each in let_in), outcome.history()
    assert any(", lost the role:" in each for each in let_in), outcome.history()
    assert all("at trainings" in each for each in let_in), outcome.history()


async def test_a_relay_that_tells_nobody_of_sign_ins_locks_people_out(site: Site) -> None:
    outcome = await with_plant(site, "directory", "silent-relay", KINDS["slow"])
    signed_in = [each for each in outcome.browsers if not each.ended]
    lost = [each.where for each in outcome.findings if each.what == LOST]
    assert len(lost) == len(signed_in) * 4, outcome.history()
    assert not any("at directory" in each for each in lost), outcome.history()


async def test_the_same_storms_find_nothing_without_a_plant(site: Site) -> None:
    storms = [
        Kind("commits out of order", 1, _commits_out_of_order),
        Kind("facts pile up", 1, _facts_pile_up),
        Kind("swallowed and killed", 1, _swallowed_and_killed),
    ]
    outcome = await run(site, SEED, next(_numbers), SECONDS, storms)
    assert not outcome.findings, f"{outcome.line()}\n{outcome.history()}"


async def test_what_nobody_was_accepted_for_and_what_is_parked_is_found(site: Site) -> None:
    mark = f"S{SEED}R{next(_numbers)}"
    load = Load(site, mark, mark)
    begin = await ends_of_log(site)
    await load.run(0.5)
    await quiet(site, SETTLE)
    facts = await read_facts(site, mark, begin)
    assert check(load.posts, facts) == []
    some = next(post for post in load.posts if post.accepted and post.kind == "hire")
    forgotten = [post for post in load.posts if post.external_id != some.external_id]
    assert STRAY in {finding.what for finding in check(forgotten, facts)}
    await _park(site, facts.seen[facts.workers[some.external_id]["id"]][0]["id"])
    try:
        found = check(load.posts, await read_facts(site, mark, begin))
        assert [finding.what for finding in found] == [STRAY], found
    finally:
        await _unpark(site)


async def _park(site: Site, message: object) -> None:
    await _execute(
        site,
        'INSERT INTO parked (topic, partition, "offset", order_key, message_id, headers,'
        " handlers, state, cause, stack, attempts, parked_at)"
        " VALUES ('t', 0, 0, 'k', $1, '[]', '[]', 'failed', 'planted', '', 3, now())",
        message,
    )


async def _unpark(site: Site) -> None:
    await _execute(site, "DELETE FROM parked WHERE cause = 'planted'")


async def _execute(site: Site, statement: str, *values: object) -> None:
    connection = await asyncpg.connect(site.dsn("trainings"))
    try:
        await connection.execute(statement, *values)
    finally:
        await connection.close()
