"""Whether this machine's Pillow can do what pictures need."""

from typing import Any

from django.core.checks import CheckMessage, Error
from PIL import features

_NEEDED = {"avif": "AVIF", "webp": "WebP", "jpg": "JPEG", "zlib": "PNG", "littlecms2": "colour profiles"}


def check_pillow(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E001 for every codec that Pillow was built without."""
    return [
        Error(
            f"Pillow was built without {name}.",
            hint="Install Pillow's own wheel (pip install --only-binary :all: pillow).",
            id="images.E001",
        )
        for feature, name in _NEEDED.items()
        if not features.check(feature)
    ]
