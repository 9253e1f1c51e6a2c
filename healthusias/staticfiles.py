"""Static files under names that carry their content's hash, so that any cache may keep them for ever."""

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    # Without it, imports inside our ES modules would point at names without a hash.
    support_js_module_import_aggregation = True

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file. Every page asks for the same five, and the manifest stays while the process lives."""
        if settings.DEBUG or force:
            return super().url(name, force)
        if name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]
