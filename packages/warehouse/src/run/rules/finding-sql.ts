/** How many findings of a run people get to work on; the others stay in the files of the run and are counted. */
export interface Limits {
  readonly perRule: number
  readonly inAll: number
}
export const LIMITS: Limits = { perRule: 5000, inAll: 50_000 }

const IS_SEVERITY = (n: number, label: string) => `WHEN ${n} THEN '${label}'`
const DETAIL_ROWS = 200

/** What the findings of a run all say. */
export interface FindingFacts {
  readonly runId: string
  readonly snapshot: string
  readonly asOf: string
  readonly release: string
}

/**
 * Findings from hits (`hit`, `hit_row`, `enc`, `rule_kind`, `rule_point`): one per rule and visit (decision 6). The id is made of
 * what the ids of its hits share: rule, person, visit. Within a finding a line counts once, with its largest share; where a hit is
 * about the visit as a whole, the visit's money and the money of its lines are not added up.
 */
export const findingSql = ({ perRule, inAll }: Limits): readonly string[] => [
  `CREATE OR REPLACE TABLE hit_of AS SELECT n, substr(sha256(concat_ws('|', 'rule', kind, psn_no, mdtrt_id)), 1, 32) AS finding_id FROM hit`,
  `CREATE OR REPLACE TABLE finding_row AS
SELECT o.finding_id, r.sn, MIN(r.mdtrt_id) AS mdtrt_id, MIN(r.role) AS role, bool_or(r.is_line) AS is_line, MIN(r.n) AS n,
  CAST(COALESCE(MAX(r.share) FILTER (r.role = 1), 0) AS DECIMAL(16,2)) AS share, CAST(COALESCE(MAX(r.fund) FILTER (r.role = 1), 0) AS DECIMAL(16,2)) AS fund
FROM hit_row r JOIN hit_of o ON o.n = r.n GROUP BY o.finding_id, r.sn`,
  `CREATE OR REPLACE TABLE finding_part AS
SELECT finding_id, mdtrt_id, ${['share', 'fund'].map((money) => `GREATEST(COALESCE(SUM(${money}) FILTER (is_line), 0), COALESCE(MAX(${money}) FILTER (NOT is_line), 0)) AS ${money}`).join(', ')}
FROM finding_row WHERE role = 1 GROUP BY finding_id, mdtrt_id`,
  `CREATE OR REPLACE TABLE finding_core AS
WITH ranked AS (SELECT o.finding_id, h.*, row_number() OVER (PARTITION BY o.finding_id ORDER BY h.severity, h.fund DESC, h.amount DESC, h.kp_id, h.win, h.jr_id, h.n) AS place FROM hit_of o JOIN hit h ON h.n = o.n),
told AS (
  SELECT finding_id, MIN(kind) AS kind, MIN(psn_no) AS psn_no, MIN(mdtrt_id) AS mdtrt_id, arg_min(iid, place) AS iid, MIN(severity) AS severity, MIN(day_from) AS day_from, MAX(day_to) AS day_to,
    COUNT(*) AS hits, COUNT(DISTINCT kp_id) AS points, list_sort(list_distinct(array_agg(jr_id))) AS jr_ids, arg_min(n, place) AS top, MAX(amount_status) AS amount_status
  FROM ranked GROUP BY finding_id),
summed AS (SELECT finding_id, CAST(SUM(share) AS DECIMAL(16,2)) AS amt_total, CAST(SUM(fund) AS DECIMAL(16,2)) AS amt_fund FROM finding_part GROUP BY finding_id),
graded AS (
  SELECT t.*, COALESCE(s.amt_total, 0) AS amt_total, LEAST(COALESCE(s.amt_fund, 0), COALESCE(s.amt_total, 0)) AS amt_fund FROM told t LEFT JOIN summed s ON s.finding_id = t.finding_id),
placed AS (SELECT g.*, row_number() OVER (PARTITION BY kind ORDER BY severity, amt_fund DESC, amt_total DESC, finding_id) AS rule_place FROM graded g)
SELECT p.*, rule_place <= ${perRule} AND row_number() OVER (PARTITION BY rule_place <= ${perRule} ORDER BY severity, amt_fund DESC, amt_total DESC, finding_id) <= ${inAll} AS is_given,
  CASE severity WHEN 1 THEN 80 WHEN 2 THEN 60 ELSE 40 END + LEAST(19, CAST(floor(round(4 * log10(1 + CAST(amt_fund AS DOUBLE)), 6)) AS INTEGER)) AS score
FROM placed p`,
  `CREATE OR REPLACE TABLE finding_ids AS
SELECT f.finding_id, list_sort(list_distinct(array_agg(r.mdtrt_id) FILTER (r.mdtrt_id <> ''))) AS mdtrt_ids,
  list_sort(list_distinct(list_concat(COALESCE(array_agg(h.setl_id) FILTER (h.setl_id IS NOT NULL), CAST([] AS VARCHAR[])), COALESCE(flatten(array_agg(e.setl_ids) FILTER (NOT r.is_line AND e.setl_ids IS NOT NULL)), CAST([] AS VARCHAR[]))))) AS setl_ids,
  list_sort(list_distinct(array_agg(r.sn) FILTER (r.is_line))) AS sns, COUNT(*) FILTER (r.role = 1) AS violating, COUNT(*) FILTER (r.role = 2) AS involved
FROM finding_core f JOIN finding_row r ON r.finding_id = f.finding_id JOIN hit_row h ON h.n = r.n AND h.sn = r.sn LEFT JOIN enc e ON e.mdtrt_id = r.mdtrt_id
GROUP BY f.finding_id`,
]

