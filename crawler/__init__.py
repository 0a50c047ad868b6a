"""Finding and fetching: portals, how their lists page, manners. It yields captures, never text."""

from archive.errors import loading

# Scrapy wraps a few names as deprecated when this module is first imported, and walks the whole stack for each: from
# here that stack is short, from where the module is needed it costs a quarter of a second at every start. The others
# are what `scrapy crawl` needs of further packages: where one fails, Scrapy would show a traceback.
with loading():
    import scrapy.core.downloader.contextfactory  # noqa: F401

    import archive.archive
    import archive.terminal
    import archive.warc  # noqa: F401
    import pipelines.road  # noqa: F401
