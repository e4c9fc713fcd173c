"""What tests of the loop share."""

import pytest

from orchestrator.codec import metrics


@pytest.fixture
def without_vmaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure without starting FFmpeg at each point."""
    monkeypatch.setattr(metrics, "mean_vmaf", lambda *_: None)
