"""What all processes remember together for a while."""

from django.db import models


class CacheEntry(models.Model):
    """A row of Django's cache in our own database (CACHES in the settings), where failed attempts are counted.

    Only django.core.cache reads and writes it; the columns are those of `createcachetable`. A model, so that migrating
    makes it.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "shared_cache"

    def __str__(self) -> str:
        return self.cache_key
