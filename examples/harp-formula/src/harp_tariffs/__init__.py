"""Cost shares of a shared service: a tariff that is a formula."""
