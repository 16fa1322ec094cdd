"""Publishing: sealed editions handed over to a host that need not be trusted."""
