"""The guarded line to the web: every address is looked at when it is connected to."""

from __future__ import annotations

import copy
import ipaddress
from typing import Any
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy import Request
from scrapy.core.downloader import contextfactory
from scrapy.core.downloader.handlers import http11
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future
from scrapy.utils.misc import build_from_crawler
from twisted.internet.defer import CancelledError, Deferred
from twisted.internet.interfaces import IHandshakeListener, IReactorPluggableNameResolver, IReactorTime
from twisted.internet.protocol import connectionDone
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.python.failure import Failure
from twisted.web import client
from twisted.web._newclient import RequestNotSent, RequestTransmissionFailed, ResponseNeverReceived
from zope.interface import implementer

from crawler.answers import Parser
from crawler.hosts import Hosts

NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in IPv6 clothes
# All that was ever given out to the public (IANA); what stands outside leads home: ::127.0.0.1, ::ffff:0:127.0.0.1,
# fec0::1 of a site, 64:ff9b:1::7f00:1 of a NAT64 of one's own.
UNICAST = ipaddress.ip_network("2000::/3")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ForbiddenAddress(IgnoreRequest):
    """A name, or a redirect, led to an address that is not of the public internet."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, whatever it is wrapped in (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address not in UNICAST:
            return False
    return address.is_global and not address.is_multicast


@implementer(IReactorTime, IReactorPluggableNameResolver)
class GuardedReactor:
    """Twisted's reactor, but for connections: they go to public addresses only, and to those of ALLOWED_NETWORKS.

    The check stands behind name resolution, on the very address that is connected to: a name that resolves to a
    private address, an odd spelling (`http://2130706433/`) and one that changes its mind (rebinding) all end here.
    """

    def __init__(self, allowed: list[str]) -> None:
        from twisted.internet import reactor  # only now: importing it chooses the reactor, and that is Scrapy's to do

        self._reactor: Any = reactor
        self.allowed: list[Network] = [ipaddress.ip_network(network) for network in allowed]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)

    def connectTCP(self, host: str, port: int, *rest: Any, **more: Any) -> Any:  # noqa: N802 - Twisted's name
        """Connect, if that address may be connected to. Raises ForbiddenAddress."""
        address = ipaddress.ip_address(host.partition("%")[0])
        if not is_public(address) and not any(address in network for network in self.allowed):
            raise ForbiddenAddress(f"forbidden address: {address} is not of the public internet")
        return self._reactor.connectTCP(host, port, *rest, **more)


class Abandoned(ResponseNeverReceived):
    """A kept connection ended before a word of the answer: nobody knows whether the request was heard."""


@implementer(IHandshakeListener)
class _Protocol(http11._LenientHTTP11ClientProtocol):
    _used = False
    _shaken: Deferred[Any] | bool = False  # the TLS handshake: still to come, waited for, done

    def ready(self) -> Any:
        """This connection, as soon as a request can leave on it: over TLS that is long after it was made."""
        over_tls = isinstance(self.transport, TLSMemoryBIOProtocol) or getattr(self.transport, "TLS", False)
        if self._shaken or not over_tls:
            return self
        self._shaken = Deferred()
        return self._shaken

    def handshakeCompleted(self) -> None:  # noqa: N802 - Twisted's name
        """Tell who waits."""
        waiting, self._shaken = self._shaken, True
        if isinstance(waiting, Deferred):
            waiting.callback(self)

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802 - Twisted's name
        """Tell who waits for a handshake that will never be."""
        super().connectionLost(reason)
        waiting, self._shaken = self._shaken, True
        if isinstance(waiting, Deferred):
            waiting.errback(ResponseNeverReceived([reason]))

    def request(self, request: Any) -> Any:
        """Scrapy's own request, read by our parser."""
        answer = super().request(request)
        self._parser.__class__ = Parser
        if self._used:
            answer.addErrback(_unheard)
        self._used = True
        return answer


def _unheard(failure: Failure) -> Failure:
    """Servers close what they have kept when they like; that is no failure of theirs, if it was no end of ours."""
    reasons = getattr(failure.value, "reasons", [])
    failure.trap(RequestNotSent, RequestTransmissionFailed, ResponseNeverReceived)
    if any(reason.check(CancelledError) for reason in reasons):
        return failure
    raise Abandoned(reasons)


