"""Who checked what and when, what is due again, and asking its owner: is this still right?"""
