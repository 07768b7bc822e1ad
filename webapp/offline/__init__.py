"""The town in the pocket: one document with all that a phone needs to answer without a network as the server does."""
