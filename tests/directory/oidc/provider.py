"""A provider that says whatever a test wants it to say."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from deploy.local.program import free_port
from services.directory.oidc.rules import LOGOUT_EVENT
from shared.clock import Clock

CLIENT, SECRET = "knotenpunkt", "geheimnis-des-clients"
SUBJECT = "5f0c7a1e-person"
Key = RSAKey | ECKey | OctKey


class ScriptedProvider:
    """Honest unless told otherwise; ``claims`` are put over those of its id_tokens."""

    def __init__(self, port: int, clock: Clock, path: str = "") -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.issuer = self.base + path
        self.clock = clock
        self._first = new_key("one")  # kept, for it takes a tenth of a second
        self.forget()

    def forget(self) -> None:
        """Honest again."""
        self.keys: list[Key] = [self._first]
        self.signing: Key = self.keys[0]
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        self.document: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.skew = 0
        self.down = False
        self.token_error: str | None = None
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}

    @property
    def now(self) -> int:
        return int(self.clock.now().timestamp()) + self.skew

    def grant(self, address: str) -> tuple[str, str]:
        """Somebody signed in: the code and the state that the browser carries back."""
        question = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = uuid4().hex
        self._codes[code] = question
        return code, question["state"]

    def rotate(self, kid: str) -> None:
        """Another key signs, and the old one is gone."""
        self.signing = new_key(kid)
        self.keys = [self.signing]
        self.header["kid"] = kid

    def id_token(self, nonce: str) -> str:
        claims = {
            "iss": self.issuer,
            "sub": SUBJECT,
            "aud": CLIENT,
            "exp": self.now + 300,
            "iat": self.now,
            "nonce": nonce,
            "sid": "session-at-the-provider",
            "name": "Marlene Brüggemann",
            "email": "marlene@bergkamen.example",
        }
        return self.sign(given(claims | self.claims))

    def logout_token(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        told = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": self.now,
            "exp": self.now + 120,
            "jti": uuid4().hex,
            "sub": SUBJECT,
            "sid": "session-at-the-provider",
            "events": {LOGOUT_EVENT: {}},
        }
        return self.sign(given(told | claims), {"typ": "logout+jwt", **(header or {})})

    def sign(self, claims: dict[str, Any], header: dict[str, Any] | None = None) -> str:
        head = self.header | (header or {})
        if head["alg"] == "none":
            return unsigned(claims)
        return jwt.encode(head, claims, self.signing, [head["alg"]])

    def app(self) -> FastAPI:
        app = FastAPI()
        path = urlsplit(self.issuer).path.rstrip("/")

        @app.middleware("http")
        async def count(request: Request, call_next: Any) -> Response:
            self.asked.append(request.url.path)
            answer: Response = Response(status_code=503) if self.down else await call_next(request)
            return answer

        @app.get(f"{path}/.well-known/openid-configuration")
        async def discovery() -> Any:
            return given(self._discovery() | self.document)

        @app.get("/keys")
        async def keys() -> Any:
            return {"keys": [key.as_dict(private=False) for key in self.keys]}

        app.add_api_route("/token", self._token, methods=["POST"])
        return app

    def fetched(self, path: str) -> int:
        """How often."""
        return sum(asked.endswith(path) for asked in self.asked)

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.base}/authorize",
            "token_endpoint": f"{self.base}/token",
            "jwks_uri": f"{self.base}/keys",
            "end_session_endpoint": f"{self.base}/logout",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    async def _token(self, request: Request) -> Response:
        if self.token_error:
            return JSONResponse({"error": self.token_error}, 400)
        form = await request.form()
        question = self._codes.pop(str(form.get("code")), None)
        methods = (self._discovery() | self.document)["token_endpoint_auth_methods_supported"]
        if not is_ours(request.headers.get("authorization", ""), dict(form), methods):
            return JSONResponse({"error": "invalid_client"}, 401)
        digest = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        if question is None or question["code_challenge"] != _base64(digest):
            return JSONResponse({"error": "invalid_grant"}, 400)
        assert form["redirect_uri"] == question["redirect_uri"]
        body = {"access_token": "a", "token_type": "Bearer"}
        return JSONResponse(body | {"id_token": self.id_token(question["nonce"])})


def is_ours(authorization: str, form: dict[str, Any], methods: list[str]) -> bool:
    """Whether the secret came as this provider takes it."""
    basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    if "client_secret_basic" in methods:
        return authorization == basic
    return form.get("client_id") == CLIENT and form.get("client_secret") == SECRET


def given(values: dict[str, Any]) -> dict[str, Any]:
    """Without what a test set to None."""
    return {name: value for name, value in values.items() if value is not None}


def new_key(kid: str, use: str = "sig") -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": use})


def unsigned(claims: dict[str, Any]) -> str:
    return f"{_part({'alg': 'none'})}.{_part(claims)}."


def confused(claims: dict[str, Any], public_key: bytes) -> str:
    """Signed with what everybody may read, as if it were a shared secret."""
    content = f"{_part({'alg': 'HS256', 'kid': 'one'})}.{_part(claims)}"
    return f"{content}.{_base64(hmac.digest(public_key, content.encode(), 'sha256'))}"


def _part(values: dict[str, Any]) -> str:
    return _base64(json.dumps(values).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@asynccontextmanager
async def serving(app: FastAPI, port: int) -> AsyncGenerator[None]:
    """Over real HTTP for as long as the block lasts."""
    config = uvicorn.Config(app, port=port, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
    try:
        yield
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def scripted(clock: Clock, path: str = "") -> AsyncGenerator[ScriptedProvider]:
    port = free_port()
    provider = ScriptedProvider(port, clock, path)
    async with serving(provider.app(), port):
        yield provider
