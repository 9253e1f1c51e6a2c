import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import authors.evidence


def keep_what_was_said(apps, schema_editor):
    """Until now credentials were words of the bio: they wait for somebody to check them, and readers see none of them."""
    authors, credentials = apps.get_model("authors", "Author"), apps.get_model("authors", "Credential")
    for author in authors.objects.exclude(credentials=""):
        name, issuer = author.credentials[:120], "not stated"
        credentials.objects.create(author=author, kind="certificate", name=name, issuer=issuer)
    authors.objects.update(credentials="")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0014_note_pictures_in_use"),
        ("authors", "0006_judged_was_submitted"),
    ]

    operations = [
        migrations.AddField(
            model_name="author",
            name="credentials_until",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("licence", "licence to practise"),
                            ("specialty", "specialist certification"),
                            ("degree", "academic degree"),
                            ("certificate", "certificate of training"),
                            ("membership", "membership of a professional body"),
                        ],
                        default="licence",
                        max_length=12,
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="As readers see it: MD, Registered Physiotherapist.", max_length=120),
                ),
                (
                    "issuer",
                    models.CharField(help_text="Who granted it: a university, a chamber, a register.", max_length=160),
                ),
                ("country", models.CharField(blank=True, help_text="Two letters: GB, DE, US.", max_length=2)),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="In the issuer's register. Readers never see it.", max_length=60
                    ),
                ),
                (
                    "is_clinical",
                    models.BooleanField(
                        default=False,
                        help_text="Within the topics that it covers.",
                        verbose_name="lets its holder review medical texts",
                    ),
                ),
                ("covers_everything", models.BooleanField(default=False, verbose_name="covers all topics")),
                ("valid_until", models.DateField(blank=True, help_text="Empty where it does not end.", null=True)),
                (
                    "evidence",
                    models.FileField(
                        blank=True,
                        editable=False,
                        max_length=120,
                        storage=authors.evidence.EvidenceStorage(file_permissions_mode=384),
                        upload_to="",
                    ),
                ),
                ("evidence_name", models.CharField(blank=True, editable=False, max_length=120)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("verified_at", models.DateTimeField(editable=False, null=True)),
                ("verification", models.TextField(blank=True, editable=False)),
                ("revoked_at", models.DateTimeField(editable=False, null=True)),
                ("revocation", models.TextField(blank=True, editable=False)),
                ("reminded", models.PositiveSmallIntegerField(editable=False, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="held", to="authors.author"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("topics", models.ManyToManyField(blank=True, related_name="+", to="articles.pillar")),
                (
                    "verified_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["author__name", "pk"],
                "permissions": [("verify_credential", "Can verify a credential")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("verification", ""), ("verified_at__isnull", True), ("verified_by__isnull", True)
                            ),
                            models.Q(
                                ("verified_at__isnull", False),
                                ("verified_by__isnull", False),
                                models.Q(("verification", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="credential_verified_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revocation", ""), ("revoked_at__isnull", True)),
                            models.Q(("revoked_at__isnull", False), models.Q(("revocation", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="credential_revoked_why",
                    ),
                ],
            },
        ),
        migrations.RunPython(keep_what_was_said, migrations.RunPython.noop),
    ]
