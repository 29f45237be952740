-- One reason per dropped pair. A planned readmission stands unless the written purpose can be coded or named and
-- does not fit the later stay.
WITH later_diag AS (
  SELECT
    p.a_id, p.b_id,
    MAX(CASE WHEN d.code LIKE 'Z43%' OR d.code LIKE 'Z45%' OR d.code LIKE 'Z47%' THEN 1 ELSE 0 END) AS device,
    MAX(CASE WHEN d.code >= 'C00' AND d.code < 'D49' OR d.code LIKE 'Z51%' THEN 1 ELSE 0 END) AS tumour
  FROM pair p
  JOIN stay_diag d ON d.stay_id = p.b_id
  GROUP BY p.a_id, p.b_id
),
lens AS (
  SELECT DISTINCT stay_id
  FROM stay_oprn
  WHERE code LIKE '13.%'
),
judged AS (
  SELECT
    p.a_id, p.b_id, p.gap, p.tier_differs, a.dscg_way, b.adm_way, a.readm_plan, a.readm_purpose,
    COALESCE(l.device, 0) = 1 AS device,
    a.main3 IN ('H25', 'H26') AND b.main3 IN ('H25', 'H26') AND la.stay_id IS NOT NULL AND lb.stay_id IS NOT NULL AS second_eye,
    CASE
      WHEN a.readm_purpose IS NULL OR TRIM(a.readm_purpose) = '' THEN FALSE
      WHEN substr(a.readm_purpose, 1, 1) BETWEEN 'A' AND 'Z' AND TRY_CAST(substr(a.readm_purpose, 2, 2) AS INTEGER) IS NOT NULL
        THEN substr(a.readm_purpose, 1, 3) <> COALESCE(b.main3, '')
      WHEN a.readm_purpose LIKE '%化疗%' OR a.readm_purpose LIKE '%放疗%' THEN COALESCE(l.tumour, 0) = 0
      WHEN a.readm_purpose LIKE '%透析%' THEN NOT COALESCE(b.ex_uremia, FALSE)
      WHEN a.readm_purpose LIKE '%内固定%' OR a.readm_purpose LIKE '%造口%' THEN COALESCE(l.device, 0) = 0
      WHEN a.readm_purpose LIKE '%分娩%' OR a.readm_purpose LIKE '%剖宫产%' THEN NOT COALESCE(b.ex_matern, FALSE)
      WHEN a.readm_purpose LIKE '%白内障%' THEN b.main3 NOT IN ('H25', 'H26')
      ELSE FALSE
    END AS purpose_disagrees,
    COALESCE(a.ex_onco, FALSE) OR COALESCE(b.ex_onco, FALSE) AS onco,
    COALESCE(a.ex_uremia, FALSE) OR COALESCE(b.ex_uremia, FALSE) AS uremia,
    COALESCE(b.ex_emerg, FALSE) AS emerg,
    COALESCE(a.ex_matern, FALSE) OR COALESCE(b.ex_matern, FALSE) AS matern,
    COALESCE(a.ex_newb, FALSE) OR COALESCE(b.ex_newb, FALSE) AS newb,
    COALESCE(a.ex_psych, FALSE) OR COALESCE(b.ex_psych, FALSE) AS psych,
    COALESCE(a.ex_rehab, FALSE) OR COALESCE(b.ex_rehab, FALSE) AS rehab,
    COALESCE(a.ex_day, FALSE) OR COALESCE(b.ex_day, FALSE) AS day_case,
    COALESCE(a.ex_hospice, FALSE) OR COALESCE(b.ex_hospice, FALSE) AS hospice
  FROM pair p
  JOIN stay a ON a.stay_id = p.a_id
  JOIN stay b ON b.stay_id = p.b_id
  LEFT JOIN later_diag l ON l.a_id = p.a_id AND l.b_id = p.b_id
  LEFT JOIN lens la ON la.stay_id = p.a_id
  LEFT JOIN lens lb ON lb.stay_id = p.b_id
),
reason AS (
  SELECT
    a_id, b_id,
    CASE
      WHEN onco THEN 'EX-ONCO'
      WHEN uremia THEN 'EX-UREMIA'
      WHEN readm_plan = '2' AND gap <= $planned_days AND NOT purpose_disagrees THEN 'EX-PLANNED'
      WHEN dscg_way IN ('2', '3') OR adm_way = '3' OR tier_differs THEN 'EX-TRANSFER'
      WHEN matern THEN 'EX-MATERN'
      WHEN newb THEN 'EX-NEWB'
      WHEN psych THEN 'EX-PSYCH'
      WHEN rehab THEN 'EX-REHAB'
      WHEN day_case THEN 'EX-DAY'
      WHEN hospice THEN 'EX-HOSPICE'
      WHEN device OR second_eye THEN 'EX-STAGED'
      WHEN emerg THEN 'EX-EMERG'
    END AS excluded_by
  FROM judged
)
SELECT a_id, b_id, excluded_by
FROM reason
WHERE excluded_by IS NOT NULL
