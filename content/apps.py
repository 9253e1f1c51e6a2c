from django.apps import AppConfig
from django.core import checks


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from content.checks import tables_agree

        checks.register(tables_agree)
