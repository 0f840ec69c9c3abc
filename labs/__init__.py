"""Flytower labs: what the course runs on."""
