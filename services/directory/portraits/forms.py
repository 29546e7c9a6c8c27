"""What somebody says who puts up a picture."""

from typing import Annotated, ClassVar

from services.directory.people.values import SeenBy
from services.directory.photos.values import MAX_BYTES
from shared.contracts.words import options
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.kit.uploads import Accepts, Upload

_CHOICES = [each for each in options(SeenBy) if each[0] != SeenBy.SELF]
_SEEN_BY = Label(
    "Wer sieht es?",
    choices=_CHOICES,
    hint="Öffentlich ist es nur, wenn auch Ihr Name öffentlich ist.",
)


class PhotoForm(Form):
    """A picture, and for whom it is."""

    kept_in: ClassVar = ("photos",)
    refusals: ClassVar = {}

    file: Annotated[
        Upload,
        Accepts("jpg", "png", "webp", max_bytes=MAX_BYTES),
        Label(
            "Foto",
            hint="JPEG, PNG oder WebP bis 10 MB. Gespeichert wird es verkleinert und ohne das, was"
            " Kameras dazuschreiben, etwa den Ort.",
        ),
    ]
    seen_by: Annotated[SeenBy, _SEEN_BY] = SeenBy.OFFICE


class AudienceForm(Form):
    """For whom the same picture is."""

    seen_by: Annotated[SeenBy, _SEEN_BY]
