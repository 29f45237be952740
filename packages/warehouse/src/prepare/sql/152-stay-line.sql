-- What the fee lines say about a stay as a whole.
WITH posting AS (
  SELECT stay_id, CAST(MAX(n_lines) AS DOUBLE) / SUM(n_lines) AS top_minute_share FROM x_stay_minute GROUP BY stay_id
),
charge AS (
  SELECT stay_id, SUM(amt) AS line_amt,
    SUM(CASE WHEN chrg IN ('01', '02', '05', '06', '07', '12', '13', '14') THEN amt ELSE 0 END) AS cat_medical,
    SUM(CASE WHEN chrg IN ('03', '04') THEN amt ELSE 0 END) AS cat_tech,
    SUM(CASE WHEN chrg IN ('09', '10', '11') THEN amt ELSE 0 END) AS cat_drug,
    SUM(CASE WHEN chrg = '08' THEN amt ELSE 0 END) AS cat_consumable,
    SUM(CASE WHEN chrg = '01' THEN amt ELSE 0 END) AS amt_bed, SUM(CASE WHEN chrg = '02' THEN amt ELSE 0 END) AS amt_consult,
    SUM(CASE WHEN chrg = '03' THEN amt ELSE 0 END) AS amt_exam, SUM(CASE WHEN chrg = '04' THEN amt ELSE 0 END) AS amt_lab,
    SUM(CASE WHEN chrg = '05' THEN amt ELSE 0 END) AS amt_treat, SUM(CASE WHEN chrg = '06' THEN amt ELSE 0 END) AS amt_oper,
    SUM(CASE WHEN chrg = '07' THEN amt ELSE 0 END) AS amt_nursing
  FROM stay_item GROUP BY stay_id
),
marked AS (
  SELECT item_id, bool_or(mark = 'RESCUE') AS rescue, bool_or(mark = 'BLOOD') AS blood, bool_or(mark = 'RADIOTHERAPY') AS radiotherapy,
    bool_or(mark = 'DIALYSIS') AS dialysis, bool_or(mark = 'ANTINEOPLASTIC') AS antineoplastic
  FROM (
    SELECT item_id, set_id AS mark FROM item_set WHERE set_id IN ('RESCUE', 'BLOOD', 'RADIOTHERAPY', 'DIALYSIS')
    UNION ALL
    SELECT item_id, 'ANTINEOPLASTIC' FROM item WHERE item_code LIKE 'XL01%' OR item_code LIKE 'XL03%' OR item_code LIKE 'XL04%'
  ) m GROUP BY item_id
),
flag AS (
  SELECT s.stay_id, bool_or(m.rescue) AS has_rescue, bool_or(m.blood) AS has_blood, bool_or(m.radiotherapy) AS has_radiotherapy,
    bool_or(m.dialysis) AS has_dialysis, bool_or(m.antineoplastic) AS has_antineoplastic
  FROM stay_item s JOIN marked m ON m.item_id = s.item_id GROUP BY s.stay_id
)
SELECT c.*, p.top_minute_share, f.has_rescue, f.has_blood, f.has_radiotherapy, f.has_dialysis, f.has_antineoplastic
FROM charge c LEFT JOIN posting p ON p.stay_id = c.stay_id LEFT JOIN flag f ON f.stay_id = c.stay_id
