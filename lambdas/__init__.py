"""The AWS Lambda functions: each a thin handler over one composition root."""
