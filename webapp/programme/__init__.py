"""Staff keep the times true: what falls out today, in two taps; another time, an extra date, a closure; and the hours
and series themselves."""
