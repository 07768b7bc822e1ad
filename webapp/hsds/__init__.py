"""What a town offers in the form of Open Referral HSDS 3.1, for directories and search engines of others."""
