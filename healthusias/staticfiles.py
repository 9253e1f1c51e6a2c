"""Static files under names that carry their content's hash, so that any cache may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    # Without it, imports inside our ES modules would point at names without a hash.
    support_js_module_import_aggregation = True
