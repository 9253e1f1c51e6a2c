import pytest
from django.db import transaction

from authors.models import User
from history import notices
from tests.mail import delivered, told


def test_each_person_is_told_once_and_the_doer_not_at_all(writer, editor, doctor):
    doctor.is_active = False
    heard = notices.tell([writer, editor, writer, doctor], "News", "It is so.", link="/admin/", by=editor)
    assert heard == [writer]
    assert delivered() == [
        (writer.email, "News", "It is so.\n\nhttp://127.0.0.1:8000/admin/\n\nHealthusias, the desk\n")
    ]


def test_a_title_with_line_breaks_makes_no_header_of_its_own(writer):
    notices.tell([writer], "News\r\nBcc: all@example.org " + "x" * 400, "", link="/")
    ((_, subject),) = told()
    assert (subject[:27], len(subject)) == ("News Bcc: all@example.org x", notices.LONGEST_SUBJECT)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_of_what_was_rolled_back(writer):
    with transaction.atomic():
        notices.tell([writer], "News", "", link="/")
        transaction.set_rollback(True)
    assert told() == []


def test_who_may_counts_roles_own_permissions_and_superusers(writer, editor, administrator, person):
    root = User.objects.create_superuser("root@example.org", "a long password")
    gone = person("editor", email="gone@example.org")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    found = notices.who_may("articles.publish_article").order_by("pk")
    assert list(found) == [editor, administrator, root]
