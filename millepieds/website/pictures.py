"""A picture someone sends: read as a picture or refused, made small, and without what it knew."""

from io import BytesIO
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

SIDE = 320
HEAVIEST = 8 * 1024 * 1024
MOST_PIXELS = 50_000_000


def small_portrait(sent: "UploadedFile[Any]") -> bytes:
    """A square JPEG of 320 points, drawn again from its points: no place, no camera, no hidden file."""
    if sent.size is None or sent.size > HEAVIEST:
        raise forms.ValidationError(_("This picture is heavier than 8 MB: send a lighter one."))
    try:
        with Image.open(sent, formats=["JPEG", "PNG", "WEBP"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise forms.ValidationError(_("This picture is too large: send a smaller one."))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise forms.ValidationError(
            _("This file is not a picture we can read: send a JPEG, PNG or WebP.")
        ) from error
    square = ImageOps.fit(upright, (SIDE, SIDE))
    clean = Image.new("RGB", square.size)
    clean.paste(square)
    drawn = BytesIO()
    clean.save(drawn, "JPEG", quality=82, optimize=True)
    return drawn.getvalue()
