from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0033_index_links_by_pair")]

    operations = [
        migrations.RemoveIndex(model_name="article", name="article_of_pillar"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["pillar", "state", "-published_at", "-id", "kind"], name="article_of_pillar"),
        ),
    ]
