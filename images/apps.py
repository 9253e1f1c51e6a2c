from django.apps import AppConfig
from django.core.checks import register


class ImagesConfig(AppConfig):
    name = "images"

    def ready(self) -> None:
        from images.checks import check_pillow

        register(check_pillow)
