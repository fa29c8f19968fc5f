"""Judging tables by packs."""
