"""Packs: one notice encoded, with its clauses and rules."""
