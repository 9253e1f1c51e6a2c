from django.apps import AppConfig
from django.core.checks import register


class ImagesConfig(AppConfig):
    name = "images"
    verbose_name = "Library"

    def ready(self) -> None:
        from images.checks import check_pillow

        register(check_pillow)
