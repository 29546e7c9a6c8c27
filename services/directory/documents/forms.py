"""What the office is asked about documents."""

from typing import Annotated, ClassVar

from services.directory.documents.models import DocumentRow
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.kit.uploads import Upload
from shared.web.text import PlainText

KINDS = "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, reiner Text oder ZIP; bis 25 MB"
REPLACED = (
    "Inzwischen gibt es eine neuere Fassung. Bitte sehen Sie sie an, ehe Sie Ihre darüberlegen."
)
Title = Annotated[str, PlainText(160)]


class DocumentSearch(Form):
    """What is looked for."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Titel")] = ""


class DocumentForm(Form):
    """A new document with its first version."""

    model: ClassVar = DocumentRow
    refusals: ClassVar = {
        "title-taken": "Hier gibt es schon ein Dokument mit diesem Titel. Eine neue Fassung"
        " laden Sie auf dessen Seite hoch.",
    }

    title: Title
    file: Annotated[Upload, Label("Datei", hint=KINDS)]


class VersionForm(Form):
    """The next version; ``replaces`` is the number of the one that was seen."""

    kept_in: ClassVar = ("documents",)
    refusals: ClassVar = {
        "version-replaced": REPLACED,
        "version-unchanged": "Genau diese Datei ist schon die neueste Fassung.",
    }

    file: Annotated[Upload, Label("Datei", hint=KINDS)]
    replaces: Annotated[int, Hidden]
