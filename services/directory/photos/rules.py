"""What becomes of a picture that somebody sends: another one, drawn anew from what it shows."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from services.directory.photos.values import FORMATS, LONGEST_SIDE, MOST_PIXELS
from shared.web.problem import FieldError, Problem

_WHITE = (255, 255, 255)


def redrawn(content: bytes) -> bytes:
    """A JPEG of at most ``LONGEST_SIDE`` pixels, and nothing else of the file; raises ``Problem``.

    Size and kind are what the content says. Nothing is decoded that would unfold too far, and what
    cameras add, such as where it was taken, is not taken over.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _refused("must not have so many pixels")
            picture.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            return _written(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused("must not have so many pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise _refused("must be a JPEG, PNG or WebP picture") from None


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
