"""Author's addresses: slugs, and the former ones that redirect."""

from django.utils.text import slugify

from authors.models import Author, FormerAuthorSlug


def free_slug(name: str) -> str:
    """An address for a new author, made of the name and not taken by anyone, now or formerly."""
    base = slugify(name) or "author"
    taken = set(Author.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= set(FormerAuthorSlug.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


def move(author: Author, old: str) -> None:
    """Keep `old` as a former address of `author` and release the new one if it was a former one of theirs."""
    author.former_slugs.filter(slug=author.slug).delete()
    if old and old != author.slug:
        FormerAuthorSlug.objects.get_or_create(slug=old, defaults={"author": author})


def is_taken(slug: str, author: Author | None = None) -> bool:
    """Whether another author has, or had, this address."""
    pk = author.pk if author else None
    return (
        Author.objects.exclude(pk=pk).filter(slug=slug).exists()
        or FormerAuthorSlug.objects.exclude(author_id=pk).filter(slug=slug).exists()
    )
