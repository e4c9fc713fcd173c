"""What the loop does with what it learnt: which arms are tried, and what is not tried again."""
