"""A circuit breaker around the call: a model that refuses or fails is left alone for a while."""

from collections.abc import Callable
from typing import TypeVar

import boto3
from aws_lambda_powertools.utilities.circuit_breaker import (
    CircuitBreakerConfig,
    CircuitBreakerOpenError,
    CircuitTransition,
    circuit_breaker,
)
from aws_lambda_powertools.utilities.circuit_breaker.persistence import (
    CircuitBreakerDynamoDBPersistence,
    CircuitBreakerPersistenceLayer,
)

from errata.adapters.aws import CLIENTS
from errata.adapters.claude.failures import LEFT_ALONE, SHUT_OUT, ModelAccessError, ModelOutageError

T = TypeVar("T")

# A refused key or model stays refused until a person acts, so one refusal is enough.
ACCESS = CircuitBreakerConfig(
    handled_exceptions=ModelAccessError,
    failure_threshold=1,
    recovery_timeout=300,
    success_threshold=1,
)
# An outage passes by itself; each try that times out costs a batch its patience.
OUTAGE = CircuitBreakerConfig(
    handled_exceptions=ModelOutageError,
    failure_threshold=3,
    recovery_timeout=60,
    success_threshold=1,
)


class CircuitBreaker:
    """Two circuits per model, their state shared by all environments through a store.

    Parameters
    ----------
    store : CircuitBreakerPersistenceLayer
        Where the state lies. It is read at most every few seconds and written on changes only.
    on_transition : Callable[[CircuitTransition], None], optional
        Told of every change of state.
    """

    def __init__(
        self,
        store: CircuitBreakerPersistenceLayer,
        on_transition: Callable[[CircuitTransition], None] | None = None,
    ) -> None:
        self._store = store
        self._on_transition = on_transition

    def call(self, model: str, function: Callable[[], T]) -> T:
        """Call ``function`` unless a circuit of ``model`` is open.

        Raises
        ------
        ModelUnavailableError
            From ``function``, or for it when a circuit is open.
        """
        access, outage = f"{model}#access", f"{model}#outage"
        guarded = self._guard(access, ACCESS, self._guard(outage, OUTAGE, function))
        try:
            return guarded()
        except CircuitBreakerOpenError as error:
            if error.circuit is not None and error.circuit.name == outage:
                raise ModelOutageError(LEFT_ALONE) from error
            raise ModelAccessError(SHUT_OUT) from error

    def _guard(
        self, name: str, config: CircuitBreakerConfig, function: Callable[[], T]
    ) -> Callable[[], T]:
        guarded: Callable[[], T] = circuit_breaker(
            name=name,
            persistence_store=self._store,
            on_transition=self._on_transition,
            config=config,
        )(function)
        return guarded


def circuits(table: str) -> CircuitBreakerDynamoDBPersistence:
    """Return the store of circuits in a table, for all who look into it."""
    return CircuitBreakerDynamoDBPersistence(
        table,
        key_attr="pk",
        sort_key_attr="sk",
        static_pk_value="CIRCUIT",
        expiry_attr="expires_at",
        boto3_client=boto3.client("dynamodb", config=CLIENTS),
    )
