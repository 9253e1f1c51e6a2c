from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Writing"

    def ready(self) -> None:
        from articles import destinations, picture_uses
        from content import references
        from images import uses

        references.register("article", destinations.resolve)
        references.register("pillar", destinations.resolve)
        uses.register(picture_uses.find)
