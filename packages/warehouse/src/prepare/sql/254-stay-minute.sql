-- Lines of a stay per minute of service, to see what was posted at once.
SELECT visit AS stay_id, minute, COUNT(*) AS n_lines FROM b_line WHERE visit > 0 AND minute IS NOT NULL GROUP BY visit, minute
