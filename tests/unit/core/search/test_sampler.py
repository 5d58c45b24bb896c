from __future__ import annotations

import unicodedata

from desktop_app.core.search.sampler import generate_articles, shipped_words


def test_the_same_seed_gives_the_same_articles():
    first, second = (list(generate_articles(5, 7, shipped_words())) for _ in range(2))
    assert first == second
    assert len({article.text for article in first}) == 5
    assert list(generate_articles(5, 8, shipped_words())) != first


def test_articles_are_clean_and_of_newspaper_length():
    for article in generate_articles(20, 1, shipped_words()):
        assert article.title
        assert 40 <= len(article.text.split()) < 5_000
        assert unicodedata.is_normalized("NFC", article.text)


def test_one_word_is_enough():
    assert next(generate_articles(1, 1, ["một"])).text
