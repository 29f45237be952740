-- 住院次合并: consecutive segments of one person in one institution that are one stay cut by a mid-stay or year-end settlement.
WITH ordered AS (
  SELECT s.*,
    lag(s.dsc) OVER w AS prev_dsc, lag(s.mid_setl) OVER w AS prev_mid, lag(s.ars_year_ipt_flag) OVER w AS prev_ars,
    lag(s.inhosp_stas) OVER w AS prev_stas
  FROM x_segment s
  WHERE s.adm IS NOT NULL AND s.dsc IS NOT NULL AND s.dsc >= s.adm
  WINDOW w AS (PARTITION BY s.pid, s.iid ORDER BY s.adm, s.dsc, s.mdtrt_id)
),
marked AS (
  SELECT o.*,
    CASE
      WHEN o.prev_dsc IS NULL THEN 1
      WHEN date_diff('day', o.prev_dsc, o.adm) <= 0 AND (
        o.prev_mid OR COALESCE(o.prev_ars, '') = '1' OR COALESCE(o.ars_year_ipt_flag, '') = '1'
        OR (COALESCE(o.prev_stas, '') = '1' AND (strftime(o.prev_dsc, '%m%d') = '1231' OR strftime(o.adm, '%m%d') = '0101'))
      ) THEN 0
      WHEN strftime(o.prev_dsc, '%m%d') = '1231' AND date_diff('day', o.prev_dsc, o.adm) = 1
        AND (COALESCE(o.prev_stas, '') = '1' OR COALESCE(o.prev_ars, '') = '1' OR COALESCE(o.ars_year_ipt_flag, '') = '1') THEN 0
      ELSE 1
    END AS is_new
  FROM ordered o
),
numbered AS (
  SELECT m.*, SUM(m.is_new) OVER (PARTITION BY m.pid, m.iid ORDER BY m.adm, m.dsc, m.mdtrt_id) AS episode_no FROM marked m
),
keyed AS (
  SELECT n.*, MIN(n.mdtrt_id) OVER e AS stay_key, MIN(n.adm) OVER e AS stay_adm
  FROM numbered n WINDOW e AS (PARTITION BY n.pid, n.iid, n.episode_no)
)
SELECT k.mdtrt_id, k.pid, k.iid, k.stay_key, k.adm, k.dsc, k.begntime, k.endtime, k.n_setl, k.mid_setl,
  CAST(dense_rank() OVER (ORDER BY k.pid, k.stay_adm, k.stay_key) AS INTEGER) AS stay_id,
  row_number() OVER (PARTITION BY k.pid, k.iid, k.episode_no ORDER BY k.adm, k.dsc, k.mdtrt_id) AS part
FROM keyed k
