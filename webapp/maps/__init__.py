"""Every map of the site: a frozen description in, a cached script out. Knows no town and no place."""
