"""Compares what carriers were told with what has become of it in every service."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.trainings.onboarding.rules import PlannedTask, plan
from services.trainings.templates.rules import DEFAULT_TASKS
from shared.contracts.directory import WorkerHired
from tests.faults.facts import Facts
from tests.faults.load import Post
from tests.faults.stories import Story, stories

LOST, DOUBLED, ORDER, STRAY = "lost", "doubled", "out of order", "stray"
LET_IN = "let in"

HIRED, CHANGED = "directory.worker-hired.v1", "directory.placements-changed.v1"
DEPARTED = "directory.worker-departed.v1"
STARTED, CLOSED = "trainings.onboarding-started.v1", "trainings.onboarding-closed.v1"
PLANNED, CANCELLED = "surveys.pulse-planned.v1", "surveys.pulse-cancelled.v1"
QUEUED, SENT = "notifications.letter-queued.v1", "notifications.letter-sent.v1"


@dataclass(frozen=True)
class Finding:
    """What is wrong, with which post, and where."""

    what: str
    post: int | None
    where: str

    def __str__(self) -> str:
        return f"{self.what}: post {self.post}: {self.where}"


def check(posts: Sequence[Post], facts: Facts) -> list[Finding]:
    """Everything that is wrong."""
    wanted = stories(posts)
    findings = [Finding(STRAY, post.number, post.wrong) for post in posts if post.wrong]
    findings += _nothing_else(posts, wanted, facts)
    for story in wanted.values():
        worker = facts.workers.get(story.external_id)
        if worker is None:
            findings.append(Finding(LOST, story.hire.number, "no worker in the directory"))
            continue
        findings += _directory(story, worker, facts)
        findings += _trainings(story, worker["id"], facts)
        findings += _surveys(story, worker["id"], facts)
        findings += _notifications(story, worker["id"], facts)
        findings += _dashboard(story, worker["id"], facts)
        findings += _order(story, worker["id"], facts)
    return findings


def _nothing_else(
    posts: Sequence[Post], wanted: Mapping[str, Story], facts: Facts
) -> Iterator[Finding]:
    """Refused posts left nothing, nothing is parked, nothing waits."""
    for external_id in facts.workers.keys() - wanted.keys():
        yield Finding(STRAY, None, f"a worker nobody was accepted for: {external_id}")
    if facts.people != len(facts.workers):
        yield Finding(STRAY, None, f"{facts.people} people for {len(facts.workers)} workers")
    for post in posts:
        if post.kind != "bulk" and post.accepted != (post.key in facts.keys):
            what = LOST if post.accepted else STRAY
            yield Finding(what, post.number, "its Idempotency-Key in the directory")
    for service, waiting in facts.outboxes.items():
        if waiting:
            yield Finding(STRAY, None, f"{waiting} in the outbox of {service}")
    for service, rows in facts.parked.items():
        for row in rows:
            about = f"{row['type']} {row['message_id']} {row['state']}: {row['cause']}"
            yield Finding(STRAY, None, f"parked in {service}: {about}")


def _directory(story: Story, worker: Any, facts: Facts) -> Iterator[Finding]:
    for post in story.posts:
        if post.worker_id is not None and post.worker_id != worker["id"]:
            yield Finding(DOUBLED, post.number, "the receipt names another worker")
    receipt, stored = story.hire.correlation_id, worker["correlation_id"]
    if receipt is not None and receipt != stored:
        yield Finding(DOUBLED, story.hire.number, "the receipt names another story")
    last_day = worker["last_day"].isoformat() if worker["last_day"] else None
    departure = story.departure
    if last_day != (departure.body["last_day"] if departure else None):
        yield Finding(LOST, departure.number if departure else None, "last day in the directory")
    rows = facts.tables["placements"].get(worker["id"], [])
    found = Counter(
        (
            row["school_number"],
            Decimal(row["weekly_hours"]) / 100,
            row["valid_from"],
            row["superseded_at"] is not None,
        )
        for row in rows
    )
    last = story.posts[-1].number
    yield from _compare(story.placements(), found, last, "placements in the directory")


def _trainings(story: Story, worker: UUID, facts: Facts) -> Iterator[Finding]:
    onboardings = facts.tables["onboardings"].get(worker, [])
    yield from _once(len(onboardings), story.hire, "onboarding in trainings")
    yield from _once(
        len(facts.tables["names_in_trainings"].get(worker, [])), story.hire, "name in trainings"
    )
    tasks = Counter(
        (row["code"], row["role"], row["organization_id"])
        for row in facts.tables["tasks"].get(worker, [])
    )
    if hired := _hired(worker, facts):
        planned = _planned(hired)
        wanted = Counter((task.code, task.role.value, task.organization_id) for task in planned)
        yield from _compare(wanted, tasks, story.hire.number, "tasks in trainings")
    for onboarding in onboardings:
        if (onboarding["closing_reason"] == "departed") != story.over:
            post = story.posts[-1].number
            yield Finding(LOST if story.over else STRAY, post, "closing in trainings")


def _surveys(story: Story, worker: UUID, facts: Facts) -> Iterator[Finding]:
    pulses = facts.tables["pulses"].get(worker, [])
    found = Counter(row["occasion"] for row in pulses)
    leaves = story.departure is not None and not story.over
    wanted = Counter(("day_30", "day_100", *(["exit"] if leaves else [])))
    yield from _compare(wanted, found, story.hire.number, "pulses in surveys")
    state = "cancelled" if story.over else "planned"
    begun = [row for row in pulses if row["occasion"] != "exit"]
    if any(row["state"] != state for row in begun):
        post = story.posts[-1].number
        yield Finding(LOST if story.over else STRAY, post, "pulses of the departed in surveys")


def _notifications(story: Story, worker: UUID, facts: Facts) -> Iterator[Finding]:
    letters = facts.tables["letters"].get(worker, [])
    found = Counter((row["kind"], row["role"], row["organization_id"]) for row in letters)
    wanted: Counter[Any] = Counter([("welcome", "worker", None)])
    if hired := _hired(worker, facts):
        wanted.update(("tasks", *reference) for reference in _references(_planned(hired)))
    yield from _compare(wanted, found, story.hire.number, "letters in notifications")
    yield from _once(
        len(facts.tables["names_in_notifications"].get(worker, [])),
        story.hire,
        "name in notifications",
    )
    mails = Counter(
        (row["kind"], row["recipient"]) for row in facts.tables["mails"].get(worker, [])
    )
    for (kind, _), count in mails.items():
        if count > 1:
            yield Finding(DOUBLED, story.hire.number, f"{count} mails {kind} to one person")
    owed = {("welcome", "worker", None), *_owed(story, hired)}
    for row in letters:
        refused = row["state"] == "undeliverable" or (
            row["state"] == "withdrawn"
            and (row["kind"], row["role"], row["organization_id"]) in owed
        )
        if refused and not story.over:
            yield Finding(LOST, story.hire.number, "a letter that nobody withdrew is not sent")


def _owed(story: Story, hired: WorkerHired | None) -> set[Any]:
    """The letters with a task that is due while somebody still works here."""
    planned = _planned(hired) if hired else []
    if story.departure:
        last_day = date.fromisoformat(story.departure.body["last_day"])
        planned = [task for task in planned if task.due_on <= last_day]
    return {("tasks", *reference) for reference in _references(planned)}


def _planned(hired: WorkerHired) -> list[PlannedTask]:
    carrier, until = hired.carrier_id, hired.fixed_term_until
    return plan(DEFAULT_TASKS, hired.start_date, carrier, hired.placements, until)


def _references(planned: Iterable[PlannedTask]) -> set[tuple[str, UUID | None]]:
    return {(task.role.value, task.organization_id) for task in planned}


def _dashboard(story: Story, worker: UUID, facts: Facts) -> Iterator[Finding]:
    """Every message of the story exactly once, and none whose cause is missing."""
    seen = facts.seen.get(worker, [])
    letters = facts.tables["letters"].get(worker, [])
    found = Counter(row["type"] for row in seen)
    wanted = Counter({HIRED: 1, CHANGED: len(story.changes), STARTED: 1})
    wanted += Counter({DEPARTED: int(story.departure is not None), CLOSED: int(story.over)})
    if PLANNED in found or story.asked:  # else surveys may have heard of the end first
        wanted += Counter({PLANNED: 1, CANCELLED: int(story.over)})
    wanted += Counter({QUEUED: len(letters)})
    wanted += Counter({SENT: sum(row["state"] == "sent" for row in letters)})
    yield from _compare(wanted, found, story.posts[-1].number, "messages in the dashboard")
    ids = {row["id"] for row in seen}
    for row in seen:
        if row["causation_id"] is not None and row["causation_id"] not in ids:
            yield Finding(LOST, story.hire.number, f"the cause of a {row['type']} in the dashboard")
    for record in facts.log:
        if record.key == str(worker) and record.id not in ids:
            yield Finding(LOST, story.hire.number, f"{record.place} {record.offset} was never seen")


def _order(story: Story, worker: UUID, facts: Facts) -> Iterator[Finding]:
    """Hired, changed, departed: on the bus at first delivery, and as the dashboard saw it."""
    post = story.posts[-1].number
    wanted = [post.correlation_id for post in story.posts]
    wanted[0] = facts.workers[story.external_id]["correlation_id"]
    on_bus: dict[str, dict[UUID, UUID]] = defaultdict(dict)
    for record in facts.log:
        if record.key == str(worker):
            on_bus[record.place.topic].setdefault(record.id, record.correlation_id)
    seen = facts.seen.get(worker, [])
    told = [row["correlation_id"] for row in seen if row["topic"] == "directory.events"]
    if not _agree(wanted, list(on_bus["directory.events"].values())):
        yield Finding(ORDER, post, "facts of the directory on the bus")
    if not _agree(wanted, told):
        yield Finding(ORDER, post, "facts of the directory in the dashboard")
    for topic, ids in on_bus.items():
        if not _agree(list(ids), [row["id"] for row in seen if row["topic"] == topic]):
            yield Finding(ORDER, post, f"{topic} in the dashboard")
    yield from _consequences(seen, post)


def _consequences(seen: Sequence[Any], post: int) -> Iterator[Finding]:
    """What one service announces about a worker follows what it announced before."""
    place = {row["id"]: number for number, row in enumerate(seen)}
    for row in seen:
        cause = row["causation_id"]
        if row["type"] == SENT and cause in place and place[cause] > place[row["id"]]:
            yield Finding(ORDER, post, "a letter sent before it was queued")
    kinds = [row["type"] for row in seen]
    for first, second in ((STARTED, CLOSED), (PLANNED, CANCELLED)):
        if not _agree([first, second], kinds):
            yield Finding(ORDER, post, f"{second} before {first} in the dashboard")


def _agree(wanted: Sequence[Any], found: Sequence[Any]) -> bool:
    """Whether what stands in both stands in the same order in both."""
    common = set(wanted) & set(found)
    first = dict.fromkeys(each for each in found if each in common)
    return [each for each in wanted if each in common] == list(first)


def _hired(worker: UUID, facts: Facts) -> WorkerHired | None:
    for row in facts.seen.get(worker, []):
        if row["type"] == HIRED:
            return WorkerHired.model_validate_json(row["data"])
    return None


def _once(count: int, post: Post, where: str) -> Iterator[Finding]:
    if count != 1:
        yield Finding(DOUBLED if count else LOST, post.number, f"{count} times: {where}")


def _compare(wanted: Counter[Any], found: Counter[Any], post: int, where: str) -> Iterator[Finding]:
    if missing := wanted - found:
        yield Finding(LOST, post, f"{where}: {_listed(missing)} missing")
    if more := found - wanted:
        yield Finding(DOUBLED, post, f"{where}: {_listed(more)} too many")


def _listed(counted: Counter[Any]) -> str:
    return ", ".join(f"{count} {item}" for item, count in sorted(counted.items(), key=str))
