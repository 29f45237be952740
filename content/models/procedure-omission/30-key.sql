-- 指明手术的关键项目：用到它的住院几乎都做了某一亚目的手术。category 为手术类目（编码前两位）。
SELECT generic, family, substr(family, 1, 2) AS category, n_both, n_item, prob,
  ROW_NUMBER() OVER (PARTITION BY generic ORDER BY prob DESC, family) AS place
FROM item_family
WHERE prob >= $spec AND n_item >= $min_n
