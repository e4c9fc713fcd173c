"""The autonomous loop: propose, run in a sandbox, measure, adopt or reject."""
