import logging

import pytest
from django_tasks_db.models import DBTaskResult

from images import processing, tasks
from images.models import Image

pytestmark = pytest.mark.django_db


def test_task_makes_what_is_missing(add):
    image = add(render_now=False)
    tasks.make_renditions.call(image.pk)
    image.refresh_from_db()
    assert processing.is_complete(image)


def test_task_can_run_twice(add, caplog):
    image = add()
    with caplog.at_level(logging.INFO, logger="images.tasks"):
        tasks.make_renditions.call(image.pk)
    assert caplog.messages == [f"Image {image.pk}: 0 renditions written."]


def test_task_for_an_image_that_is_gone_says_so(caplog):
    tasks.make_renditions.call(4_000_000)
    assert caplog.messages == ["Image 4000000 is gone; nothing to render."]


def test_worker_runs_what_an_upload_enqueued(add, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = add(render_now=False)
    row = DBTaskResult.objects.get()
    row.task_result.task.call(*row.args_kwargs["args"])
    assert processing.is_complete(Image.objects.get(pk=image.pk))
