"""What nobody may be able to do, whoever they are; docs/security.md tells which requirement is shown where."""