const MODES = `CASE e.mode WHEN 'IPT' THEN '住院' WHEN 'OPT' THEN '门诊' WHEN 'EMERG' THEN '急诊' WHEN 'OPSP' THEN '门诊慢特病' WHEN 'PHA' THEN '购药' ELSE '就诊' END`

/** The findings in the columns of every finding, and `is_given`. */
export function ruleFindingSql({ runId, snapshot, asOf, release }: FindingFacts): string {
  return `CREATE OR REPLACE TABLE rule_finding AS
SELECT f.finding_id, k.model_id, k.model_version, CASE WHEN f.psn_no LIKE 'inst:%' THEN 'institution' ELSE 'visit' END AS subject_type,
  CASE WHEN f.psn_no LIKE 'inst:%' THEN substr(f.psn_no, 6) ELSE COALESCE(NULLIF(f.mdtrt_id, ''), f.psn_no) END AS subject_id,
  CASE WHEN f.psn_no NOT LIKE 'inst:%' THEN f.psn_no END AS psn_no, i.fixmedins_code, f.day_from AS period_from, f.day_to AS period_to,
  COALESCE(x.mdtrt_ids, CAST([] AS VARCHAR[])) AS mdtrt_ids, COALESCE(x.setl_ids, CAST([] AS VARCHAR[])) AS setl_ids, COALESCE(x.sns, CAST([] AS VARCHAR[])) AS feedetl_sns,
  f.score, CASE f.severity WHEN 1 THEN '高' WHEN 2 THEN '中' ELSE '低' END AS level, f.amt_total, f.amt_fund, CAST(NULL AS VARCHAR) AS excluded_by,
  concat(h.message, CASE WHEN f.hits > 1 THEN concat('本次就诊同类命中共 ', f.hits, ' 处。') ELSE '' END,
    '参保人 ', f.psn_no, '，', COALESCE(i.fixmedins_name, i.fixmedins_code, '机构不详'), ${MODES}, ' ', strftime(e.first_day, '%Y-%m-%d'), CASE WHEN e.last_day > e.first_day THEN concat(' 至 ', strftime(e.last_day, '%Y-%m-%d')) ELSE '' END,
    CASE WHEN f.amt_total > 0 THEN concat('，涉及医保范围内费用 ', format('{:,.2f}', CAST(f.amt_total AS DOUBLE)), ' 元，其中基金 ', format('{:,.2f}', CAST(f.amt_fund AS DOUBLE)), ' 元') ELSE '' END, '。') AS explain_zh,
  '{}' AS param_json, '${snapshot}' AS snapshot, '${runId}' AS run_id, DATE '${asOf}' AS as_of, k.amount_words AS amt_method,
  f.jr_ids AS member_ids, CAST([] AS VARCHAR[]) AS related_psn_nos, CAST(NULL AS VARCHAR) AS subtype,
  [CASE f.severity ${[IS_SEVERITY(1, '明确'), IS_SEVERITY(2, '高度可疑'), IS_SEVERITY(3, '轻度可疑')].join(' ')} END] AS tags, CAST([] AS VARCHAR[]) AS passed, CAST(NULL AS DOUBLE) AS missing_share,
  CAST(to_json(struct_pack(severity := f.severity, hits := f.hits, points := f.points, violating := COALESCE(x.violating, 0), involved := COALESCE(x.involved, 0), kp_id := h.kp_id, kp_name := p.kp_name, kp_version := p.kp_version,
    amount_status := f.amount_status, release := '${release}', found := h.facts)) AS VARCHAR) AS facts_json,
  CAST(NULL AS VARCHAR) AS peer_label, CAST(NULL AS BIGINT) AS peer_n, CAST(NULL AS DOUBLE) AS peer_value, CAST(NULL AS DOUBLE) AS peer_median, CAST(NULL AS DOUBLE[]) AS peer_quantiles,
  k.against AS against_zh, i.admdvs, i.fixmedins_name, i.tier, f.is_given, f.kind
FROM finding_core f JOIN rule_kind k ON k.kind = f.kind JOIN hit h ON h.n = f.top JOIN rule_point p ON p.kp_id = h.kp_id
LEFT JOIN finding_ids x ON x.finding_id = f.finding_id LEFT JOIN institution i ON i.iid = f.iid LEFT JOIN enc e ON e.mdtrt_id = f.mdtrt_id`
}

