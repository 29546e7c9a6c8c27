"""Who may do what on a Kafka cluster: a user for each service, and rules for what it may touch."""

import asyncio
import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.access_wire import AlterUsers, CreateRules, DeleteRules, DescribeRules, raise_for
from deploy.services import load
from shared.contracts.catalogue import bodies
from shared.erasing.again import TOPIC as ERASURES
from shared.messaging.bus.brokers import Brokers

ITERATIONS = 4096
KNOWN_SECONDS = 10.0
CLUSTER = "kafka-cluster"
ANY_HOST, ALLOW, LITERAL = "*", 3, 3


class Kind(IntEnum):
    """Of a thing that a rule is about, as the protocol numbers them."""

    TOPIC = 2
    GROUP = 3
    CLUSTER = 4


class Operation(IntEnum):
    """As the protocol numbers them; READ and WRITE allow DESCRIBE as well."""

    READ = 3
    WRITE = 4
    DESCRIBE = 8
    DESCRIBE_CONFIGS = 10
    IDEMPOTENT_WRITE = 12


@dataclass(frozen=True, order=True)
class Rule:
    """``user`` may do ``operation`` with the thing of that name."""

    user: str
    kind: Kind
    name: str
    operation: Operation

    def wire(self) -> tuple[int, str, int, str, str, int, int]:
        """As the protocol writes it."""
        principal = f"User:{self.user}"
        return self.kind, self.name, LITERAL, principal, ANY_HOST, self.operation, ALLOW


def announced(service: str) -> set[str]:
    """The topics that a service writes; nobody else does."""
    return {body.topic for body in bodies().values() if body.owner() == service}


def heard(service: str) -> set[str]:
    """The topics that a service reads: erasures at its start, the others as they come."""
    return load(service).handlers.topics() | {ERASURES}


def rules_for(service: str, prefix: str = "", user: str = "") -> set[Rule]:
    """Writes its own topics, reads what it must, in its own group."""
    user = user or prefix + service
    rules = {
        Rule(user, Kind.GROUP, prefix + service, Operation.READ),
        # Lets a producer begin, who may then write only what the rules below say; without it,
        # one that may write nothing, such as the dashboard's, would not even start.
        Rule(user, Kind.CLUSTER, CLUSTER, Operation.IDEMPOTENT_WRITE),
    }
    for names, operation in (
        (announced(service), Operation.WRITE),
        (heard(service), Operation.READ),
        (announced(service) | heard(service), Operation.DESCRIBE_CONFIGS),
    ):
        rules |= {Rule(user, Kind.TOPIC, prefix + name, operation) for name in names}
    return rules


async def grant(brokers: Brokers, passwords: Mapping[str, str], rules: Iterable[Rule]) -> None:
    """Make these users, give each exactly these rules, and return once both are in force."""
    admin = AIOKafkaAdminClient(**brokers.options())
    await admin.start()
    try:
        await _make_users(admin, passwords)
        wanted = set(rules)
        for user in {rule.user for rule in wanted}:
            await _make_rules(admin, user, {rule for rule in wanted if rule.user == user})
    finally:
        await admin.close()
    async with asyncio.timeout(KNOWN_SECONDS):
        for user, password in passwords.items():
            visible = {r.name for r in wanted if r.user == user and r.kind is Kind.TOPIC}
            while not await _sees(brokers.known_as(user, password), visible):
                await asyncio.sleep(0.05)


async def _make_users(admin: AIOKafkaAdminClient, passwords: Mapping[str, str]) -> None:
    if not passwords:
        return
    rows: list[tuple[object, ...]] = []
    for user, password in passwords.items():
        salt = secrets.token_bytes(32)
        salted = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS)
        rows.append((user, AlterUsers.SCRAM_SHA_512, ITERATIONS, salt, salted, {}))
    answer = await admin._send_to_controller(AlterUsers(rows))
    raise_for((code, message) for _, code, message, _ in answer.results)


async def _make_rules(admin: AIOKafkaAdminClient, user: str, wanted: set[Rule]) -> None:
    found = await admin._send_request(DescribeRules(user))
    raise_for([(found.error_code, found.error_message)])
    there = {
        (kind, name, pattern, *acl) for kind, name, pattern, acls in found.resources for acl in acls
    }
    needed = {rule.wire() for rule in wanted}
    if superfluous := there - needed:
        answer = await admin._send_to_controller(DeleteRules(sorted(superfluous)))
        raise_for((code, message) for code, message, _ in answer.filter_responses)
    if missing := needed - there:
        answer = await admin._send_to_controller(CreateRules(sorted(missing)))
        raise_for(answer.creation_responses)


async def _sees(brokers: Brokers, topics: set[str]) -> bool:
    """Whether the broker lets this user in, and shows the topics."""
    client = AIOKafkaAdminClient(**brokers.options())
    try:
        await client.start()
        return topics <= set(await client.list_topics())
    except KafkaError:
        return False
    finally:
        await client.close()
