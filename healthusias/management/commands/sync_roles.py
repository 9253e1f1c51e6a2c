from django.core.management.base import BaseCommand

from healthusias.roles import sync_roles


class Command(BaseCommand):
    help = "Write the roles (groups and their permissions) as the code defines them. Changes nothing where they agree."

    def handle(self, **options: object) -> None:
        changed = sync_roles()
        self.stdout.write(f"Roles written: {', '.join(changed)}." if changed else "Roles are as they should be.")
