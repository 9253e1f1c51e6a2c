from typing import Any

import pytest
from django.core.exceptions import ValidationError

from content.fields import DocumentField
from content.schema import BIO

from .builders import doc, heading, paragraph
from .test_hostile import nested_lists


def messages(field: DocumentField, value: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        field.clean(value, None)
    return caught.value.messages


def test_valid_document_passes():
    assert DocumentField().clean(doc(paragraph("a", "x")), None) == doc(paragraph("a", "x"))


def test_problems_are_reported_with_their_paths():
    assert messages(DocumentField(), doc(paragraph("A", "x"))) == [
        "content[0].attrs.id: must be eight characters of a–z and 0–9"
    ]


def test_profile_is_checked():
    assert messages(DocumentField(profile="bio"), doc(heading("a", "x"))) == [
        "content[0]: heading cannot be a block of this document (bio)"
    ]


def test_depth_is_reported_and_does_not_crash_the_encoder():
    assert len(messages(DocumentField(), nested_lists(10_000))) == 1


@pytest.mark.parametrize("value", [None, "", [], {}, "text", 1])
def test_what_is_no_document_is_refused(value):
    assert messages(DocumentField(), value)


def test_migrations_name_the_profile():
    assert DocumentField(profile=BIO).deconstruct()[3] == {"profile": "bio"}
    assert DocumentField().deconstruct()[3] == {}
    assert DocumentField(profile="bio").clone().profile is BIO
