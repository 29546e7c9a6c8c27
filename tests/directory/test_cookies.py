"""No cookie of ours can be brought by another site of the same domain, or read on the way."""

import re
from pathlib import Path

from httpx2 import AsyncClient, Response

from deploy.sample import load_sample
from tests.directory.test_codes import MARLENE, SAME_SITE, latest_code
from tests.house import embedded_house

SITE = "https://knotenpunkt.test"
ROOT = Path(__file__).parents[2]


def given(answer: Response) -> list[str]:
    return [str(each) for each in answer.headers.get_list("set-cookie")]


async def test_under_tls_every_cookie_is_the_hosts_alone(tmp_path: Path) -> None:
    async with (
        embedded_house(tmp_path, ["directory"], public_url=SITE) as house,
        AsyncClient(transport=house.http._transport, base_url=SITE, headers=SAME_SITE) as browser,
    ):
        await load_sample(house.settings, house.context("directory").database)
        seen = given(await browser.post("/directory/anmelden", data={"address": MARLENE}))
        code = {"code": await latest_code(house)}
        seen += given(await browser.post("/directory/anmelden/code", data=code))
        seen += given(await browser.post("/directory/anmeldungen/beenden"))
        told = await browser.get("/directory/anmeldungen")
        assert "keine andere Anmeldung" in told.text
        seen += given(told)
        seen += given(await browser.post("/directory/abmelden"))
    names = {each.partition("=")[0] for each in seen}
    assert {"code", "bekannt", "kp_meldung", "wach"} <= {re.split(r"[-]", n)[-2] for n in names}
    for each in seen:
        assert each.startswith("__Host-"), each
        assert re.search("; Secure(;|$)", each), each
        assert "Path=/" in each, each
        assert "Domain" not in each, each


def test_no_cookie_is_set_another_way() -> None:
    others = [
        str(file.relative_to(ROOT))
        for folder in ("shared", "services", "deploy")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(r"\.(set|delete)_cookie\(", file.read_text())
    ]
    assert others == ["shared/web/sessions/cookies.py"]
