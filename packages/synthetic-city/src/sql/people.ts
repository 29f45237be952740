import { DISTRICTS } from '../places/institutions.ts'
import { type Period } from '../options.ts'

/** First person number that the second number of one person is made from (certificate the same, person number another). */
export const SECOND_NUMBER_FROM = 3_000_000_000

/** Sizes of the households in a block of twelve persons. */
export const HOUSEHOLD_PATTERNS = [
  [2, 3, 1, 4, 2],
  [3, 3, 2, 3, 1],
  [1, 2, 4, 3, 2],
  [5, 2, 1, 3, 1],
  [2, 2, 2, 4, 2],
  [3, 4, 1, 2, 2],
] as const

export interface Range {
  readonly from: number
  readonly to: number
}

const thresholds = () => {
  let sum = 0
  return DISTRICTS.slice(0, -1)
    .map((district, index) => `WHEN x < ${(sum += district.weight).toFixed(4)} THEN ${index}`)
    .join(' ')
}

/** One row per person of the range: who they are, where they live, how often they fall ill. */
export function peopleSql(range: Range, period: Period, employers: number): string {
  const youngest = Math.ceil(period.months / 12) + 1
  return `
CREATE OR REPLACE TEMP TABLE p AS
WITH base AS (
  SELECT n.range AS pid, n.range // 12 AS block, h.hidx, h.pos, h.size, (n.range // 12) * 8 + h.hidx AS hid
  FROM range(${range.from}, ${range.to}) AS n JOIN r_household AS h ON h.pattern = pickn(n.range // 12, 1, 6) AND h.slot = n.range % 12),
head AS (
  SELECT *, CASE WHEN size = 1 THEN 24 + 66 * u(hid, 2) ELSE 25 + 55 * u(hid, 2) ** 1.15 END AS head_age,
    CASE WHEN u(hid, 3) < 0.6 THEN '1' ELSE '2' END AS head_gend, (SELECT CASE ${thresholds()} ELSE ${DISTRICTS.length - 1} END FROM (SELECT u(hid, 4) AS x)) AS district
  FROM base),
aged AS (
  SELECT *, CASE pos WHEN 0 THEN head_age WHEN 1 THEN head_age + 8 * (u(pid, 5) - 0.5) WHEN 2 THEN abs(head_age - 27) + 4 * (u(pid, 5) - 0.5)
    WHEN 3 THEN abs(head_age - 32) + 5 * u(pid, 5) ELSE least(93, head_age + 26) END AS raw_age,
    CASE WHEN pos = 0 THEN head_gend WHEN pos = 1 THEN CASE head_gend WHEN '1' THEN '2' ELSE '1' END WHEN u(pid, 6) < 0.5 THEN '1' ELSE '2' END AS own_gend
  FROM head),
personal AS (
  SELECT a.pid, number_of(a.pid) AS number, number_of(a.pid + ${SECOND_NUMBER_FROM}) AS second_number, coalesce(x.gend, own_gend) AS gend, coalesce(x.age, greatest(${youngest}, floor(raw_age))) AS age,
    coalesce(day_at(x.born), CAST(day_at(${period.days - 1}) - CAST(floor(365.25 * coalesce(x.age, greatest(${youngest}, floor(raw_age))) + 365 * u(a.pid, 7)) AS INTEGER) AS DATE)) AS brdy,
    coalesce(x.household, CAST(hid AS VARCHAR)) AS household, coalesce(x.address, x.household, CAST(hid AS VARCHAR)) AS address, coalesce(x.phone, CASE WHEN u(a.pid, 8) < 0.3 THEN 'h' || coalesce(x.household, CAST(hid AS VARCHAR)) ELSE 'p' || a.pid END) AS phone,
    x.employer, coalesce(x.district, a.district) AS district, x.died, x.insutype, x.chronic, x.renumbered, x.pid IS NOT NULL AS actor
  FROM aged AS a LEFT JOIN actor AS x ON x.pid = a.pid),
told AS (
  SELECT * EXCLUDE (employer, insutype, chronic, died, renumbered),
    coalesce(employer, CASE WHEN age BETWEEN 20 AND 60 AND u(pid, 9) < 0.55 THEN CAST(1 + floor(${employers} * u(pid, 10) ** 1.5) AS BIGINT) END) AS employer,
    coalesce(chronic, CASE WHEN actor THEN 0 WHEN u(pid, 11) < CASE WHEN age >= 60 THEN 0.48 WHEN age >= 45 THEN 0.22 WHEN age >= 30 THEN 0.04 ELSE 0 END
      THEN CASE WHEN u(pid, 12) < 0.42 THEN 1 WHEN u(pid, 12) < 0.68 THEN 2 WHEN u(pid, 12) < 0.87 THEN 3 ELSE 4 END ELSE 0 END) AS chronic,
    insutype AS given_type,
    coalesce(died, CASE WHEN NOT actor AND age >= 65 AND u(pid, 13) < 0.03 THEN CAST(floor(${period.days} * (0.3 + 0.65 * u(pid, 14))) AS INTEGER) END) AS died,
    coalesce(renumbered, CASE WHEN NOT actor AND u(pid, 15) < 0.0006 THEN CAST(floor(${period.days} * (0.3 + 0.4 * u(pid, 16))) AS INTEGER) END) AS renumbered
  FROM personal)
SELECT * EXCLUDE (given_type), band_of(age) AS band, coalesce(given_type, CASE WHEN employer IS NOT NULL OR (age > 60 AND u(pid, 17) < 0.3) THEN '310' ELSE '390' END) AS insutype,
  CASE WHEN u(pid, 18) < 0.02 AND employer IS NULL THEN '23' END AS identity, chronic > 0 AND (actor OR u(pid, 19) < 0.7) AS registered, CASE WHEN u(pid, 20) < 0.6 THEN 0 ELSE 14 END AS half,
  (CASE band_of(age) WHEN 0 THEN 0.22 WHEN 1 THEN 0.06 WHEN 2 THEN 0.16 WHEN 3 THEN 0.38 WHEN 4 THEN 0.85 ELSE 1.1 END) * CASE WHEN chronic > 0 THEN 1.35 ELSE 0.85 END * (0.5 + 0.66 * u(pid, 21)) AS frailty
FROM told`
}
