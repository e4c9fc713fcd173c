"""What is likely to kill a candidate, told before it runs: nothing of it is executed."""
