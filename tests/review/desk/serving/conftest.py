from contextlib import closing

import pytest


@pytest.fixture
def fetch():
    """Gets an address to the end of its stream: `fetch(browser, url)`; `.body` is what came."""

    def get(browser, url):
        with closing(browser.get(url)) as answer:
            answer.body = b"".join(answer) if answer.streaming else answer.content
        return answer

    return get
