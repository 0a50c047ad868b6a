"""Scrapy commands of this project: `crawl` with our exit codes."""
