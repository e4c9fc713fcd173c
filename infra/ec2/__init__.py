"""The loop as a service on machines of Amazon EC2: what they install, run, and stop for."""
