"""Packages of HSDS (Open Referral 3.1) into a town: places, and what is held there."""
