"""The whole town as a WARC file, the same byte for byte wherever it is written."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.town.server import Town

FETCHED = "2024-01-02T03:04:05Z"


def write_warc(town: Town, path: Path) -> int:
    """Write a response record for every address in town; how many."""
    count = 0
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for count, url in enumerate(town.urls(), 1):  # noqa: B007
            writer.write_record(_record(writer, town, url))
    return count


def _record(writer: WARCWriter, town: Town, url: str) -> object:
    page = town.page(url)
    headers = [("Content-Type", page.content_type), ("Content-Length", str(len(page.body)))]
    named = {"WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, url)}>", "WARC-Date": FETCHED}
    http = StatusAndHeaders(f"{page.status} OK", headers, protocol="HTTP/1.1")
    return writer.create_warc_record(
        url, "response", payload=BytesIO(page.body), http_headers=http, warc_headers_dict=named
    )
