"""Puts together what every service has given, with the person's documents and picture."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from io import BytesIO, RawIOBase
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from services.directory.documents import use_cases as documents
from services.directory.packages.rules import (
    AWAY,
    NOT_THERE,
    NOT_YET,
    READ_ME,
    folder_of,
    what_is_missing,
)
from services.directory.photos import queries as photos
from shared.context import Context
from shared.contracts.privacy import ANSWERING
from shared.erasing.rows import People
from shared.web.neighbours import NoAnswer, ServiceClient
from shared.web.problem import Problem


class _Sent(RawIOBase):
    """Takes what is written until somebody fetches it, so that no archive is held whole."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        found, self._pieces = b"".join(self._pieces), []
        return found


@dataclass(frozen=True)
class Parts:
    """What services have given, and why others have not."""

    given: Mapping[str, bytes]
    missing: Mapping[str, str]

    def name(self, whole: str) -> str:
        """Of the file: what lacks something says so."""
        return f"{whole}-unvollstaendig" if self.missing else whole


async def parts_of(client: ServiceClient, request_id: UUID, side: str) -> Parts:
    """What each service has kept for whoever asks; raises ``NoAnswer`` if none gives anything."""
    given, missing = dict[str, bytes](), dict[str, str]()

    async def one(service: str) -> bytes | str:
        try:
            answer = await client.get(service, f"/api/v1/privacy-parts/{side}/{request_id}")
        except NoAnswer:
            return AWAY
        return answer.body if answer.is_good else NOT_YET

    for service, found in zip(ANSWERING, await asyncio.gather(*map(one, ANSWERING)), strict=True):
        if isinstance(found, str):
            missing[service] = found
        else:
            given[service] = found
    if not given:
        raise NoAnswer(", ".join(missing))
    return Parts(given, missing)


async def archive(here: Context, tenant: str, people: People, parts: Parts) -> AsyncIterator[bytes]:
    """One ZIP, file by file."""
    sent = _Sent()
    with ZipFile(sent, "w", ZIP_DEFLATED) as whole:
        whole.writestr("LIESMICH.txt", READ_ME)
        if parts.missing:
            whole.writestr("WAS-FEHLT.txt", what_is_missing(parts.missing))
        for service, part in parts.given.items():
            folder = folder_of(service)
            with ZipFile(BytesIO(part)) as given:
                for name in given.namelist():
                    await asyncio.to_thread(whole.writestr, f"{folder}/{name}", given.read(name))
                    yield sent.take()
        number = 0
        try:
            async for name, content in _files(here, tenant, people):
                number += 1
                whole.writestr(f"dateien/{number:03}-{name}", content)
                yield sent.take()
        except Problem:
            whole.writestr("dateien/NICHT-LESBAR.txt", NOT_THERE)
    yield sent.take()


async def _files(here: Context, tenant: str, people: People) -> AsyncIterator[tuple[str, bytes]]:
    async with here.database.reading() as session:
        pictures = await photos.of_people(session, tenant, people.persons)
    for each in pictures:
        yield "foto.jpg", await documents.content_of(here, each.key, each.sha256)
    async for file in documents.files_of(here, tenant, people.employments):
        yield file
