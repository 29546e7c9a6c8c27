"""The real form on one machine without Docker: PostgreSQL, Kafka, one process per service."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from deploy.histories import histories
from deploy.local.kafka import KafkaServer
from deploy.local.keycloak import KeycloakServer
from deploy.local.keycloak_realm import PASSWORD, Realm
from deploy.local.postgres import PostgresServer
from deploy.local.process import ServiceProcess
from deploy.local.program import CannotStartError, free_port, kept_secret
from deploy.local.proxy import proxy
from deploy.run import server
from deploy.sample import load_sample
from deploy.sample.hours import keep_hours
from deploy.sample.known_workers import know_workers
from deploy.services import COMPANIONS, NAMES, load
from deploy.story import narrate
from deploy.topics import create_topics, grant_access
from shared.clock import SystemClock
from shared.database.migrate import migrate
from shared.messaging.database import Database
from shared.settings import Settings, read_settings

NOBODY = "Knotenpunkt <knotenpunkt@localhost>"
"""The sender of mails that are kept and not sent."""


async def run(front: Settings, *, with_keycloak: bool = False) -> None:
    """Up until Ctrl-C; everything it writes lies under the data folder."""
    folder = front.data / "real"
    keycloak = KeycloakServer(folder / "keycloak", tools=front.data / "tools" / "keycloak")
    postgres = PostgresServer(folder / "postgres")
    kafka = KafkaServer(folder / "kafka", jars=front.data / "tools" / "kafka")
    try:
        print("Starting PostgreSQL ...", flush=True)
        await asyncio.to_thread(postgres.start)
        print("Starting Kafka ...", flush=True)
        await asyncio.to_thread(kafka.start)
        sign_in = await _provider(front, keycloak) if with_keycloak else {}
        settings = await _prepare(front, folder, postgres, kafka, sign_in)
        async with _processes(settings) as ports:
            await _serve(front, settings["dashboard"], ports)
    except CannotStartError as error:
        sys.exit(str(error))
    finally:
        await asyncio.to_thread(keycloak.stop)
        await asyncio.to_thread(kafka.stop)
        await asyncio.to_thread(postgres.stop)


async def _provider(front: Settings, keycloak: KeycloakServer) -> dict[str, Any]:
    """Settings with which people sign in at a Keycloak that is up, with invented people in it."""
    print("Starting Keycloak (the first time it takes a few minutes) ...", flush=True)
    await asyncio.to_thread(keycloak.start)
    realm = Realm(keycloak, "bergkamen")
    secret = kept_secret(keycloak.folder / "client-secret")
    await asyncio.to_thread(realm.make, front.base_url, secret)
    print(f"People of every role sign in at {realm.issuer}, password {PASSWORD}:", flush=True)
    print(f"  {', '.join(realm.people())}", flush=True)
    return {
        "oidc_issuer": realm.issuer,
        "oidc_client_secret": secret,
        "oidc_roles_claim": "resource_access,knotenpunkt,roles",
    }


async def _prepare(
    front: Settings,
    folder: Path,
    postgres: PostgresServer,
    kafka: KafkaServer,
    sign_in: Mapping[str, Any],
) -> dict[str, Settings]:
    """Each service's settings, once topics, databases and the sample are there."""
    settings: dict[str, Settings] = {}
    for name in NAMES:
        await asyncio.to_thread(postgres.create, name)
        settings[name] = read_settings(
            data=folder,
            public_url=front.base_url,
            database_url=postgres.url(name),
            kafka=kafka.bootstrap,
            kafka_password=kafka.password(name),
            secret=kept_secret(folder / f"secret-{name}"),
            smtp_url=front.smtp_url,
            smtp_tls=front.smtp_tls,
            smtp_ca_file=front.smtp_ca_file,
            mail_from=front.mail_from or NOBODY,
            mail_reserved_domains=front.mail_reserved_domains | {"localhost"},
            load_sample=True,
            municipalities=front.municipalities,
            log_level=front.log_level,
            **(sign_in if name == "directory" else {}),
        )
    print("Creating topics and bringing databases up to date ...", flush=True)
    await create_topics(kafka.admin)
    await grant_access(kafka.admin, kafka.passwords(NAMES))
    for name in NAMES:
        await migrate(postgres.owner_url(name), histories(load(name)))
    print("Loading the Bergkamen sample ...", flush=True)
    await _load(settings)
    return settings


async def _load(settings: Mapping[str, Settings]) -> None:
    directory, notifications = (
        Database(settings[name].database_url, name, SystemClock())
        for name in ("directory", "notifications")
    )
    await load_sample(settings["directory"], directory, with_workforce=True)
    await know_workers(directory, notifications)
    await keep_hours(settings["notifications"], notifications)
    await directory.close()
    await notifications.close()


async def _serve(front: Settings, settings: Settings, ports: Mapping[str, int]) -> None:
    routes = {f"/{name}": f"http://127.0.0.1:{port}" for name, port in ports.items()}
    app = proxy(routes, default=routes["/dashboard"])
    story = asyncio.create_task(narrate(front))
    print(f"Ready: {front.base_url} (what the services log is in {settings.data})", flush=True)
    await server(app, front).serve()
    story.cancel()


@asynccontextmanager
async def _processes(settings: Mapping[str, Settings]) -> AsyncGenerator[dict[str, int]]:
    """One process per service, on free ports; all ended when the block is left."""
    print(f"Starting {len(NAMES)} services, one process each ...", flush=True)
    processes = [ServiceProcess(name, settings[name], free_port()) for name in NAMES]
    beside = [ServiceProcess(name, settings[of], free_port()) for name, of in COMPANIONS.items()]
    try:
        for process in (*processes, *beside):
            await asyncio.to_thread(process.start)
        yield {process.name: process.port for process in processes}
    finally:
        await asyncio.gather(*(asyncio.to_thread(each.stop) for each in (*processes, *beside)))
