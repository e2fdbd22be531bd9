from tests.object_stores import moto, store  # noqa: F401  fixtures
