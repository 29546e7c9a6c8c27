"""A realm in a Keycloak, made and changed through its own REST API."""

import json
from pathlib import Path
from string import Template
from typing import Any

import httpx2

from deploy.local.keycloak import ADMIN, KeycloakServer

RECIPE = Path(__file__).parents[1] / "keycloak" / "realm.json"
OTHER_CLIENT = "fachverfahren"
SECONDS = 60.0
PASSWORD = "anmelden"  # noqa: S105 - of invented people, on loopback
"""Of everybody in the realm."""


class Realm:
    """People of every role, Knotenpunkt as a client, and another client beside it."""

    def __init__(self, server: KeycloakServer, name: str) -> None:
        self.server, self.name = server, name
        self._secret = ""

    @property
    def issuer(self) -> str:
        return f"{self.server.url}/realms/{self.name}"

    def make(self, public_url: str, secret: str, back_channel_url: str = "") -> None:
        """Make it; logouts are posted below ``back_channel_url``, if that is elsewhere."""
        self._secret = secret
        text = Template(RECIPE.read_text()).substitute(
            REALM=self.name,
            PUBLIC_URL=public_url,
            BACK_CHANNEL_URL=back_channel_url or public_url,
            CLIENT_SECRET=secret,
            PASSWORD=PASSWORD,
        )
        self._ask("POST", "/admin/realms", json.loads(text))

    def people(self) -> list[str]:
        """The names to sign in with."""
        return [str(user["username"]) for user in json.loads(RECIPE.read_text())["users"]]

    def rotate_keys(self) -> None:
        """A new key signs from now on, and the old one is no longer published."""
        kind = "org.keycloak.keys.KeyProvider"
        path = f"/admin/realms/{self.name}/components"
        old = [
            each
            for each in self._ask("GET", f"{path}?type={kind}")
            if each["providerId"] == "rsa-generated"
        ]
        how = {"priority": ["200"], "algorithm": ["RS256"], "keySize": ["2048"]}
        new = {"name": "new", "providerId": "rsa-generated", "providerType": kind, "config": how}
        self._ask("POST", path, new)
        for each in old:
            self._ask("DELETE", f"{path}/{each['id']}")

    def end_sessions(self, username: str) -> None:
        """All of this person's, as an administrator would."""
        path = f"/admin/realms/{self.name}/users"
        [user] = self._ask("GET", f"{path}?username={username}&exact=true")
        self._ask("POST", f"{path}/{user['id']}/logout")

    def change_address(self, username: str, address: str) -> None:
        """The mail address of a person."""
        path = f"/admin/realms/{self.name}/users"
        [user] = self._ask("GET", f"{path}?username={username}&exact=true")
        self._ask("PUT", f"{path}/{user['id']}", {**user, "email": address})

    def token_of_the_other_client(self, username: str) -> str:
        """An id_token that is not for Knotenpunkt."""
        form = {"grant_type": "password", "client_id": OTHER_CLIENT, "scope": "openid"}
        form |= {"client_secret": self._secret, "username": username, "password": PASSWORD}
        address = f"{self.issuer}/protocol/openid-connect/token"
        answer = httpx2.post(address, data=form, timeout=SECONDS)
        return str(answer.raise_for_status().json()["id_token"])

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        """As the administrator, whose token is asked for each time: it lasts but a minute."""
        with httpx2.Client(base_url=self.server.url, timeout=SECONDS) as client:
            form = {"grant_type": "password", "client_id": "admin-cli", "username": ADMIN}
            form["password"] = self.server.password
            given = client.post("/realms/master/protocol/openid-connect/token", data=form)
            token = given.raise_for_status().json()["access_token"]
            headers = {"Authorization": f"Bearer {token}"}
            answer = client.request(method, path, json=body, headers=headers)
            answer.raise_for_status()
            return answer.json() if answer.content else None
