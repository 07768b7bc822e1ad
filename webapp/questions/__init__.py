"""A resident asks → the right team, always: stored and routed in one transaction, told later, followed by codes."""
