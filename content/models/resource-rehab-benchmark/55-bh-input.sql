SELECT cell_id AS key, p FROM test
