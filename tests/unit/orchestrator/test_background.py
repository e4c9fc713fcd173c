import threading
from collections.abc import Iterator

import pytest

from errata.errors import StorageError
from orchestrator.background import again_and_again
from orchestrator.patience import Patience

PATIENCE_S = 30


def test_an_action_is_done_again_and_again_and_then_no_more() -> None:
    thrice, calls = threading.Event(), 0

    def action() -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            thrice.set()

    with again_and_again(action, every_s=0.001, on_error=lambda: None):
        assert thrice.wait(PATIENCE_S)
    done = calls
    assert not threading.Event().wait(0.02)
    assert calls == done


def test_it_goes_on_after_storage_did_not_answer() -> None:
    again = threading.Event()

    def answers() -> Iterator[bool]:
        yield from (False, False, True)
        while True:
            again.set()
            yield True

    answer = answers()

    def action() -> None:
        if not next(answer):
            raise StorageError("no answer")

    with again_and_again(action, every_s=0.001, longest_s=0.01, on_error=lambda: None):
        assert again.wait(PATIENCE_S)


def test_what_waiting_does_not_mend_is_told_at_once_and_raised_at_the_end() -> None:
    told = threading.Event()

    def action() -> None:
        raise ZeroDivisionError

    with (
        pytest.raises(ZeroDivisionError),
        again_and_again(action, every_s=0.001, on_error=told.set),
    ):
        assert told.wait(PATIENCE_S)


def test_patience_ends_with_its_time_or_when_told_to_stop() -> None:
    tries = 0

    def away() -> None:
        nonlocal tries
        tries += 1
        raise StorageError("no answer")

    with pytest.raises(StorageError):
        Patience(0.3, stopped=lambda: False).insist(away)
    assert tries >= 2
    tries = 0
    with pytest.raises(StorageError):
        Patience(1_000, stopped=lambda: tries == 2).insist(away)
    assert tries == 2


def test_patience_has_its_reward() -> None:
    answers = iter([StorageError("no"), StorageError("no"), 7])

    def action() -> int:
        answer = next(answers)
        if isinstance(answer, StorageError):
            raise answer
        return answer

    assert Patience(PATIENCE_S, stopped=lambda: False).insist(action) == 7
