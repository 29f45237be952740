SELECT c_clean AS k, lambda_clean AS "lambda" FROM pair_count WHERE c_clean >= $c_min
UNION
SELECT c_all AS k, lambda_all AS "lambda" FROM pair_count WHERE c_all > c_clean
