"""Question flows: schema, loading with exact error places, conditions, lint, drawing. Knows language's labels only."""
