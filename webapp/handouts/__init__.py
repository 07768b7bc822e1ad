"""What a GP gives along: three things chosen in seconds, and a sheet that knows nothing about who carries it."""
