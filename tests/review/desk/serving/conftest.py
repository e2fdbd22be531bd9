import pytest

from tests.object_stores import moto, store  # noqa: F401  fixtures


@pytest.fixture
def fetch():
    """Gets an address to the end of its stream: `fetch(browser, url)`; `.body` is what came."""

    def get(browser, url):
        answer = browser.get(url)
        answer.body = answer.getvalue()
        return answer

    return get
