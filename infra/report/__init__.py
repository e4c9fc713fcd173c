"""A research digest of some days as Markdown, with plots."""
