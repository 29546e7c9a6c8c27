"""What becomes of a picture that somebody sends: another one, drawn anew from what it shows."""

from io import BytesIO

from PIL import ExifTags, Image

from services.directory.photos.values import FORMATS, LONGEST_SIDE, MOST_PIXELS
from shared.web.problem import FieldError, Problem

_WHITE = (255, 255, 255)
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture is turned that a camera took otherwise, by what the camera said of it."""


def redrawn(content: bytes) -> bytes:
    """A JPEG of at most ``LONGEST_SIDE`` pixels, and nothing else of the file; raises ``Problem``.

    Size and kind are what the content says. Nothing is decoded that would unfold too far, and what
    cameras add, such as where it was taken, is not taken over.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            _refuse_huge(picture)
            picture.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
            return _written(_upright(picture))
    except Problem:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused("must not have so many pixels") from None
    except Exception:  # whatever a decoder ends with, there is no picture in it
        raise _refused("must be a JPEG, PNG or WebP picture") from None


def _refuse_huge(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise _refused("must not have so many pixels")


def _upright(picture: Image.Image) -> Image.Image:
    """As it was seen; what else a camera has written may be as broken as it likes."""
    picture.load()
    try:
        said = picture.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # of notes that nobody needs
        return picture
    turned = _UPRIGHT.get(said) if isinstance(said, int) else None
    return picture if turned is None else picture.transpose(turned)


def _written(picture: Image.Image) -> bytes:
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    opaque = picture.convert("RGBA")
    plain = Image.new("RGB", opaque.size, _WHITE)
    plain.paste(opaque, mask=opaque.getchannel("A"))
    file = BytesIO()
    plain.save(file, "JPEG", quality=85, optimize=True)
    return file.getvalue()


def _refused(reason: str) -> Problem:
    errors = [FieldError("file", reason)]
    return Problem(422, "invalid-photo", "The picture cannot be used", errors=errors)
