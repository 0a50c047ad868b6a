"""Finding and fetching: portals, how their lists page, manners. It yields captures, never text."""

# Scrapy wraps a few names as deprecated when this module is first imported, and walks the whole stack for each: from
# here that stack is short, from where the module is needed it costs a quarter of a second at every start.
import scrapy.core.downloader.contextfactory  # noqa: F401
