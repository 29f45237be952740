-- Every item: those of the catalogues, then those that only fee lines name.
WITH unlisted AS (
  SELECT raw_code AS code, MIN(raw_name) AS item_name, MIN(raw_type) AS list_type, MIN(chrg) AS chrg
  FROM x_line WHERE raw_code IS NOT NULL GROUP BY raw_code
),
base AS (SELECT COALESCE(MAX(item_id), 0) AS n FROM x_catalogue),
added AS (
  SELECT CAST((SELECT n FROM base) + row_number() OVER (ORDER BY code) AS INTEGER) AS item_id, code AS item_code, item_name,
    CASE
      WHEN list_type IN ('102', '106') OR code LIKE 'T%' THEN 'herb'
      WHEN list_type IN ('101', '103', '104') OR code LIKE 'X%' OR code LIKE 'Z%' THEN 'drug'
      WHEN list_type = '301' OR code LIKE 'C%' THEN 'consumable'
      WHEN list_type = '201' THEN 'service'
      WHEN chrg = 10 THEN 'herb'
      WHEN chrg IN (9, 11) THEN 'drug'
      WHEN chrg = 8 THEN 'consumable'
      WHEN chrg IN (1, 2, 3, 4, 5, 6, 7, 12, 13) THEN 'service'
      ELSE 'other'
    END AS kind,
    CAST(NULL AS VARCHAR) AS generic, CAST(NULL AS VARCHAR) AS chrgitm_lv, FALSE AS high_value,
    CAST(NULL AS DOUBLE) AS minutes_std, CAST(NULL AS DECIMAL(16,2)) AS unit_price, CAST(NULL AS VARCHAR) AS prodentp
  FROM unlisted
),
everything AS (SELECT *, FALSE AS unlisted FROM x_catalogue UNION ALL SELECT *, TRUE FROM added)
SELECT item_id, item_code, item_name,
  CASE WHEN kind = 'drug' AND item_code LIKE 'T%' THEN 'herb' ELSE kind END AS kind,
  CASE WHEN kind = 'drug' THEN COALESCE(generic, item_code) WHEN kind = 'consumable' THEN substr(item_code, 1, 15) ELSE item_code END AS generic,
  chrgitm_lv, high_value, minutes_std, unit_price, prodentp, unlisted
FROM everything ORDER BY item_id