class _Factory(http11._LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802 - Twisted's name
        """A connection whose answers are read by our parser."""
        return _Protocol(self._quiescentCallback)


class _Endpoints(client._StandardEndpointFactory):
    """Where connections go to, worked out once for each host."""

    def __init__(self, reactor: Any, like: Any) -> None:
        super().__init__(reactor, like._policyForHTTPS, like._connectTimeout, like._bindAddress)
        self._known: dict[tuple[bytes, bytes, int], Any] = {}

    def endpointForURI(self, uri: Any) -> Any:  # noqa: N802 - Twisted's name
        """Twisted's own answer, kept: no request on an open connection needs another."""
        key = uri.scheme, uri.host, uri.port
        if key not in self._known:
            self._known[key] = super().endpointForURI(uri)
        return self._known[key]


class _InTurn:
    """Twisted's pool for one request, whose turn counts from when it can leave on a connection."""

    def __init__(self, pool: Any, hosts: Hosts, host: str, turn: float, fresh: bool) -> None:
        self.persistent, self._pool = pool.persistent, pool
        self._hosts, self._host, self._turn, self._fresh = hosts, host, turn, fresh

    def getConnection(self, *where: Any) -> Any:  # noqa: N802 - Twisted's name
        """A connection of the pool, or a fresh one, in this request's turn."""
        connection = self._pool._newConnection if self._fresh else self._pool.getConnection
        return connection(*where).addCallback(self._when_ready)

    def _when_ready(self, connection: Any) -> Any:
        ready = connection.ready()
        if ready is connection:
            return self._in_turn(connection)
        return ready.addCallbacks(self._in_turn, _given_up, errbackArgs=(connection,))

    def _in_turn(self, connection: Any) -> Any:
        if self._hosts.leaves(self._host, self._turn):
            return connection
        another = deferred_from_coro(self._hosts.turn(self._host))
        return another.addCallbacks(lambda _: connection, _given_up, errbackArgs=(connection,))


def _given_up(failure: Failure, connection: Any) -> Failure:
    """A request that has waited in vain, or too long, uses no connection."""
    connection.abort()
    return failure


class _Agent(http11._ScrapyAgent):
    """Scrapy's agent of one request, on the guarded line unless a proxy is named."""

    turn: tuple[Hosts, str, float, bool]  # and whether the connection must be a fresh one
    guarded: GuardedReactor
    agents: dict[tuple[Any, ...], Any]  # those of Twisted that earlier requests were made with

    def _get_agent(self, request: Request, timeout: float) -> Any:
        agent = copy.copy(self._known_agent(request, timeout))
        agent._pool = _InTurn(agent._pool, *self.turn)
        return agent

    def _known_agent(self, request: Request, timeout: float) -> Any:
        proxy = request.meta.get("proxy")
        if proxy and request.url.startswith("https:"):
            return super()._get_agent(request, timeout)  # a tunnel is of one request
        key = proxy, request.meta.get("bindaddress"), timeout
        if key not in self.agents:
            agent = super()._get_agent(request, timeout)
            agent._endpointFactory = _Endpoints(agent._reactor if proxy else self.guarded, agent._endpointFactory)
            self.agents[key] = agent
        return self.agents[key]


class _AnyTLS(contextfactory._ScrapyCertificateOptions):
    """TLS with the ciphers and keys of any day: where certificates need not hold it guards nothing."""

    def _makeContext(self, skipCiphers: bool = False) -> SSL.Context:  # noqa: N802, N803 - Twisted's names
        context = super()._makeContext(skipCiphers)
        context.set_cipher_list(b"DEFAULT:@SECLEVEL=0")
        return context


class _AnyTLSFactory(contextfactory._ScrapyClientContextFactory):
    def _get_cert_options(self) -> Any:
        return _AnyTLS(**self._get_cert_options_kwargs())


class GuardedHandler(http11.HTTP11DownloadHandler):
    """Scrapy's handler for http and https; a request waits for its host's turn, then goes out on the guarded line.

    A proxy is the user's own choice and may stand anywhere; which addresses it connects to is its business.
    """

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
        self._pool.retryAutomatically = False  # Twisted asks again at once, and nobody would wait for a turn
        if not crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
            self._contextFactory: Any = build_from_crawler(_AnyTLSFactory, crawler)
        self._guarded = GuardedReactor(crawler.settings.getlist("ALLOWED_NETWORKS"))
        self._agents: dict[tuple[Any, ...], Any] = {}

    async def download_request(self, request: Request) -> Response:
        """One request, in its turn. An answer that asks for rest is heeded before another can take its turn.

        On a kept connection that has ended it was perhaps not heard: it is sent once more then, in a turn of its own,
        on a fresh one, for others that were kept may have ended too.
        """
        spider: Any = self._crawler.spider
        hosts, host = spider.frontier.hosts, urlsplit(request.url).hostname or ""
        turn = await hosts.turn(host)
        with wrap_twisted_exceptions():
            try:
                response = await self._sent(request, (hosts, host, turn, False))
            except Abandoned:
                turn = await hosts.turn(host)
                response = await self._sent(request, (hosts, host, turn, True))
        tries = request.meta.get("retry_times", 0)
        hosts.answered(host, response.status, response.headers.get("Retry-After"), tries)
        return response

    async def _sent(self, request: Request, turn: tuple[Hosts, str, float, bool]) -> Response:
        agent = _Agent(
            contextFactory=self._contextFactory, bindAddress=self._bind_address, pool=self._pool,
            maxsize=self._default_maxsize, warnsize=self._default_warnsize, fail_on_dataloss=False,
            crawler=self._crawler,
        )
        agent.guarded, agent.agents, agent.turn = self._guarded, self._agents, turn
        return await maybe_deferred_to_future(agent.download_request(request))
