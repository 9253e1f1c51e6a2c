"""Mails about signing in."""

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django_tasks import task

from authors import inviting
from authors.models import User
from history import notices

_TEXT = """Somebody, most likely you, asked for a new password for your login at the desk.
This link lets you set one. It works once, for three days:"""


@task()
def send_reset(address: str) -> None:
    """Mail a link that sets a new password to the login with this address, if there is one that may sign in."""
    with transaction.atomic():
        user = User.objects.filter(email=address.lower(), is_active=True).first()
        # Who was invited comes in by the invitation, while it lasts.
        if user and not inviting.is_open(user):
            key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
            link = reverse("account_reset_password_from_key", kwargs=key)
            notices.tell([user], "A new password for the desk", _TEXT, link=link)
