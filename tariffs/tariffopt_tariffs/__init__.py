"""Real tariffs as TOML files, each with its source, date and worked examples."""
