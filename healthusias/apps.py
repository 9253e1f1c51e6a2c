from django.apps import AppConfig


class HealthusiasConfig(AppConfig):
    name = "healthusias"
