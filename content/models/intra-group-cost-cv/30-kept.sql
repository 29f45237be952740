SELECT o.stay_id, o.iid, o.adrg, o.drg_code, o.cost, o.clr_way, o.is_day
FROM scope o
JOIN bound b ON b.drg_code = o.drg_code
WHERE o.cost >= b.low AND o.cost <= b.high
