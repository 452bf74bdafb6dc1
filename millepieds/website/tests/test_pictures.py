from io import BytesIO

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from millepieds.website.pictures import SIDE, small_portrait


def sent(picture: Image.Image, form: str = "JPEG", **more) -> SimpleUploadedFile:
    drawn = BytesIO()
    picture.save(drawn, form, **more)
    return SimpleUploadedFile("moi.jpg", drawn.getvalue())


def test_where_it_was_taken_is_erased() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (43.0, 36.0, 39.0)
    exif[0x010F] = "CANARI-APPAREIL"
    clean = small_portrait(sent(Image.new("RGB", (900, 600), "red"), exif=exif))
    assert b"CANARI" not in clean
    with Image.open(BytesIO(clean)) as picture:
        assert picture.size == (SIDE, SIDE)
        assert not dict(picture.getexif())


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_kinds_of_pictures_become_jpeg(form: str) -> None:
    assert small_portrait(sent(Image.new("RGBA", (40, 40)), form))[:2] == b"\xff\xd8"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg onload=alert(1)></svg>",
        b"\xff\xd8\xff\xe0 rien",
        b"GIF89a" + b"\0" * 40,
        b"PK\x03\x04",
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(content: bytes) -> None:
    with pytest.raises(forms.ValidationError, match=r"photo|picture"):
        small_portrait(SimpleUploadedFile("moi.jpg", content))


def test_a_picture_too_large_is_refused() -> None:
    with pytest.raises(forms.ValidationError):
        small_portrait(sent(Image.new("1", (10_000, 6_000)), "PNG"))


def test_a_picture_with_a_tail_loses_it() -> None:
    whole = sent(Image.new("RGB", (50, 50))).read() + b"<script>CANARI</script>"
    assert b"CANARI" not in small_portrait(SimpleUploadedFile("moi.jpg", whole))
