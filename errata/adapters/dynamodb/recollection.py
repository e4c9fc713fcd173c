"""What a review asks of the table beside what everybody does."""

from collections.abc import Sequence

from errata.adapters.dynamodb import diagnoses, keys
from errata.adapters.dynamodb.store import DynamoDbStore
from errata.diagnosis import FailureRecord


class Recollection(DynamoDbStore):
    """A store that knows code it has seen, and reads many failures at once."""

    def tried_by(self, sha256: str) -> str | None:
        """Return the experiment that tried code of this hash, or is trying it."""
        item = self._rows.get(keys.candidate(sha256))
        return str(item["holder"]) if item else None

    def failures(self, names: Sequence[tuple[str, str]]) -> Sequence[FailureRecord]:
        """Return those failures that exist, each named by its experiment and its own id."""
        wanted = [keys.failure(experiment, failure) for experiment, failure in dict.fromkeys(names)]
        return [diagnoses.read_failure(item) for item in self._rows.get_many(wanted)]
