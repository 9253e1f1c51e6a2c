from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = "Evidence"

    def ready(self) -> None:
        from sources import gone, outbound

        outbound.register(gone.in_use)
