"""Furnishing an imported text with the pictures and links that its particulars ask for."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from articles import links, word_links
from articles.models import Article, FormerArticleSlug, Pillar
from articles.particulars import Link, Particulars, Picture
from authors.models import Author
from content import ids, outline
from content.urls import SCHEMES, problem_with_url
from images import library, safety
from images.models import Image
from sources import identifiers
from sources.models import Source

# Stands for a picture that a rehearsal did not take in; no image will ever have this id.
NOT_TAKEN_IN = 2**62


def set_pictures(document: dict[str, Any], said: Particulars, *, by: Any, rehearsal: bool) -> dict[str, Any]:
    """The document with each picture right below its heading, in the order of the particulars. Raises Refused.

    Every file is judged before the first is stored. A rehearsal stores none: unknown ones get a stand-in.
    """
    places = [_heading(document, picture, said) for picture in said.pictures]
    files = [_file(picture, said) for picture in said.pictures]
    known = [_known(path, picture, said) for path, picture in zip(files, said.pictures, strict=True)]
    below: dict[str, list[dict[str, Any]]] = {}
    for place, path, image, picture in zip(places, files, known, said.pictures, strict=True):
        if image is None:
            image = NOT_TAKEN_IN if rehearsal else _take_in(path, picture, said, by)
        figures = below.setdefault(place, [])
        figures.append(_figure(picture, image, len(figures)))
    blocks = [[block, *below.get(block["attrs"]["id"], ())] for block in document["content"]]
    return {**document, "content": [block for group in blocks for block in group]}


def set_links(document: dict[str, Any], said: Particulars, *, by: Any) -> dict[str, Any]:
    """The document with the links that the particulars name; planned articles appear for titles nobody bears."""
    for link in said.links:
        calls = link.target.lower().startswith("tel:")
        place = word_links.find(document, link.words, link.paragraph, calls=calls)
        if place is None:
            where = f" with “{link.paragraph}”" if link.paragraph else ""
            hint = " (a link in an emergency card can only call: tel:…)" if said.cards and not calls else ""
            raise said.refuse(f"no paragraph{where} has the words “{link.words}” free of other links{hint}", link.line)
        document = word_links.set_links(document, [(place, _target(link, said, by))])
    return document


def set_citations(document: dict[str, Any], said: Particulars) -> dict[str, Any]:
    """The document with the citations that the particulars name. Raises Refused. One query for each."""
    for cited in said.citations:
        identifier = identifiers.identify(cited.source)
        source = Source.objects.identified({identifier.kind: identifier.value}).first() if identifier else None
        if source is None:
            raise said.refuse(f"the library has no source “{cited.source}”; add it first (import_sources)", cited.line)
        place = word_links.find(document, cited.words, cited.paragraph, linked_too=True)
        if place is None:
            where = f" with “{cited.paragraph}”" if cited.paragraph else ""
            raise said.refuse(f"no paragraph{where} has the words “{cited.words}”", cited.line)
        mark = {"type": "citation", "attrs": {"source": source.pk, "locator": cited.locator}}
        document = word_links.set_marks(document, [(place, mark)])
    return document


def _heading(document: dict[str, Any], picture: Picture, said: Particulars) -> str:
    wanted = " ".join(picture.heading.split()).casefold()
    for heading in outline.headings(document):
        if " ".join(heading.text.split()).casefold() == wanted:
            return heading.block_id
    raise said.refuse(f"the text has no heading “{picture.heading}” for the picture {picture.file}", picture.line)


def _file(picture: Picture, said: Particulars) -> Path:
    path = (said.path.parent if said.path else Path()) / picture.file
    if not path.is_file():
        raise said.refuse(f"there is no picture file {path}", picture.line)
    if not picture.alt.strip() and not picture.decorative:
        raise said.refuse(f"describe the picture {picture.file} (alt) or call it decorative", picture.line)
    return path


def _known(path: Path, picture: Picture, said: Particulars) -> int | None:
    try:
        with path.open("rb") as file:
            inspected = safety.inspect(file)
    except (safety.Refused, OSError) as error:
        raise said.refuse(f"the picture {path} is refused: {error}", picture.line) from None
    return Image.objects.filter(content_hash=inspected.content_hash).values_list("pk", flat=True).first()


def _take_in(path: Path, picture: Picture, said: Particulars, by: Any) -> int:
    if not by.has_perm("images.add_image"):
        raise PermissionDenied("Your role may not add pictures.")
    title = (picture.caption or picture.alt or path.stem)[:200]
    try:
        with path.open("rb") as file:
            image = library.add(file, title=title, alt=picture.alt or title, credit=picture.credit, by=by)
    except ValidationError as error:
        raise said.refuse(f"the picture {path} is refused: {' '.join(error.messages)}", picture.line) from None
    return image.pk


def _figure(picture: Picture, image: int, ordinal: int) -> dict[str, Any]:
    heading = " ".join(picture.heading.split()).casefold()
    caption = [{"type": "text", "text": picture.caption}] if picture.caption else []
    attrs = {
        "id": ids.derive(f"figure\n{heading}", ordinal),
        "image": image,
        "alt": "" if picture.decorative else picture.alt,
        "decorative": picture.decorative,
    }
    return {"type": "figure", "attrs": attrs, "content": caption}


def _target(link: Link, said: Particulars, by: Any) -> dict[str, Any]:
    kind, _, name = link.target.partition(":")
    name = name.strip()
    if kind.lower() in SCHEMES:
        if problem := problem_with_url(link.target):
            raise said.refuse(f"{link.target}: {problem}", link.line)
        return {"kind": "url", "href": link.target}
    found = None
    if kind in ("hub", "pillar") and name:
        found = _reference("pillar", Pillar.objects.at(name).values_list("pk", flat=True).first())
    elif kind == "author":
        found = _reference("author", Author.objects.filter(slug=name).values_list("pk", flat=True).first())
    elif kind == "article" and name:
        found = _article(name, by)
    if found is None:
        message = f"{link.target!r} leads nowhere; a target is hub:…, pillar:hub/…, article:…, author:… or an address"
        raise said.refuse(message, link.line)
    return found


def _article(name: str, by: Any) -> dict[str, Any] | None:
    """By address, present, coming or former; else by title. What looks like an address is never planned as a title."""
    for field in ("slug", "working_slug"):
        with suppress(Article.DoesNotExist):
            return {"kind": "article", "id": Article.objects.get(**{field: name}).pk}
    former = FormerArticleSlug.objects.filter(slug=name).values_list("article_id", flat=True).first()
    if former or (name == name.lower() and " " not in name):
        return _reference("article", former)
    return links.named(name, by=by)


def _reference(kind: str, pk: int | None) -> dict[str, Any] | None:
    return {"kind": kind, "id": pk} if pk else None
