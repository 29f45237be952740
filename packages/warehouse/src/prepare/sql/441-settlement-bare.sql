SELECT * EXCLUDE (netted) FROM settlement_core
