"""How texts are spelled for the full-text index, and the terms of a query: in characters, numbers in pairs as well.

Every character is a token of its own, so that a phrase of characters matches as a substring would. Two kinds of phrase
would be slow that way, for FTS5 compares places in every article that holds all characters of a phrase:

- digits stand in nearly every article: 1680个 takes 110 ms among 100,000. Numbers and Latin words are therefore indexed
  a second time, in pairs of neighbours; few articles hold 16, 68, 80 and 0个 one after another;
- a headline's characters stand in very many texts. They are indexed a second time as a headline's.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from itertools import chain
from operator import add

from pipelines.text.script import Folding, fold

# Of private use. The token of a line's end, over which no phrase reaches, and what makes a headline's token its own.
PARAGRAPH, HEADLINE = "\ue000", "\ue001"
# The general categories that are indexed.
SEEN = frozenset("LNPS")
# The dots of a name, as its sites write it; all are read as one between two Chinese characters: 古丽·阿依夏木.
DOTS = "·•・‧∙⋅."
_DOT = re.compile(rf"(?<=[\u3400-\u9fff])[{DOTS}](?=[\u3400-\u9fff])")
# What is indexed in pairs: digits and Latin letters, with two characters between and behind them: 5月12日, 10万元.
# To begin with a class lets the engine skip what is not in it.
_NUMBER = re.compile("[0-9a-z.][0-9a-z.]*(?:[^0-9a-z.][^0-9a-z.]?[0-9a-z.]+)*[^0-9a-z.]{0,2}")


class _Tokens(Folding):
    """Of each character's folding what is indexed: no blanks, no combining marks; a line's end is a token."""

    def __missing__(self, code: int) -> str:
        seen = (char for char in fold(chr(code)) if unicodedata.category(char) == "Co" or _is_seen(char))
        self[code] = PARAGRAPH if chr(code) == "\n" else "".join(seen)
        return self[code]


_TOKENS = _Tokens()


def _is_seen(char: str) -> bool:
    return unicodedata.category(char)[0] in SEEN


def _pairs(numbers: list[str]) -> str:
    return " ".join(chain.from_iterable([map(add, number, number[1:]) for number in numbers]))


def spelled(text: str) -> str:
    """A text as the index takes it: folded, its numbers in pairs, then every character apart."""
    return _apart(_TOKENS.of(text))


def _apart(characters: str) -> str:
    return _pairs(_NUMBER.findall(characters)) + characters.replace("", " ")[:-1]


def _spelled_headline(title: str) -> str:
    characters = _TOKENS.of(title)
    return f"{_apart(characters)} {_marked(characters)}"


def _marked(characters: str) -> str:
    return " ".join(HEADLINE + char for char in characters)


def characters(term: str) -> str:
    """A term of a query as the characters that a text must have in a row."""
    return "".join(filter(_is_seen, fold(term)))


def _phrase(spelled: str) -> str:
    return '"' + spelled.replace('"', '""') + '"'


def ways(characters: str) -> list[str]:
    """A term's characters in every way to write it: with each of the dots that a name may have."""
    return [_DOT.sub(dot, characters) for dot in DOTS] if _DOT.search(characters) else [characters]


def pattern(characters: str) -> str:
    """A regular expression for a term's characters in a text as `seen_with_places` gives it."""
    dots = {match.start() for match in _DOT.finditer(characters)}
    return "".join(f"[{DOTS}]" if n in dots else re.escape(char) for n, char in enumerate(characters))


def seen_with_places(text: str) -> tuple[str, list[int]]:
    """What is indexed of a text, folded, and for each of its characters the place it comes from."""
    tokens = [_TOKENS[ord(char)] for char in text]
    return "".join(tokens), [place for place, token in enumerate(tokens) for _ in token]


def in_headline(characters: str) -> str:
    """A term's characters as an FTS5 expression that headlines alone match."""
    return _phrase(_marked(characters))


def in_article(characters: str) -> str:
    """A term's characters as an FTS5 expression: a number in pairs, else characters and its numbers in pairs.

    The pairs spare FTS5 the comparing of places in articles without that number.
    """
    numbers = [number for number in _NUMBER.findall(characters) if len(number) > 1]
    pairs = [_phrase(_pairs([number])) for number in numbers]
    if numbers == [characters]:
        return pairs[0]
    whole = _phrase(" ".join(characters))
    return f"({' AND '.join([*pairs, whole])})" if pairs else whole


def index(conn: sqlite3.Connection, article_id: int, title: str | None, text: str) -> None:
    """Put an article into the full-text index."""
    conn.execute(
        "INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)",
        (article_id, _spelled_headline(title or ""), spelled(text)),
    )


def unindex(conn: sqlite3.Connection, article_id: int, title: str | None, text: str) -> None:
    """Take an article out of the index; FTS5 must be told what it held (external content)."""
    conn.execute(
        "INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        (article_id, _spelled_headline(title or ""), spelled(text)),
    )
