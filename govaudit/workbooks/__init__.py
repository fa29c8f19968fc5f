"""Workbooks that the program makes for offices to fill in; what they hold beside records is known to the readers (`records.template_rows`)."""
