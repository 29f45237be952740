-- 住院的分组特征只有几万种组合：先编号，后面各步只连整数。空串表示未知，不参加用到它的那一级。
SELECT
  ROW_NUMBER() OVER (ORDER BY tier, economic_type, drg_code, adrg, main3, chapter, surgical) AS profile_id,
  tier, economic_type, drg_code, adrg, main3, chapter, surgical
FROM (
  SELECT DISTINCT
    COALESCE(tier, '') AS tier,
    COALESCE(economic_type, '') AS economic_type,
    COALESCE(drg_code, '') AS drg_code,
    COALESCE(adrg, '') AS adrg,
    COALESCE(main3, '') AS main3,
    COALESCE(chapter, '') AS chapter,
    COALESCE(surgical, FALSE) AS surgical
  FROM stay
  WHERE cost > 0 AND date_diff('day', dsc, $as_of) BETWEEN 0 AND 2 * $peer_days - 1
) p
