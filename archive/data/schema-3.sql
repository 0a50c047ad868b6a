CREATE INDEX articles_block ON articles(id >> 11, published_at);
CREATE INDEX appearances_repeat ON appearances(article_id) WHERE kind <> 'original';

CREATE TABLE places (
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  code TEXT NOT NULL,             -- GB/T 2260: a prefecture's ends in 00, its counties begin with the same four digits
  province TEXT NOT NULL, prefecture TEXT, county TEXT,
  said TEXT NOT NULL CHECK (said IN ('breadcrumb', 'title', 'opening')), -- where the article names it
  PRIMARY KEY (code, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX places_article ON places(article_id);

CREATE TABLE sheets (
  portal TEXT NOT NULL REFERENCES portals(name),
  day TEXT NOT NULL,              -- of the issue
  url TEXT NOT NULL,              -- of the printed page
  number TEXT NOT NULL,           -- 02 of 第02版：要闻, '' where the name tells none
  name TEXT NOT NULL,             -- the channel of its articles
  pdf TEXT,                       -- its address, where one is linked
  PRIMARY KEY (portal, day, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE months (
  portal TEXT NOT NULL,
  month TEXT NOT NULL,            -- of publication, "2018-02", or as much of it as the page shows; '' = undated
  articles INTEGER NOT NULL,
  PRIMARY KEY (portal, month)
) STRICT, WITHOUT ROWID;
INSERT INTO months SELECT coalesce(portal, ''), coalesce(substr(published_at, 1, 7), '') AS month, count(*)
  FROM articles GROUP BY portal, month;
CREATE TRIGGER articles_counted AFTER INSERT ON articles BEGIN
  INSERT INTO months VALUES (coalesce(new.portal, ''), coalesce(substr(new.published_at, 1, 7), ''), 1)
    ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER articles_discounted AFTER DELETE ON articles BEGIN
  UPDATE months SET articles = articles - 1
    WHERE portal = coalesce(old.portal, '') AND month = coalesce(substr(old.published_at, 1, 7), '');
  DELETE FROM months
    WHERE portal = coalesce(old.portal, '') AND month = coalesce(substr(old.published_at, 1, 7), '') AND articles = 0;
END;
CREATE TRIGGER articles_recounted AFTER UPDATE OF portal, published_at ON articles
  WHEN old.portal IS NOT new.portal OR substr(old.published_at, 1, 7) IS NOT substr(new.published_at, 1, 7) BEGIN
  UPDATE months SET articles = articles - 1
    WHERE portal = coalesce(old.portal, '') AND month = coalesce(substr(old.published_at, 1, 7), '');
  DELETE FROM months
    WHERE portal = coalesce(old.portal, '') AND month = coalesce(substr(old.published_at, 1, 7), '') AND articles = 0;
  INSERT INTO months VALUES (coalesce(new.portal, ''), coalesce(substr(new.published_at, 1, 7), ''), 1)
    ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
