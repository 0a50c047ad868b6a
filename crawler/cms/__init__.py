"""Base spiders for the publishing systems that portals share: lists, paging, addresses, default layouts."""
