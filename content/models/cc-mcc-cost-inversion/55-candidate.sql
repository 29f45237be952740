-- 够得上的机构子组；病例都属不适用情形的也留下，记为排除。
SELECT *, iid IS NULL OR (n_inverted >= $min_inverted AND ratio >= $ratio_min AND z >= $z_min) AS hit
FROM unit
WHERE (iid IS NULL AND n_inverted > 0)
  OR (iid IS NOT NULL AND n_inverted >= $min_inverted AND ratio >= $ratio_min AND z >= $z_min)
  OR (iid IS NOT NULL AND n_inverted < $min_inverted AND n_inverted + n_dropped >= $min_inverted)
