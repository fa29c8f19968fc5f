"""What the files of an office are taken for: which table a sheet is, which field a column, what could not be read, and which rules it would do for."""
