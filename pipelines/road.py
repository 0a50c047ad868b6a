"""The road from a capture to an article: the jobs in their order, for crawls, saved pages and WARC files alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from pipelines.check import CheckPipeline
from pipelines.clutter import ClutterPipeline
from pipelines.decode import DecodePipeline
from pipelines.fields import FieldsPipeline
from pipelines.items import Capture, Page, PortalFacts
from pipelines.read import ReadPipeline
from pipelines.restore import RestorePipeline
from pipelines.stage import run_job

# Restoring comes before reading: a shifted byte can eat the `<` of a tag.
JOBS = (DecodePipeline, RestorePipeline, ReadPipeline, FieldsPipeline, ClutterPipeline, CheckPipeline)
STAGES = tuple(f"{stage.__module__}.{stage.__name__}" for stage in JOBS)


class Road:
    """The road, built once from the portals' declarations and handed to whoever needs it."""

    def __init__(self, portals: Iterable[PortalFacts]) -> None:
        self.portals = {facts.name: facts for facts in portals}

    def recognise(self, url: str | None) -> PortalFacts | None:
        """The portal an address belongs to, by its longest declared domain; of several, the one whose article it is."""
        host = urlsplit(url).hostname if url else None
        if not url or not host:
            return None
        owners = [
            (len(domain), bool(re.search(facts.article, url)), facts)
            for facts in self.portals.values()
            for domain in facts.domains
            if host == domain or host.endswith("." + domain)
        ]
        return max(owners, key=lambda owner: owner[:2])[2] if owners else None

    def read(self, capture: Capture) -> Page:
        """Take a capture down the road. Never raises: a page that breaks a job comes back `failed`."""
        facts = self.portals.get(capture.portal or "") or self.recognise(capture.url)
        page = Page(capture, facts=facts)
        for stage in JOBS:
            run_job(stage.job, page)
        return page
