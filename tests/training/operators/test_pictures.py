from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    for folder in ("images", "original_images", "documents"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "door.png").write_bytes(b"\x89PNG of " + folder.encode())
    return tmp_path


@pytest.mark.django_db
def test_anybody_gets_a_picture_in_its_size(client: Client, media: Path) -> None:
    response = client.get(reverse("picture", args=["door.png"]))

    assert b"".join(response.streaming_content) == b"\x89PNG of images"
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/png", "public, max-age=86400")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/media/documents/door.png",
        "/media/original_images/door.png",
        "/media/images/../documents/door.png",
        "/media/images/%2e%2e/documents/door.png",
        "/media/images//etc/passwd",
        "/media/images/",
        "/media/images/window.png",
    ],
)
def test_nothing_else_of_the_folder_has_an_address(client: Client, media: Path, address: str) -> None:
    assert client.get(address).status_code in {400, 404}
