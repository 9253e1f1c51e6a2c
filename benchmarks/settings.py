"""The production settings with the baselines' addresses."""

from healthusias.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
