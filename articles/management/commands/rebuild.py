"""The command that derives what readers see from the live revisions again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import related_reading
from articles.models import Article
from articles.rebuilding import rebuild_and_compare
from sources import keeping

_EVERY = 100


class Command(BaseCommand):
    help = (
        "Project the live revision of every published article anew: columns, sections, links, search, "
        "what links are suggested from; choose related reading anew, and write every reference anew. Says what was "
        "different; where all is well, nothing changes. Exit codes: 0 done, 1 some article could not be rebuilt."
    )

    def handle(self, **options: Any) -> None:
        if restated := keeping.restate():
            self.stdout.write(f"{restated} references are written anew.")
        keys = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
        changed = failed = 0
        for done, pk in enumerate(keys, start=1):
            try:
                differences = rebuild_and_compare(pk)
            except Exception as error:
                # One broken article must not keep the others from being put right.
                failed += 1
                self.stderr.write(f"Article {pk} could not be rebuilt: {type(error).__name__}: {error}")
                continue
            if differences:
                changed += 1
                self.stdout.write(f"{differences.title}: {', '.join(differences.names)}")
            if done % _EVERY == 0:
                self.stdout.write(f"{done} of {len(keys)} articles")
        if chosen := related_reading.refresh():
            self.stdout.write(f"Related reading is other than before after {chosen} articles.")
        self.stdout.write(f"{len(keys)} published articles, {changed} of them changed, {failed} failed.")
        if failed:
            raise CommandError(f"{failed} articles could not be rebuilt; the others are.", returncode=1)
