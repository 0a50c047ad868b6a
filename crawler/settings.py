"""Scrapy settings: polite, guarded, and writing to one archive."""

from pipelines.road import STAGES

BOT_NAME = "fangzhi"
SPIDER_MODULES = ["crawler.portals", "crawler.epapers"]
NEWSPIDER_MODULE = "crawler.portals"
COMMANDS_MODULE = "crawler.commands"

ARCHIVE = "archive.db"
REPORT = ""  # a file for the run's report, as JSON
REPLAY = ""  # WARC files, separated by commas: answer from them, never from the network

# Who we are, and where a webmaster finds out what we do. Put your own address here before a large crawl.
USER_AGENT = "Fangzhi/0.1 (news archive for research; +mailto:webmaster@localhost)"
ROBOTSTXT_OBEY = False  # Scrapy's own lets concurrent first requests through; crawler.robots takes its place
DOWNLOAD_DELAY = 2  # seconds between two requests to a host
CONCURRENT_REQUESTS_PER_DOMAIN = 1
AUTOTHROTTLE_ENABLED = True  # slower where the portal answers slowly, never faster than DOWNLOAD_DELAY
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024  # a page above 8 MiB is no article
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.0"  # some county sites have no newer, as some have no certificate that holds
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip, deflate",  # what crawler.whole can undo: each further coding is one more thing to bound
}
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 2
RETRY_WAIT = 5  # seconds before the first retry of a page in a run; three times as many before the next
RECHECK_DAYS = 0  # articles of so many last days are asked for again, conditionally: corrections become revisions
SOFT_404_PROBE = True  # ask each host once for an address that never was, before its first article is believed
HOST_FAILURES = 10  # requests in a row that fail: the host is left alone for the rest of the run
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the ledger decides what is asked for

# Only the web, and only its public addresses: a link to file:, data:, ftp: or s3: is refused, and no port of ours
# runs code. ALLOWED_NETWORKS (192.0.2.0/24, …) lets a test host of your own be crawled.
DOWNLOAD_HANDLERS = {
    "file": None, "data": None, "ftp": None, "s3": None,
    "http": "crawler.guard.GuardedHandler", "https": "crawler.guard.GuardedHandler",
}
ALLOWED_NETWORKS: list[str] = []
# All addresses of a name, of both kinds: where the first is dead the next is tried. DOWNLOAD_TIMEOUT bounds this too.
TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# What a crawl does not need costs it time on every page, or at every start.
CONCURRENT_ITEMS = 1  # workers that Scrapy starts for each response; ours bring one item at a time
WARN_ON_GENERATOR_RETURN_VALUE = False  # it parses the source of a callback each time that is called
DOWNLOADER_STATS = False
STATS_CLASS = "crawler.logs.Stats"
# Instead of Scrapy's list: one that is switched off there is imported all the same, with a whole HTTP server.
EXTENSIONS_BASE = dict.fromkeys(
    (
        "scrapy.extensions.closespider.CloseSpider",
        "scrapy.extensions.corestats.CoreStats",
        "scrapy.extensions.logcount.LogCount",
        "scrapy.extensions.logstats.LogStats",
        "scrapy.extensions.memusage.MemoryUsage",
        "scrapy.extensions.throttle.AutoThrottle",
    ),
    0,
)
SPIDER_MIDDLEWARES = dict.fromkeys(
    (
        "scrapy.spidermiddlewares.depth.DepthMiddleware",
        "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware",  # our spiders hand no answer's meta on
        "scrapy.spidermiddlewares.referer.RefererMiddleware",  # portals need not know what led to an article
        "scrapy.spidermiddlewares.start.StartSpiderMiddleware",  # the spider marks what it starts with
        "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware",  # crawler.home refuses far shorter ones
    )
)

DOWNLOADER_MIDDLEWARES = {
    **dict.fromkeys(
        (
            "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware",
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware",
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",
            "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware",  # a stub that leads elsewhere is no article
            "scrapy.downloadermiddlewares.retry.RetryMiddleware",
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware",
        )
    ),
    "crawler.home.HomeMiddleware": 50,
    "crawler.robots.RobotsMiddleware": 100,
    "crawler.retry.RetryMiddleware": 550,
    "crawler.probe.ProbeMiddleware": 560,
    # Redirects and robots.txt are kept too, decompressed: decompression and recorder stand before the redirect.
    "crawler.conditional.ConditionalMiddleware": 605,
    "crawler.recorder.RecorderMiddleware": 610,
    "crawler.whole.WholeMiddleware": 620,
    "crawler.proxy.ProxyMiddleware": 750,
    "crawler.replay.ReplayMiddleware": 950,
}
ITEM_PIPELINES = {**{stage: 100 * n for n, stage in enumerate(STAGES, 1)}, "pipelines.store.StorePipeline": 900}

LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.logs.QuietFormatter"
LOGSTATS_INTERVAL = 60
