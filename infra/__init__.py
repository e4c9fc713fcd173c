"""Everything that sets up, deploys and operates the product."""
