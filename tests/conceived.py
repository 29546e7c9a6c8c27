"""A framework concept of a test's municipality: one version adopted, one open for comments."""

from datetime import timedelta
from uuid import UUID, uuid4

from services.surveys.framework.models import AdoptedChapter, ChapterText, FrameworkVersion
from services.surveys.framework.values import (
    REVISED,
    WRITTEN,
    Indicator,
    Standard,
    VersionState,
    sha256_of,
    stored,
)
from services.surveys.framework_comments.models import FrameworkComment
from services.surveys.framework_comments.values import CommentKind
from shared.clock import local_date
from tests.house import House
from tests.town import Town

TITLE, TEXT = "Kinderschutz", "Alle handeln nach demselben Verfahren."


async def conceive(house: House, town: Town) -> None:
    """With one chapter, one standard and one comment; the adopted one is the last."""
    now, tenant = house.clock.now(), town.municipality
    old = FrameworkVersion(
        tenant=tenant, id=uuid4(), number=9, state=VersionState.ADOPTED, adopted_on=local_date(now)
    )
    new = FrameworkVersion(
        tenant=tenant,
        id=uuid4(),
        number=1,
        state=VersionState.COMMENT,
        comments_until=now + timedelta(days=7),
    )
    key, standard = uuid4(), Standard(uuid4(), "Es gibt ein Verfahren.", (_indicator(),))
    said = _said(house, town, new, key)
    valid = AdoptedChapter(
        tenant=tenant,
        version_id=old.id,
        chapter_key=key,
        position=1,
        text_version_id=old.id,
        adopted_on=local_date(now),
    )
    town.values |= {
        "framework_id": str(new.id),
        "chapter_key": str(key),
        "standard_key": str(standard.key),
        "comment_id": str(said.id),
    }
    town.traces |= {str(new.id), str(key)}
    async with house.context("surveys").database.transaction() as uow:
        uow.session.add_all([old, new])
        await uow.session.flush()
        texts = [text_of(old, key, standard, REVISED), text_of(new, key, standard, WRITTEN)]
        uow.session.add_all([*texts, said, valid])


def _said(house: House, town: Town, row: FrameworkVersion, key: UUID) -> FrameworkComment:
    return FrameworkComment(
        tenant=row.tenant,
        id=uuid4(),
        version_id=row.id,
        chapter_key=key,
        standard_key=None,
        sha256="0" * 64,
        author_id=UUID(town.values["worker_id"]),
        at=house.clock.now(),
        kind=CommentKind.CHANGE,
        text="Bitte kürzer.",
        wording="Alle handeln gleich.",
    )


def _indicator() -> Indicator:
    return Indicator(uuid4(), "Der Ablauf hängt aus.")


def text_of(row: FrameworkVersion, key: UUID, standard: Standard, edition: int) -> ChapterText:
    return ChapterText(
        tenant=row.tenant,
        version_id=row.id,
        chapter_key=key,
        edition=edition,
        position=1,
        title=TITLE,
        body=TEXT,
        standards=stored([standard]),
        sha256=sha256_of(TITLE, TEXT, [standard]),
    )
