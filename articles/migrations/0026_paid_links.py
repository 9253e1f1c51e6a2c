import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0025_corrections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AffiliateRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "domain",
                    models.CharField(
                        blank=True,
                        help_text="As shop.example.com; what lies below it is meant, too. Empty: any site.",
                        max_length=253,
                    ),
                ),
                (
                    "parameter",
                    models.CharField(
                        blank=True,
                        help_text="Only links with this in their address, as tag in ?tag=us-21. Empty: all.",
                        max_length=100,
                    ),
                ),
                ("note", models.CharField(blank=True, help_text="Which programme this is.", max_length=200)),
                ("is_active", models.BooleanField(default=True, verbose_name="in force")),
                ("changed_at", models.DateTimeField(editable=False)),
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
            ],
            options={
                "verbose_name": "rule for paid links",
                "verbose_name_plural": "paid links",
                "ordering": ["domain", "parameter"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("domain", "parameter"),
                        name="affiliate_rule_once",
                        violation_error_message="There is a line for this already. Change that one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("domain", ""), ("parameter", ""), _negated=True),
                        name="affiliate_rule_says_something",
                        violation_error_message="Name a domain, a parameter, or both.",
                    ),
                ],
            },
        ),
    ]
