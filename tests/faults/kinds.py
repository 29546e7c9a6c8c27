"""What can go wrong: each kind of fault is one small function, registered with its weight."""

import asyncio
import time
from collections.abc import Sequence

import asyncpg
from aiokafka import AIOKafkaProducer

from deploy.services import NAMES
from tests.faults.facts import Record, read_log
from tests.faults.poison import publish
from tests.faults.scene import KINDS, Kind, Scene, kind
from tests.faults.site import SESSION_SECONDS, Site, until
from tests.faults.steps import STEPS
from tests.faults.wire import Wire

__all__ = ["KINDS", "Kind", "Scene"]

CONSUMERS = tuple(name for name in NAMES if name != "directory")


@kind(6)
async def kill(scene: Scene) -> None:
    """SIGKILL, and a new start at once or a moment later."""
    instance = scene.instance()
    async with instance.busy:
        scene.note(f"SIGKILL {instance.service}")
        await instance.kill()
        await asyncio.sleep(scene.dice.uniform(0, 1))
        await instance.start()


@kind(4)
async def pause(scene: Scene) -> None:
    """SIGSTOP for a moment."""
    await _pause(scene, scene.dice.uniform(0.2, 2.5))


@kind(2)
async def long_pause(scene: Scene) -> None:
    """SIGSTOP for longer than the group waits."""
    await _pause(scene, SESSION_SECONDS + scene.dice.uniform(0.5, 1.5), *CONSUMERS)


async def _pause(scene: Scene, seconds: float, *services: str) -> None:
    instance = scene.instance(*services)
    async with instance.busy:
        scene.note(f"SIGSTOP {instance.service} for {seconds:.1f} s")
        instance.stop()
        await asyncio.sleep(seconds)
        instance.resume()


@kind(12)
async def die_at_step(scene: Scene) -> None:
    """SIGKILL at a named step."""
    step = scene.dice.choice(STEPS)
    instance = scene.instance(*_services_of(step))
    async with instance.busy:
        count = scene.dice.randint(1, 4)
        scene.note(f"{instance.service} dies at {step}, time {count}")
        instance.process.orders.give(step, count, "die")
        if await until(lambda: not instance.process.running, 2.5):
            scene.steps.add(step)
        else:
            instance.process.orders.withdraw()
        await instance.kill()
        await instance.start()


@kind(6)
async def stop_at_step(scene: Scene) -> None:
    """SIGSTOP at a named step."""
    step = scene.dice.choice(STEPS)
    instance = scene.instance(*_services_of(step))
    async with instance.busy:
        seconds = scene.dice.uniform(0.3, 2.5)
        if step.startswith("consumer") and scene.dice.random() < 0.2:
            seconds = SESSION_SECONDS + 1
        scene.note(f"{instance.service} stops at {step} for {seconds:.1f} s")
        orders = instance.process.orders
        orders.give(step, scene.dice.randint(1, 4), "stop")
        if await until(lambda: not orders.file.exists(), 2):
            scene.steps.add(step)
            await asyncio.sleep(seconds)
        orders.withdraw()
        instance.resume()


@kind(4)
async def late_commits(scene: Scene) -> None:
    """Some transactions commit later than others that began after them."""
    instance = scene.instance("directory", "directory", *CONSUMERS[:3])
    async with instance.busy:
        kind_of = "post" if instance.service == "directory" else "consumer"
        scene.note(f"late commits in {instance.service}")
        for _ in range(scene.dice.randint(2, 6)):
            instance.process.orders.give(f"{kind_of}.before-commit", 1, "wait")
            await asyncio.sleep(0.3)
        instance.process.orders.withdraw()


def _services_of(step: str) -> tuple[str, ...]:
    if step.startswith("post"):
        return ("directory", "directory", "notifications")
    if step.startswith("relay"):
        return ("directory", "trainings", "surveys", "notifications")
    return CONSUMERS


@kind(4)
async def cut(scene: Scene) -> None:
    """A connection breaks; new ones are refused for a while."""
    name, wire = _some_wire(scene)
    seconds = scene.dice.uniform(0, 1.5)
    scene.note(f"{name} cut for {seconds:.1f} s")
    wire.cut()
    await asyncio.sleep(seconds)
    wire.heal()


@kind(3)
async def slow(scene: Scene) -> None:
    """Everything on a connection takes longer."""
    name, wire = _some_wire(scene)
    wire.delay = scene.dice.uniform(0.02, 0.25)
    scene.note(f"{name} slower by {wire.delay * 1000:.0f} ms")
    await asyncio.sleep(scene.dice.uniform(0.5, 2))
    wire.delay = 0.0


@kind(4)
async def hole(scene: Scene) -> None:
    """A connection swallows everything, or only the answers; it may break in the end."""
    name, wire = _some_wire(scene)
    answers_only, breaks = scene.dice.random() < 0.5, scene.dice.random() < 0.5
    seconds = scene.dice.uniform(0.3, 2.5)
    what = "answers" if answers_only else "everything"
    end = ", then breaks" if breaks else ""
    scene.note(f"{name} swallows {what} for {seconds:.1f} s{end}")
    wire.hole(answers_only=answers_only)
    await asyncio.sleep(seconds)
    if breaks:
        wire.cut()
        await asyncio.sleep(0.05)
    wire.heal()