/**
 * What each given finding adds to the total of a visit when every line counts once, at the finding with the largest share: the parts
 * of a visit sum to its total (`amt_once`).
 */
export const ONCE_SQL = `CREATE OR REPLACE TABLE part_once AS
WITH given AS (SELECT r.*, f.severity, f.kind FROM finding_row r JOIN finding_core f ON f.finding_id = r.finding_id WHERE f.is_given AND r.role = 1),
held AS (
  SELECT g.*, row_number() OVER (PARTITION BY mdtrt_id, CASE WHEN is_line THEN sn ELSE '' END ORDER BY fund DESC, severity, kind, finding_id, sn) = 1 AS holds FROM given g),
weighed AS (
  SELECT h.*, COALESCE(SUM(fund) FILTER (holds AND is_line) OVER (PARTITION BY mdtrt_id), 0) AS of_lines, COALESCE(MAX(fund) FILTER (NOT is_line) OVER (PARTITION BY mdtrt_id), 0) AS of_visit FROM held h)
SELECT finding_id, mdtrt_id, CAST(COALESCE(SUM(fund) FILTER (holds AND is_line = (of_lines >= of_visit)), 0) AS DECIMAL(16,2)) AS amt_once
FROM weighed GROUP BY finding_id, mdtrt_id`

/** Evidence: the hits of a finding, and its rows, the largest money first. */
export const DETAIL_SQL = {
  hits: `SELECT o.finding_id, CAST(row_number() OVER (PARTITION BY o.finding_id ORDER BY h.severity, h.fund DESC, h.amount DESC, h.kp_id, h.win, h.jr_id, h.n) AS INTEGER) AS row_no,
  h.jr_id, h.kp_id, p.kp_name, p.kp_version, h.severity, h.message, h.win, h.amount, h.fund, h.amount_status, h.violating, h.involved, p.params, p.document, p.article, p.text AS basis, h.facts, f.kind
FROM hit_of o JOIN hit h ON h.n = o.n JOIN rule_point p ON p.kp_id = h.kp_id JOIN finding_core f ON f.finding_id = o.finding_id WHERE f.is_given
QUALIFY row_no <= ${DETAIL_ROWS}`,
  rows: `SELECT r.finding_id, CAST(row_number() OVER (PARTITION BY r.finding_id ORDER BY r.role, r.fund DESC, r.share DESC, h.day, r.sn) AS INTEGER) AS row_no,
  CASE r.role WHEN 1 THEN '违规项' ELSE '涉及项' END AS role, r.sn, r.mdtrt_id, h.day, h.time, h.code, h.name, h.cnt, h.pric, h.amt, h.inscp, r.share, r.fund, i.fixmedins_name, f.kind
FROM finding_row r JOIN hit_row h ON h.n = r.n AND h.sn = r.sn JOIN finding_core f ON f.finding_id = r.finding_id LEFT JOIN institution i ON i.iid = h.iid WHERE f.is_given
QUALIFY row_no <= ${DETAIL_ROWS}`,
} as const
