"""A page that has pointed its own name at this machine finds nothing here."""

import pytest
from fastapi import FastAPI

from shared.settings import Settings
from shared.web.hosts import OwnHosts
from shared.web.problems import install_problems
from shared.web.security import SecurityHeaders, path_of
from tests.conftest import OpenHouse
from tests.shared.web.conftest import Browse

OWN = Settings(public_url="https://knotenpunkt.example/", _env_file=None).own_hosts


def app() -> FastAPI:
    app = FastAPI()
    install_problems(app)
    app.add_middleware(OwnHosts, hosts=OWN)
    app.add_middleware(SecurityHeaders)
    app.get("/open/")(lambda: "here")
    return app


@pytest.mark.parametrize(
    "host",
    [
        "knotenpunkt.example",
        "KNOTENPUNKT.example.",
        "knotenpunkt.example:8443",
        "localhost:8080",
        "127.0.0.1:8080",
        "[::1]:8080",
    ],
)
async def test_our_own_names_are_served(browse: Browse, host: str) -> None:
    answer = await browse(app()).get("/open/", headers={"Host": host})
    assert answer.json() == "here"


@pytest.mark.parametrize(
    "host",
    [
        "boese-seite.example",
        "boese-seite.example:8080",
        "127.0.0.1.boese-seite.example",
        "knotenpunkt.example@boese-seite.example",
        "192.168.1.5:8080",
        "[::1",
        "",
    ],
)
async def test_a_foreign_name_is_refused(browse: Browse, host: str) -> None:
    answer = await browse(app()).get("/open/", headers={"Host": host})
    assert (answer.status_code, answer.json()["type"]) == (421, "/problems/misdirected-request")


async def test_the_open_form_refuses_foreign_names_and_the_closed_one_asks_for_a_password(
    open_house: OpenHouse,
) -> None:
    house = await open_house("dashboard")
    answer = await house.http.get("/dashboard/", headers={"Host": "boese-seite.example"})
    assert answer.status_code == 421


@pytest.mark.parametrize("path", ["/dashboard", "/", "/favicon.ico"])
async def test_a_redirect_never_leads_to_the_host_that_was_asked_for(
    open_house: OpenHouse, path: str
) -> None:
    house = await open_house("dashboard")
    headers = {"Host": "localhost:1", "X-Forwarded-Host": "boese-seite.example"}
    answer = await house.http.get(path, headers=headers)
    assert answer.status_code in (303, 307)
    assert answer.headers["location"].startswith("/")
    assert "localhost" not in answer.headers["location"]


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("http://evil.example/dashboard/?a=b", "/dashboard/?a=b"),
        ("//evil.example/", "/"),
        ("http://here//evil.example/", "/evil.example/"),
        ("http://here/\\evil.example/", "/evil.example/"),
        ("/x#y", "/x#y"),
    ],
)
def test_a_location_is_a_path_on_the_same_host(location: str, path: str) -> None:
    assert path_of(location) == path
