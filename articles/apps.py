from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        from articles import destinations
        from content import references

        references.register("article", destinations.resolve)
        references.register("pillar", destinations.resolve)
