"""The production settings of the site that the browser visits, and two things for those who watch it."""

from healthusias.settings import *  # noqa: F403
from healthusias.settings import MIDDLEWARE

MIDDLEWARE = ["tests.browser.telling.tell_templates", *MIDDLEWARE, "tests.browser.telling.fail"]
