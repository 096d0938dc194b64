"""Fees: assess, pay, refund."""
