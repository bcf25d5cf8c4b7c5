"""What stands behind a quote: a statistic, a finding, a promise, somebody's opinion."""
