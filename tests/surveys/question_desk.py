"""The office at its questionnaires, as a browser without scripts."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from httpx2 import Response

from shared.contracts.accounts import AccessRole, Grant
from tests.asking import cookie
from tests.house import BERGKAMEN
from tests.surveys.conftest import BROWSER, Surveys

HOME = "/surveys/frageboegen"


@dataclass
class QuestionDesk:
    """Of one municipality."""

    surveys: Surveys
    municipality: str = BERGKAMEN
    _headers: dict[str, str] = field(default_factory=dict)

    async def see(self, path: str = "") -> str:
        answer = await self.surveys.house.http.get(HOME + path, headers=await self._asked())
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-800:])
        return answer.text

    async def send(self, path: str, **given: object) -> Response:
        return await self.surveys.house.http.post(
            HOME + path, data=given or {"x": ""}, headers=await self._asked()
        )

    async def file(self, content: bytes) -> Response:
        files = {"file": ("fragebogen.json", content, "application/json")}
        return await self.surveys.house.http.post(
            f"{HOME}/einlesen", files=files, headers=await self._asked()
        )

    async def done(self, path: str, **given: object) -> str:
        """What the form leads to, below the questionnaires."""
        answer = await self.send(path, **given)
        assert answer.status_code == 303, (path, answer.status_code, answer.text[-1500:])
        return str(answer.headers["location"]).removeprefix(HOME)

    async def version(self, path: str) -> str:
        """The hidden version in the form of a page."""
        found = re.search(r'name="version" value="(\d+)"', await self.see(path))
        assert found
        return found[1]

    async def new(self, title: str = "Bedarfe", *languages: str) -> str:
        """Its address, with a section."""
        key = await self.done("/neu", title=title, languages=list(languages), vorgang=title)
        await self.done(f"{key}/abschnitte/neu", de="Ihre Schule")
        return key

    async def read(self, content: object) -> str:
        """A file, which has become a draft."""
        answer = await self.file(json.dumps(content).encode())
        assert answer.status_code == 303, answer.text[-1500:]
        return str(answer.headers["location"]).removeprefix(HOME)

    async def _asked(self) -> dict[str, str]:
        if not self._headers:
            grant = Grant(role=AccessRole.COORDINATOR, municipality=self.municipality)
            own = cookie(await self.surveys.house.sign_in(grant))
            self._headers = BROWSER | {"cookie": own}
        return self._headers


def exported() -> dict[str, Any]:
    """What a file holds: two sections, the second for those who say no in the first."""
    shown = [[{"question": "q2", "relation": "is", "option": "a4"}]]
    options = [{"key": "a3", "text": {"de": "ja"}}, {"key": "a4", "text": {"de": "nein"}}]
    where = {"key": "q2", "kind": "single", "text": {"de": "Arbeiten Sie hier?"}}
    why = {"key": "q6", "kind": "text", "text": {"de": "Warum?"}, "show_if": shown}
    sections = [
        {"key": "s1", "title": {"de": "Ort"}, "questions": [{**where, "options": options}]},
        {"key": "s5", "title": {"de": "Mehr"}, "questions": [why]},
    ]
    return {"title": "Aus einer Datei", "document": {"sections": sections}}
