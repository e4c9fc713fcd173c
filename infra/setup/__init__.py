"""Sets up what the machine lacks: tools, clips and the built dashboard."""
