"""What Errata costs in time: each benchmark measures one promise against a named rival."""
