"""A model field for content documents."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from content.schema import ARTICLE, PROFILES, Profile
from content.validation import validate


class DocumentField(models.JSONField):
    """Holds a content document of one profile; full_clean() reports its problems with their paths."""

    def __init__(self, *args: Any, profile: Profile | str = ARTICLE, **kwargs: Any):
        self.profile = PROFILES[profile] if isinstance(profile, str) else profile
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.profile is not ARTICLE:
            kwargs["profile"] = self.profile.name
        return name, path, args, kwargs

    def validate(self, value: Any, model_instance: models.Model) -> None:
        # First, because the JSON encoder fails on what is nested too deeply.
        if problems := validate(value, self.profile):
            raise ValidationError([str(problem) for problem in problems])
        super().validate(value, model_instance)
