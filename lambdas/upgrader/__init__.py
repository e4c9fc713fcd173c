"""Betters diagnoses that were made while the model could not be asked."""
