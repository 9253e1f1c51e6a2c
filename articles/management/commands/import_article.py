"""The importer's command: options in, progress and a summary out. What it does is articles.importing."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from articles.boxes import BOXES
from articles.delivery import Refused
from articles.enums import AiUse, ArticleKind
from articles.importing import Order, Outcome, import_article
from articles.models import Article
from authors.models import User
from content import plain, references
from content.schema import NODES
from history.revisions import Conflict


class Command(BaseCommand):
    help = (
        "Import an article from a text file: title, standfirst, body, and a last paragraph about the author. "
        "NAME.toml beside it may give pillar, author, kind, tags, pictures, links, care cards and other boxes; options "
        "win over it. "
        "Importing again makes a new revision where something changed. Exit codes: 0 done, 1 kept as a draft that "
        "cannot be published yet, 2 refused and nothing kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="The text file, in UTF-8.")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="The login in whose name it is done.")
        parser.add_argument("--pillar", metavar="HUB/PILLAR", help="Where the article belongs.")
        parser.add_argument("--author", metavar="SLUG", help="Who wrote it; added if nobody has the address.")
        parser.add_argument("--kind", choices=ArticleKind.values, help="Default: condition.")
        parser.add_argument("--tags", metavar="A,B", help="Tags, with commas between them.")
        parser.add_argument("--interests", metavar="WORDS", help="The author's conflicts of interest; “none” says so.")
        parser.add_argument("--ai-use", choices=AiUse.values, help="What part AI had in the text.")
        parser.add_argument("--planned", default="", metavar="TITLE", help="The title by which others plan this text.")
        parser.add_argument("--publish", action="store_true", help="Show it to readers at once; takes an editor.")
        parser.add_argument(
            "--override", default="", metavar="REASON", help="Publish against the checklist; each finding is recorded."
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and change nothing.")
        parser.add_argument(
            "--approve-bio",
            metavar="EMAIL",
            help="Approve the author's bio in this moderator's name, who is not --by: nobody approves what they sent.",
        )
        parser.add_argument(
            "--link-pillars",
            nargs="?",
            const="print",
            default="",
            choices=["print", "apply"],
            help="Print links for words that name a hub or pillar; =apply sets them.",
        )

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        self.stdout.write(f"Reading {options['path']}")
        try:
            outcome = import_article(_order(options), rehearsal=dry_run)
        except Refused as refused:
            raise _refusal(map(str, refused.reasons)) from None
        except ValidationError as error:
            raise _refusal(_lines(error)) from None
        except (PermissionDenied, Conflict) as error:
            raise _refusal([str(error)]) from None
        self._report(outcome, options["link_pillars"], dry_run)
        if outcome.blockers:
            lines = [f"- {one.field or 'version'}: {one.message}" for one in outcome.blockers]
            hint = ["An editor may publish it all the same: --override REASON. Each finding is recorded."]
            may = hint if all(one.overridable for one in outcome.blockers) else []
            message = "\n".join(["It is kept as a draft, and cannot be published yet:", *lines, *may])
            raise CommandError(message, returncode=1)

    def _report(self, outcome: Outcome, topic_links: str, dry_run: bool) -> None:
        for note in outcome.notes:
            self.stdout.write(f"  {note}")
        for warning in outcome.warnings:
            self.stderr.write(f"Mind: {warning}")
        for hint in outcome.hints:
            self.stderr.write(f"Worth a look: {hint.message}")
        for suggestion in outcome.suggestions:
            done = "link set" if topic_links == "apply" else "link proposed"
            self.stdout.write(f"  {done}: “{suggestion.place.words}” → {suggestion.pillar}")
        self.stdout.write("")
        for name, value in _summary(outcome):
            self.stdout.write(f"{name:<22}{value}")
        for line in _related(outcome):
            self.stdout.write(f"  {line}")
        self.stdout.write("")
        if dry_run:
            self.stdout.write("Nothing was changed: this was a dry run. The address would be")
        self.stdout.write(_address(outcome, dry_run))


def _order(options: dict[str, Any]) -> Order:
    by = _user(options["by"])
    approver = options["approve_bio"]
    tags = options["tags"]
    return Order(
        path=options["path"],
        by=by,
        pillar=options["pillar"],
        author=options["author"],
        kind=options["kind"],
        tags=None if tags is None else tuple(filter(None, (tag.strip() for tag in tags.split(",")))),
        publish=options["publish"] or bool(options["override"].strip()),
        override=options["override"].strip(),
        approver=_user(approver) if approver else None,
        interests=options["interests"],
        ai_use=options["ai_use"],
        topic_links=options["link_pillars"],
        planned=options["planned"].strip(),
    )


def _user(email: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None or not user.is_active:
        raise _refusal([f"Nobody signs in as {email}." if user is None else f"The login of {email} is switched off."])
    return user


def _refusal(lines: Any) -> CommandError:
    return CommandError("\n".join(["Refused; nothing was written.", *lines]), returncode=2)


def _lines(error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    return [f"{name}: {message}" for name, messages in error.message_dict.items() for message in messages]


def _summary(outcome: Outcome) -> list[tuple[str, Any]]:
    """What the text has, in boxes or not, as its deliverer counts it."""
    nodes = [node for block in outcome.body["content"] for node in (block, *_inside_box(block))]
    kinds = Counter(node["type"] for node in nodes)
    levels = Counter(node["attrs"]["level"] for node in nodes if node["type"] == "heading")
    lists = [node for node in nodes if node["type"] in ("bullet_list", "ordered_list")]
    return [
        ("sections, level 2", levels[2]),
        ("sections, level 3", levels[3]),
        ("paragraphs", kinds["paragraph"]),
        ("lists", f"{len(lists)} with {sum(len(node['content']) for node in lists)} items"),
        ("pictures", kinds["figure"]),
        ("links in paragraphs", sum(link.origin == "text" for link in references.extract(outcome.body))),
        ("author's bio", "yes" if outcome.has_bio else "none"),
        ("revision", f"{outcome.revision.number}{'' if outcome.is_changed else ' (unchanged)'}"),
        ("state", _state(outcome)),
        *((NODES[box["type"]].label.lower(), _box(box)) for box in nodes if box["type"] in BOXES),
        ("related links", kinds["related_link"]),
    ]


def _inside_box(block: dict[str, Any]) -> list[dict[str, Any]]:
    return block["content"] if block["type"] in BOXES else []


def _box(box: dict[str, Any]) -> str:
    """Its urgency, if it is a care card, and its first line."""
    urgency = box["attrs"].get("urgency", "").replace("_", "-")
    return f"{urgency} “{next(plain.lines(box), '')}”".strip()


def _state(outcome: Outcome) -> str:
    article, state = outcome.article, outcome.article.get_state_display()
    if not article.is_published or article.live_revision_id == outcome.revision.pk:
        return state
    return f"{state}; readers see revision {article.live_revision.number} until this one is published"


def _related(outcome: Outcome) -> list[str]:
    """One line for each call-out: its label, its title and whether readers can follow it."""
    links = [link for link in references.extract(outcome.body) if link.origin == "callout" and link.target]
    wanted = {link.target.id for link in links if link.target.kind == "article"}
    states = {article.pk: article.get_state_display() for article in Article.objects.filter(pk__in=wanted)}
    names = {"pillar": "pillar", "author": "author", "url": "another site"}
    return [
        f"{link.label} → {link.words} ({names.get(link.target.kind) or states.get(link.target.id, 'planned')})"
        for link in links
    ]


def _address(outcome: Outcome, dry_run: bool) -> str:
    """Where the article is found: by readers, or while they cannot see it, at the desk."""
    article = outcome.article
    if article.is_published or dry_run:
        return settings.SITE_URL + article.get_absolute_url()
    return settings.SITE_URL + reverse("admin:articles_article_change", args=[article.pk])
