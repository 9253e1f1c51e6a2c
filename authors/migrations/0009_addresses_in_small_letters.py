from django.db import migrations


def write_small(apps, schema_editor):
    """No two differ in their case alone: a constraint has seen to that."""
    User = apps.get_model("authors", "User")
    for user in User.objects.only("email"):
        if user.email != user.email.lower():
            User.objects.filter(pk=user.pk).update(email=user.email.lower())


class Migration(migrations.Migration):
    dependencies = [("authors", "0008_demo_logins")]
    operations = [migrations.RunPython(write_small, migrations.RunPython.noop)]
