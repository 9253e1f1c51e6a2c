"""allauth's tables are no pages of the desk: who holds what is changed on the pages of signing in alone."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin

admin.site.unregister([EmailAddress, Authenticator, UserSession])
