SELECT
  s.stay_key AS subject_id,
  m.item_code,
  m.item_name,
  p.amt,
  p.prob,
  p.prob < $improbable_max AS improbable,
  EXISTS (SELECT 1 FROM item_set b WHERE b.set_id = 'CHECKUP_BUNDLE' AND b.item_id = p.item_id) AS in_bundle
FROM candidate c
JOIN stay s ON s.stay_id = c.stay_id
JOIN exam_prob p ON p.stay_id = c.stay_id
JOIN item m ON m.item_id = p.item_id
