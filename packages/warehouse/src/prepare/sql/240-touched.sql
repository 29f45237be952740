-- Settlements whose lines must be netted: refund chains, and those with a negative line of their own.
SELECT DISTINCT sid FROM x_line WHERE netted OR cnt < 0 ORDER BY sid
