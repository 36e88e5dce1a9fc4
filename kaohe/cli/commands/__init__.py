"""One file a command: `configure(parser, language)` says what it takes, `run(arguments)` returns the exit status."""
