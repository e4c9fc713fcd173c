"""What runs inside a box, beside the candidate: standard library and numpy only.

Nothing here is trusted by the outside: a candidate shares the interpreter and can change all of
it, and then spoils its own attempt and no other.
"""
