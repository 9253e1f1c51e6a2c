from django.apps import AppConfig


class AuthorsConfig(AppConfig):
    name = "authors"
    verbose_name = "People"

    def ready(self) -> None:
        from authors import destinations
        from content import references
        from images import uses

        references.register("author", destinations.authors)
        uses.register(destinations.portraits)
