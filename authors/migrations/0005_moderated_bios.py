import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def note_submissions(apps, schema_editor):
    """Until now sealing was submitting."""
    revisions = apps.get_model("authors", "BioRevision").objects.filter(sealed_at__isnull=False)
    revisions.update(submitted_at=models.F("sealed_at"), submitted_by=models.F("author"))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0014_note_pictures_in_use"),
        ("authors", "0004_named_versions"),
        ("images", "0004_help_texts"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="biorevision",
            name="bio_revision_verdict_who_when",
        ),
        migrations.RemoveConstraint(
            model_name="biorevision",
            name="bio_revision_verdict_on_sealed",
        ),
        migrations.AddField(
            model_name="author",
            name="bio_hidden_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="author",
            name="disclosure",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="author",
            name="expertise",
            field=models.ManyToManyField(editable=False, related_name="experts", to="articles.pillar"),
        ),
        migrations.AddField(
            model_name="author",
            name="honorific",
            field=models.CharField(blank=True, editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name="author",
            name="institution",
            field=models.CharField(blank=True, editable=False, max_length=160),
        ),
        migrations.AddField(
            model_name="author",
            name="languages",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="author",
            name="links",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="author",
            name="orcid",
            field=models.CharField(blank=True, editable=False, max_length=19, verbose_name="ORCID iD"),
        ),
        migrations.AddField(
            model_name="author",
            name="suffix",
            field=models.CharField(blank=True, editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name="biorevision",
            name="corrects",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="authors.biorevision",
            ),
        ),
        migrations.AddField(
            model_name="biorevision",
            name="reasons",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="biorevision",
            name="reminded_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="biorevision",
            name="submission",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="biorevision",
            name="submitted_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="biorevision",
            name="submitted_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="biorevision",
            name="verdict",
            field=models.CharField(
                blank=True,
                choices=[
                    ("approved", "approved"),
                    ("corrected", "approved with corrections"),
                    ("sent_back", "sent back"),
                    ("rejected", "rejected"),
                ],
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="author",
            constraint=models.CheckConstraint(
                condition=models.Q(("bio_hidden_at__isnull", True), ("live_bio__isnull", False), _connector="OR"),
                name="author_hidden_bio_is_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="biorevision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("moderated_at__isnull", True), ("moderated_by__isnull", True), ("reason", ""), ("verdict", "")
                    ),
                    models.Q(
                        ("moderated_at__isnull", False),
                        ("moderated_by__isnull", False),
                        models.Q(
                            ("verdict__in", ["approved", "corrected"]),
                            models.Q(
                                ("verdict__in", ["sent_back", "rejected"]), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="bio_revision_verdict_who_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="biorevision",
            constraint=models.CheckConstraint(
                condition=models.Q(("submitted_at__isnull", True), ("sealed_at__isnull", False), _connector="OR"),
                name="bio_revision_submitted_is_sealed",
            ),
        ),
        # Last, because PostgreSQL alters no table with rows that were just written.
        migrations.RunPython(note_submissions, migrations.RunPython.noop),
    ]
