from django.apps import AppConfig, apps


class HealthusiasConfig(AppConfig):
    name = "healthusias"

    def ready(self) -> None:
        # Tags stand in the menu among what one writes; that a package keeps them is of no interest.
        apps.get_app_config("taggit").verbose_name = apps.get_app_config("articles").verbose_name
