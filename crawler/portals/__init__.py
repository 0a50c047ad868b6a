"""One portal a file: `scrapy list` finds them here, there is no other register."""
