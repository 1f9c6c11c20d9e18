"""The `wallgrade` command."""
