"""Through a proxy, where the environment names one (`http_proxy`, `https_proxy`, `no_proxy`)."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.utils.httpobj import urlparse_cached

SET = ("proxy", "_scheme_proxy", "_auth_proxy")  # what Scrapy's middleware writes into a request's meta
LOGIN = "Proxy-Authorization"


class ProxyMiddleware(HttpProxyMiddleware):
    """Scrapy's own, which goes through the whole environment for every request; ours asks it once for each host."""

    def __init__(self, auth_encoding: str | None = "latin-1") -> None:
        super().__init__(auth_encoding)
        self._known: dict[tuple[str, str | None], tuple[dict[str, Any], bytes | None]] = {}

    def process_request(self, request: Request, spider: Any = None) -> None:
        """Name the proxy of this host, unless the request names its own."""
        if "proxy" in request.meta:
            super().process_request(request)
            return
        parts = urlparse_cached(request)
        host = parts.scheme, parts.hostname
        if host not in self._known:
            super().process_request(request)
            named = {key: request.meta[key] for key in SET if key in request.meta}
            self._known[host] = named, request.headers.get(LOGIN)
            return
        named, login = self._known[host]
        request.meta.update(named)
        if login:
            request.headers[LOGIN] = login
