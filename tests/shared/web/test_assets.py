"""Style sheets are served with an address that changes when they do."""

from starlette.applications import Starlette
from starlette.routing import Mount

from shared.web.assets import STATIC, asset, static_files, vendor
from tests.shared.web.conftest import Browse

APP = Starlette(routes=[Mount("/static", static_files())])


async def test_an_asset_is_found_under_its_address(browse: Browse) -> None:
    answer = await browse(APP).get(asset("knotenpunkt.css"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")


async def test_a_versioned_address_is_kept_for_ever(browse: Browse) -> None:
    answer = await browse(APP).get(asset("knotenpunkt.css"))
    assert "immutable" in answer.headers["cache-control"]


async def test_an_address_without_version_is_kept_for_an_hour(browse: Browse) -> None:
    answer = await browse(APP).get("/static/knotenpunkt.svg")
    assert answer.headers["cache-control"] == "public, max-age=3600"


def test_a_third_party_file_that_was_not_fetched_has_no_address() -> None:
    assert vendor("never-fetched.css") is None


def test_our_style_sheet_loads_nothing_from_elsewhere() -> None:
    text = (STATIC / "knotenpunkt.css").read_text()
    assert "url(" not in text
    assert "@import" not in text
