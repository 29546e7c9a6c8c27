"""``python -m deploy.privacy tidy``: what was deleted leaves the disk at once.

Says what it did and what it could not. Databases are written anew by whoever owns their tables,
topics compacted by whoever administers the cluster: in containers ``migrate`` and ``topics``.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Iterator, Sequence
from dataclasses import dataclass, field

from aiokafka.errors import KafkaError
from sqlalchemy.exc import SQLAlchemyError

from deploy.privacy.asking import asked, offer_services
from deploy.privacy.compacting import compact_topics
from deploy.privacy.vacuuming import checkpoint, empty_files, vacuum
from deploy.services import NAMES, load
from deploy.topics import WrongTopic
from shared.messaging.bus.bus import BrokerUnavailable
from shared.settings import Settings, ToolSettings, read_settings

SECONDS = 120.0
"""How long topics may take; a broker begins within 15."""
STILL = (
    "Bytes stehen noch in Sicherungen und im WAL von PostgreSQL, bis es überschrieben ist;"
    " die Kennung auf dem Bus ein Jahr lang als Löschauftrag."
)


@dataclass
class Tidied:
    """What was done, and what was not, in German."""

    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The second begin so that nobody overlooks them."""
        yield from self.done
        for each in self.left:
            yield f"NICHT: {each}"


def main(arguments: list[str]) -> int:
    """Returns 1 if something was left."""
    parser = argparse.ArgumentParser(prog="python -m deploy.privacy tidy")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--tables", action="store_true", help="nur die Datenbanken")
    which.add_argument("--bus", action="store_true", help="nur den Bus")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="höchstens für den Bus")
    offer_services(parser)
    given = parser.parse_args(arguments)
    settings = read_settings(ToolSettings)
    tidied = asyncio.run(
        tidy(
            settings,
            asked(given),
            tables=not given.bus,
            bus=not given.tables,
            seconds=given.seconds,
        )
    )
    print("\n".join(tidied.lines()))
    return 1 if tidied.left else 0


async def tidy(
    settings: Settings,
    names: Sequence[str] = NAMES,
    *,
    tables: bool = True,
    bus: bool = True,
    seconds: float = SECONDS,
) -> Tidied:
    """Databases and bus, as far as whoever asks may."""
    tidied = Tidied()
    if settings.embedded:
        await empty_files(settings.data)
        tidied.done.append("Bus und Dateien sind aufgeräumt; Bytes stehen noch in Sicherungen.")
        return tidied
    if tables:
        await write_anew({load(each).title: settings.database(each) for each in names}, tidied)
    if bus:
        brokers = settings.brokers("admin")
        await forget(compact_topics(brokers, settings.kafka_prefix, seconds, names), tidied)
    tidied.done.append(STILL)
    return tidied


async def write_anew(databases: dict[str, str], tidied: Tidied) -> None:
    """Each of these, by the name people know it by."""
    for title, url in databases.items():
        try:
            left = await vacuum(url)
            written = await checkpoint(url)
        except (SQLAlchemyError, OSError) as error:
            tidied.left.append(f"{title}: Datenbank nicht erreicht ({type(error).__name__})")
            continue
        if left:
            tables = ", ".join(left)
            tidied.left.append(f"{title}: gesperrt oder nicht erlaubt für {tables}")
        else:
            tidied.done.append(f"{title}: Tabellen neu geschrieben")
        if not written:
            tidied.done.append(f"{title}: alte Dateien gehen mit dem nächsten CHECKPOINT (5 min)")


async def forget(compacting: Awaitable[Sequence[str]], tidied: Tidied) -> None:
    """What Kafka did."""
    try:
        left = await compacting
    except (KafkaError, BrokerUnavailable, WrongTopic, OSError) as error:
        tidied.left.append(f"Kafka: nicht verdichtet ({type(error).__name__})")
        return
    if left:
        tidied.left.append(f"Kafka: nicht rechtzeitig verdichtet: {', '.join(left)}")
    else:
        tidied.done.append("Kafka: Topics verdichtet, frühere Stände und Grabsteine sind weg")
