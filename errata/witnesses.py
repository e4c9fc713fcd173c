"""Stand-ins for the model that tell the upgrade pass what it was asked and what it left open."""

import time
from collections.abc import Mapping, Sequence
from typing import Protocol

from errata.errors import ModelUnavailableError
from errata.ports import Case, DiagnosisModel, ModelAnswer
from errata.prompts import portions


class Witnessed(DiagnosisModel, Protocol):
    """A model that remembers which questions it cannot answer."""

    unanswered: set[str]
    """Failure ids of cases that were asked about in vain: asking again would be."""


class Noting:
    """Answers nothing, and notes the cases it would have been asked about."""

    models = frozenset[str]()
    """Whatever any model said before is welcome: it costs nothing."""

    def __init__(self) -> None:
        self.unanswered: set[str] = set()
        self.cases: dict[str, Case] = {}

    def diagnose(self, cases: Sequence[Case], *, deadline_s: float) -> Mapping[str, ModelAnswer]:
        """Note the cases by failure id."""
        del deadline_s
        self.cases |= {case.failure_id: case for case in cases}
        return {}


class Known:
    """Answers with what was said before."""

    models = frozenset[str]()

    def __init__(self, answers: Mapping[str, ModelAnswer | None]) -> None:
        self._answers = answers
        self.unanswered = {failure_id for failure_id, given in answers.items() if given is None}

    def diagnose(self, cases: Sequence[Case], *, deadline_s: float) -> Mapping[str, ModelAnswer]:
        """Return the answers to these cases."""
        del deadline_s
        given = {case.failure_id: self._answers.get(case.failure_id) for case in cases}
        return {failure_id: answer for failure_id, answer in given.items() if answer}


class Witness:
    """Asks a model, and sees how it ends."""

    def __init__(self, model: DiagnosisModel) -> None:
        self._model = model
        self.unanswered: set[str] = set()
        self.is_down = False
        """It cannot be asked now."""
        self.is_spoilt = False
        """It had no answer to some cases together, and may have one to fewer of them."""

    @property
    def models(self) -> frozenset[str]:
        """Those that answer."""
        return self._model.models

    def diagnose(self, cases: Sequence[Case], *, deadline_s: float) -> Mapping[str, ModelAnswer]:
        """Ask the model, request by request, and return what it said until it could not."""
        ends = time.monotonic() + deadline_s
        answers: dict[str, ModelAnswer] = {}
        for portion in portions(cases):
            try:
                given = self._model.diagnose(portion, deadline_s=ends - time.monotonic())
            except ModelUnavailableError as error:
                if error.upgradeable:
                    self.is_down = True
                    break
                if len(portion) > 1:
                    self.is_spoilt = True
                    continue
                given = {}
            self.unanswered |= {case.failure_id for case in portion} - set(given)
            answers |= given
        return answers