def _some_wire(scene: Scene) -> tuple[str, Wire]:
    instance = scene.instance()
    wires = [
        (f"{instance.service} - Kafka", instance.kafka),
        (f"{instance.service} - PostgreSQL", instance.postgres),
    ]
    if instance.service == "directory":
        wires.append(("carriers - directory", scene.site.front))
    return scene.dice.choice(wires)


@kind(2)
async def broker_killed(scene: Scene) -> None:
    """SIGKILL of Kafka, and a new start."""
    async with scene.site.broker_busy:
        scene.note("SIGKILL Kafka")
        await asyncio.to_thread(scene.site.kafka.kill)
        await asyncio.sleep(scene.dice.uniform(0, 1))
        await asyncio.to_thread(scene.site.kafka.start)
        scene.note("Kafka is back")


@kind(4)
async def database_killed(scene: Scene) -> None:
    """SIGKILL of PostgreSQL, and a new start."""
    async with scene.site.database_busy:
        scene.note("SIGKILL PostgreSQL")
        await asyncio.to_thread(scene.site.postgres.kill)
        await asyncio.sleep(scene.dice.uniform(0, 1))
        await asyncio.to_thread(scene.site.postgres.start)
        scene.note("PostgreSQL is back")


@kind(4)
async def restart(scene: Scene) -> None:
    """SIGTERM and a new start, as an update does."""
    instance = scene.instance()
    async with instance.busy:
        scene.note(f"SIGTERM {instance.service}")
        await instance.end()
        await instance.start()


@kind(2)
async def guest(scene: Scene) -> None:
    """A second instance joins, works along, and leaves or is killed."""
    service, killed = scene.dice.choice(NAMES), scene.dice.random() < 0.5
    async with scene.site.hosting:
        scene.hold(15)
        scene.note(f"a second {service} joins")
        await scene.site.invite(service)
        await asyncio.sleep(scene.dice.uniform(0.5, 2))
        scene.note(f"the second {service} {'is killed' if killed else 'leaves'}")
        await scene.site.part(kill=killed)
        scene.hold(0.5)


@kind(2)
async def takeover(scene: Scene) -> None:
    """The relay that leads is killed while another stands by; how long until that one leads?"""
    service = scene.dice.choice(NAMES[:-1])
    async with scene.site.hosting:
        scene.hold(15)
        first = scene.site.instances[service]
        async with first.busy:
            before = await _until_it_leads(scene, service)
            await scene.site.invite(service)
            if await _until_it_leads(scene, service) != before:
                scene.note(f"the second {service} leads already: the first was without broker")
                return
            scene.note(f"SIGKILL {service}, which leads")
            began = time.monotonic()
            await first.kill()
            while await _leader(scene.site, service) in (None, before):
                await asyncio.sleep(0.02)
            scene.takeovers.append(time.monotonic() - began)
            scene.note(f"the second {service} leads after {scene.takeovers[-1]:.2f} s")
            await first.start()
            scene.hold(1)
            await first.ready()
        await scene.site.part(kill=scene.dice.random() < 0.5)
        scene.hold(0.5)


async def _until_it_leads(scene: Scene, service: str) -> int:
    """Not seen in the moment of a statement; the session is the answer."""
    while (leader := await _leader(scene.site, service)) is None:
        await asyncio.sleep(0.05)
    return leader


async def _leader(site: Site, service: str) -> int | None:
    """The database session that holds the relay's lock; none while another fault has the server."""
    try:
        connection = await asyncpg.connect(site.dsn(service), timeout=5)
    except (OSError, TimeoutError, asyncpg.PostgresError):
        return None
    try:
        found: int | None = await connection.fetchval(
            "SELECT l.pid FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
            " WHERE l.locktype = 'advisory' AND l.granted AND a.datname = $1"
            " AND a.xact_start IS NULL",
            service,
        )
        return found
    finally:
        connection.terminate()


@kind(3)
async def poison(scene: Scene) -> None:
    """Messages that nobody can handle, among the others."""
    for _ in range(scene.dice.randint(1, 3)):
        async with scene.site.broker_busy:
            scene.poisons.append(await publish(scene.site, scene.dice))
        scene.note(f"poison {scene.poisons[-1].id}")
        await asyncio.sleep(0.3)


@kind(4)
async def duplicates(scene: Scene) -> None:
    """Messages of this run come once more, in order or not, perhaps many times."""
    while not (records := await read_log(scene.site, scene.begin)):
        scene.hold(1)
        await asyncio.sleep(0.1)
    again = scene.dice.choices(records, k=min(30, len(records)))
    scene.note(f"{len(again)} messages published again")
    async with scene.site.broker_busy:
        await _publish_again(scene.site, again)


async def _publish_again(site: Site, records: Sequence[Record]) -> None:
    producer = AIOKafkaProducer(**site.kafka.admin.options())
    await producer.start()
    try:
        for record in records:
            await producer.send_and_wait(
                record.place.topic,
                record.value,
                key=record.key.encode(),
                headers=list(record.headers),
            )
    finally:
        await producer.stop()
