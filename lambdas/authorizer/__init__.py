"""Decides who may call the admin API."""
