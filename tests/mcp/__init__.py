"""Agents ask by the Model Context Protocol: with the SDK's own client, and real processes."""
