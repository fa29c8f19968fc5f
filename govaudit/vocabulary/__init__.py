"""The dictionary of tables and fields."""
