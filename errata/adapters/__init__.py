"""One file per outside thing: table, queue, bucket, model."""
