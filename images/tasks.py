"""Background work of this app."""

import logging

from django_tasks import task

from images import processing
from images.models import Image

logger = logging.getLogger(__name__)


@task()
def make_renditions(image_id: int) -> None:
    """Make what the image lacks. Running it twice, or again after a killed worker, does no harm."""
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        logger.warning("Image %s is gone; nothing to render.", image_id)
        return
    written = processing.make_renditions(image)
    logger.info("Image %s: %s renditions written.", image_id, written)
