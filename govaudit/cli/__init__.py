"""The command line: options, files, the clock, the console and the exit code; everything else is pure."""
