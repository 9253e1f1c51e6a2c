from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Signing in"

    def ready(self) -> None:
        from accounts import checks, sessions  # noqa: F401
        from authors import holdings

        holdings.register(sessions.places, sessions.leave_places)
