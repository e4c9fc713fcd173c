from datetime import timedelta

import pytest

from errata.adapters.rates import KEPT_S, CallerRates
from tests.support.aws import Cloud
from tests.support.samples import NOON


def test_a_caller_has_so_many_a_minute_of_each_kind(cloud: Cloud) -> None:
    rates = CallerRates(cloud.table)

    def taken(caller: str, kind: str, seconds: int = 0) -> bool:
        return rates.take(caller, kind, 2, NOON + timedelta(seconds=seconds))

    assert [taken("ada", "writes", second) for second in (0, 30, 59)] == [True, True, False]
    assert taken("ada", "costly reads")
    assert taken("bob", "writes")
    assert taken("ada", "writes", 60)


def test_counts_go_away(cloud: Cloud) -> None:
    CallerRates(cloud.table).take("ada", "writes", 2, NOON)

    [item] = cloud.table.scan()["Items"]
    assert item["expires_at"] == NOON.timestamp() + KEPT_S


def test_what_cannot_be_counted_passes_and_is_told(
    cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    rates = CallerRates(cloud.table)
    cloud.table.delete()

    assert rates.take("ada", "writes", 1, NOON)
    assert "let a request through uncounted: could not count a request" in caplog.text
