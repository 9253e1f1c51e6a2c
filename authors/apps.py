from django.apps import AppConfig


class AuthorsConfig(AppConfig):
    name = "authors"

    def ready(self) -> None:
        from authors import destinations
        from content import references

        references.register("author", destinations.authors)
