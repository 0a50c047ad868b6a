"""Finding and fetching: portals, how their lists page, manners. It yields captures, never text."""
