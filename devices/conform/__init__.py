"""What phones must answer, and whether a phone does: golden rows, observed over the wire.

Rows are YAML under ``config.paths.GOLDEN``; `rows` reads them, `observer` looks at one on one
phone, `runner` takes a phone through those that are about it. Nothing here knows what kind of
phone answers.
"""
