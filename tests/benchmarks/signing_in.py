"""``python -m tests.benchmarks.signing_in``: from sign-in to usable everywhere, and to refused.

Five services in one process; people sign in at a scripted provider through the pages. The clock
runs from the moment the browser, or the provider, has its response until the last service lets the
session in, or no service does any more; each is asked every hundredth of a second.
"""

import argparse
import asyncio
import math
import tempfile
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from httpx2 import ASGITransport, AsyncClient
from pydantic import SecretStr

from deploy.local.program import free_port
from deploy.services import NAMES
from services.directory.accounts import use_cases as accounts
from services.directory.accounts.queries import person_at
from services.directory.identities.models import UnmatchedSignIn
from services.directory.identities.use_cases import link
from services.directory.identities.values import LinkedBy
from services.directory.people.values import Names
from shared.contracts.accounts import AccessRole, Grant
from shared.messaging.event import EVERYONE
from tests.benchmarks.site import open_site
from tests.directory.oidc.provider import SECRET, SUBJECT, ScriptedProvider, serving
from tests.house import URL, House, embedded_house, real_house

PROBE = "/api/v1/parked"
"""For operators, in every service."""
LET_IN, REFUSED = 200, 401
PAUSE_SECONDS = 0.01
"""Between two questions, so that whoever asks is no load on the process that is asked."""
ADDRESS = "betrieb@bergkamen.example"


@asynccontextmanager
async def open_town(real: bool) -> AsyncGenerator[tuple[House, ScriptedProvider]]:
    port = free_port()
    settings: dict[str, Any] = {
        "oidc_issuer": f"http://127.0.0.1:{port}",
        "oidc_client_secret": SecretStr(SECRET),
    }
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if real:
            site = await stack.enter_async_context(open_site())
            opened = real_house(folder, NAMES, site.postgres, site.kafka, **settings)
        else:
            opened = embedded_house(folder, NAMES, **settings)
        house = await stack.enter_async_context(opened)
        provider = ScriptedProvider(port, house.clock)
        await stack.enter_async_context(serving(provider.app(), port))
        await introduce(house, provider.issuer)
        await house.quiet(60)
        yield house, provider


async def introduce(house: House, issuer: str) -> None:
    """An operator whom the provider knows."""
    grant = Grant(role=AccessRole.OPERATOR, municipality=EVERYONE)
    names = Names(given_name="Bernd", family_name="Trieb", email=ADDRESS)
    async with house.context("directory").database.transaction() as uow:
        await accounts.invite(uow, names, [grant])
        person_id = await person_at(uow.session, ADDRESS)
        assert person_id
        account = UnmatchedSignIn(
            issuer=issuer, subject=SUBJECT, sub=SUBJECT, shown_name="", first_seen=uow.now
        )
        await link(uow, account, person_id, LinkedBy.OFFICE)


async def until_all(browser: AsyncClient, status: int) -> None:
    async def until(service: str) -> None:
        while (await browser.get(f"/{service}{PROBE}")).status_code != status:
            await asyncio.sleep(PAUSE_SECONDS)

    async with asyncio.timeout(30):
        await asyncio.gather(*(until(name) for name in NAMES))


async def once(
    house: House, provider: ScriptedProvider, number: int, posted: bool
) -> tuple[float, float]:
    """Seconds to usable, and to refused; by the provider's own logout if ``posted``."""
    headers = {"sec-fetch-site": "same-origin"}
    # From one address only some may sign in within a minute.
    transport = ASGITransport(app=house.app, client=(f"10.0.{number // 250}.{number % 250}", 1))
    async with AsyncClient(transport=transport, base_url=URL, headers=headers) as browser:
        begun = await browser.post("/directory/oidc/beginnen")
        code, state = provider.grant(begun.headers["location"])
        query = {"code": code, "state": state}
        came = await browser.get("/directory/oidc/zurueck", params=query)
        assert came.is_redirect, came.text
        began = perf_counter()
        await until_all(browser, LET_IN)
        usable = perf_counter() - began
        for name in [each for each in browser.cookies if each.startswith("knotenpunkt-neu-")]:
            browser.cookies.delete(name)
        held = dict(browser.cookies)
        if posted:
            async with AsyncClient(transport=transport, base_url=URL) as program:
                data = {"logout_token": provider.logout_token()}
                ended = await program.post("/directory/oidc/abmeldung", data=data)
                assert ended.status_code == 200, ended.text
        else:
            assert (await browser.post("/directory/abmelden")).is_redirect
            browser.cookies.update(held)
        began = perf_counter()
        await until_all(browser, REFUSED)
        return usable, perf_counter() - began


def told(name: str, seconds: list[float]) -> str:
    ordered = sorted(each * 1000 for each in seconds)
    p50, p99 = (ordered[math.ceil(share * len(ordered)) - 1] for share in (0.5, 0.99))
    return f"{name}: p50 {p50:.0f} ms, p99 {p99:.0f} ms, of {len(ordered)}"


async def measure(real: bool, times: int) -> None:
    async with open_town(real) as (house, provider):
        await once(house, provider, times, posted=False)
        found = [await once(house, provider, each, posted=each % 2 == 0) for each in range(times)]
        form = "real" if real else "embedded"
        print(told(f"{form}, sign-in to usable in every service", [each[0] for each in found]))
        print(told(f"{form}, end to refused in every service", [each[1] for each in found]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--form", choices=["embedded", "real", "both"], default="both")
    given = parser.parse_args()
    for real in (False, True):
        if given.form in ("both", "real" if real else "embedded"):
            asyncio.run(measure(real, given.times))


if __name__ == "__main__":
    main()
