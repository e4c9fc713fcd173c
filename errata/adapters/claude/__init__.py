"""Claude as a diagnosis model, through Anthropic's API or Amazon Bedrock.

Importing this package imports the vendor's SDK, which takes seconds: only functions that ask do.
"""

from errata.adapters.claude.access import ClaudeAccess
from errata.adapters.claude.batches import ClaudeBatches
from errata.adapters.claude.breaker import CircuitBreaker
from errata.adapters.claude.client import open_client
from errata.adapters.claude.ledger import Ledger
from errata.adapters.claude.model import CallReport, ClaudeModel, ClaudeOptions

__all__ = [
    "CallReport",
    "CircuitBreaker",
    "ClaudeAccess",
    "ClaudeBatches",
    "ClaudeModel",
    "ClaudeOptions",
    "Ledger",
    "open_client",
]
