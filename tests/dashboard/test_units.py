"""The dashboard's own unit tests, which run under Node."""

from infra.setup.dashboard import npm


def test_the_dashboards_unit_tests_pass() -> None:
    npm("test")
