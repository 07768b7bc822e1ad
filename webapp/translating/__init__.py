"""Machine translation of public texts: off unless the operator names a server, never required, always marked."""
