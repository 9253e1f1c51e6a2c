from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Writing"

    def ready(self) -> None:
        from articles import (
            addresses,
            affiliates,
            bio_links,
            citations,
            destinations,
            elsewhere,
            handing_over,
            inbound,
            picture_uses,
            review_calls,
        )
        from authors import holdings, pointing, revocations
        from content import references, sponsoring
        from history import append_only
        from images import uses as pictures_used
        from sources import outbound, reports
        from sources import uses as sources_used

        append_only.register("articles_correction")
        references.register("article", destinations.resolve)
        references.register("pillar", destinations.resolve)
        references.register("url", elsewhere.copies)
        references.register_own(addresses.target_of)
        sponsoring.register(affiliates.in_force)
        pictures_used.register(picture_uses.find)
        sources_used.register(citations.find)
        outbound.register(elsewhere.in_use)
        outbound.register(bio_links.in_use)
        reports.listen(review_calls.source_changed)
        revocations.listen(review_calls.credential_revoked)
        pointing.register(inbound.told_of)
        holdings.register(handing_over.drafts, handing_over.pass_on_drafts)
        holdings.register(handing_over.plans, handing_over.pass_on_plans)
        holdings.register(handing_over.links, handing_over.end_links)
