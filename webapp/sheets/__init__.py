"""Tables in and out: what a spreadsheet brings in is looked at first, and all that there is goes out as one."""
