"""Claude as a proposer: what it is told, and what becomes of its answers.

Only what opens it imports the vendor's SDK, which takes seconds.
"""
