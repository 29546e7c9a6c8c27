"""A browser that signs in at Keycloak: cookies, and its login form."""

import re
from html import unescape
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

import httpx2

from deploy.local.keycloak_realm import PASSWORD
from services.directory.oidc.values import Begun, Returned

_FORM = re.compile(r'<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"')
_CONFIRM = re.compile(r'<form[^>]*action="([^"]*logout-confirm[^"]*)"')
_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')


class Browser:
    """Follows the provider's redirects and stops at the first that leads to us."""

    def __init__(self, ours: str) -> None:
        self._ours = ours
        # As browsers do: what is for secure connections goes to this machine itself, too.
        policy = DefaultCookiePolicy(secure_protocols=("https", "http"))
        self._client = httpx2.AsyncClient(timeout=60, cookies=CookieJar(policy))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def sign_in(self, begun: Begun, username: str, password: str = PASSWORD) -> Returned:
        """Fill in the form, unless the provider knows the browser already."""
        answer = await self._until_ours("GET", begun.address)
        if not answer.is_redirect:
            form = _FORM.search(answer.text)
            assert form, answer.text[:2000]
            data = {"username": username, "password": password, "credentialId": ""}
            answer = await self._until_ours("POST", unescape(form[1]), data)
        assert answer.is_redirect, answer.text[:2000]
        return returned_by(answer.headers["location"], begun.browser)

    async def open(self, address: str) -> str:
        """Where it ends: an address of ours, or the text of a page of the provider."""
        answer = await self._until_ours("GET", address)
        return answer.headers["location"] if answer.is_redirect else answer.text

    async def sign_out(self, address: str) -> str:
        """Where it ends after the button of the provider's own question was pressed."""
        page = await self._until_ours("GET", address)
        form = _CONFIRM.search(page.text)
        assert form, page.text[:2000]
        data = {name: unescape(value) for name, value in _HIDDEN.findall(page.text)}
        press = str(page.url.join(unescape(form[1])))
        answer = await self._until_ours("POST", press, data | {"confirmLogout": "x"})
        return answer.headers["location"] if answer.is_redirect else answer.text

    async def _until_ours(
        self, method: str, address: str, data: dict[str, str] | None = None
    ) -> httpx2.Response:
        answer = await self._client.request(method, address, data=data)
        while answer.is_redirect and not answer.headers["location"].startswith(self._ours):
            answer = await self._client.get(answer.headers["location"])
        return answer


def returned_by(address: str, browser: str) -> Returned:
    """What the address that leads to us says."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    return Returned(
        state=query["state"],
        browser=browser,
        code=query.get("code", ""),
        error=query.get("error", ""),
        issuer=query.get("iss", ""),
    )
