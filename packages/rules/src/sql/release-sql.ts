import type { CompiledRelease } from '../compiled.ts'
import { weightOf } from '../keys.ts'
import { PARAMS, setDomain, type ParamName } from '../params.ts'
import { literal } from './condition-sql.ts'

type Cell = string | number | boolean | null

const CHUNK = 2000
const PARAM_NAMES = (Object.keys(PARAMS) as ParamName[]).filter((name) => PARAMS[name].type !== 'text')

/** The release as tables `rule_unit`, `rule_point`, `rule_key`, `rule_set`: knowledge points are rows, whatever their number. */
export function releaseSql(release: CompiledRelease): string[] {
  return [
    ...unitTable(release),
    ...table('rule_point(point INTEGER, unit INTEGER, kp_id VARCHAR, kind VARCHAR, severity INTEGER)', release.points.map(({ point, unit, severity }, number) => [number, unit, point.kpId, point.kind, severity])), // prettier-ignore
    ...table('rule_key(text VARCHAR, len INTEGER, exact BOOLEAN, weight INTEGER, unit INTEGER, rule VARCHAR, point INTEGER, from_day INTEGER, to_day INTEGER)', release.keys.map((key) => [key.text, key.text.length, key.exact, weightOf(key), key.unit, release.units[key.unit]!.kind.id, key.point < 0 ? null : key.point, key.fromDay, key.toDay])), // prettier-ignore
    ...table('rule_set(set_no INTEGER, domain VARCHAR, member VARCHAR)', release.sets.flatMap((set, number) => [...new Set(set.members)].map((member) => [number, set.domain, member]))), // prettier-ignore
  ]
}

function unitTable(release: CompiledRelease): string[] {
  const columns = PARAM_NAMES.map((name) => `k_${name} ${setDomain(name) ? 'INTEGER' : 'BIGINT'}`).join(', ')
  const rows = release.units.map((unit, number): Cell[] => [
    number,
    unit.shapeId,
    unit.kind.id,
    ...PARAM_NAMES.map((name) => unit.numbers[name] ?? unit.setParams[name] ?? null),
  ])
  return table(`rule_unit(unit INTEGER, shape VARCHAR, kind VARCHAR, ${columns})`, rows)
}

function table(definition: string, rows: readonly (readonly Cell[])[]): string[] {
  const name = definition.slice(0, definition.indexOf('('))
  const statements = [`CREATE OR REPLACE TABLE ${definition}`]
  for (let from = 0; from < rows.length; from += CHUNK) {
    const values = rows.slice(from, from + CHUNK).map((row) => `(${row.map(cellSql).join(', ')})`)
    statements.push(`INSERT INTO ${name} VALUES ${values.join(', ')}`)
  }
  return statements
}

function cellSql(cell: Cell): string {
  return typeof cell === 'string' ? literal(cell) : String(cell ?? 'NULL')
}

/**
 * Matches the codes of the data once: `match_key` (which unit, on which days, the longest match of a rule in force winning),
 * `match_item`, `match_dx`, `match_op` (codes and visits in sets). Everything later is an equi-join on numbers.
 */
export function matchSql(release: CompiledRelease): string[] {
  const lengths = [...new Set(release.keys.filter((key) => !key.exact).map((key) => key.text.length))]
  const memberLengths = (domain: string) => [...new Set(release.sets.filter((set) => set.domain === domain).flatMap((set) => set.members.map((member) => member.length)))] // prettier-ignore
  const inSets = (domain: string, source: string, text: string) =>
    [
      `SELECT s.set_no, x.* FROM ${source} x JOIN rule_set s ON FALSE`,
      ...memberLengths(domain).map((length) => `SELECT s.set_no, x.* FROM ${source} x JOIN rule_set s ON s.domain = '${domain}' AND length(s.member) = ${length} AND substr(x.${text}, 1, ${length}) = s.member`), // prettier-ignore
    ].join(' UNION ALL ')
  const bag = (domain: 'dx' | 'op') =>
    `CREATE OR REPLACE TABLE match_${domain} AS SELECT DISTINCT m.set_no, d.visit, v.psn, v.adm FROM rule_${domain} d JOIN (${inSets(domain, `(SELECT DISTINCT code FROM rule_${domain})`, 'code')}) m ON m.code = d.code JOIN rule_visit v ON v.visit = d.visit`
  return [
    `CREATE OR REPLACE TABLE match_key AS ${matchKeySql(lengths)}`,
    `CREATE OR REPLACE TABLE match_item AS SELECT DISTINCT set_no, code FROM (${inSets('items', 'rule_code', 'text')})`,
    bag('dx'),
    bag('op'),
  ]
}

function matchKeySql(lengths: readonly number[]): string {
  const columns = 'c.code, k.unit, k.rule, k.point, k.weight, k.from_day, k.to_day'
  const matches = [
    `SELECT ${columns} FROM rule_code c JOIN rule_key k ON k.exact AND k.text = c.text`,
    ...lengths.map((length) => `SELECT ${columns} FROM rule_code c JOIN rule_key k ON NOT k.exact AND k.len = ${length} AND substr(c.text, 1, ${length}) = k.text`), // prettier-ignore
  ]
  return `
WITH found AS (${matches.join(' UNION ALL ')}),
own AS (SELECT code, unit, rule, point, MAX(weight) AS weight, from_day, to_day FROM found WHERE point IS NOT NULL GROUP BY ALL),
cut AS (SELECT code, rule, from_day AS day FROM own UNION SELECT code, rule, to_day + 1 FROM own),
span AS (SELECT code, rule, day AS from_day, lead(day) OVER (PARTITION BY code, rule ORDER BY day) - 1 AS to_day FROM cut),
best AS (
  SELECT s.code, s.from_day, s.to_day, o.unit, o.point FROM span s
  JOIN own o ON o.code = s.code AND o.rule = s.rule AND o.from_day <= s.from_day AND o.to_day >= s.to_day
  QUALIFY o.weight = MAX(o.weight) OVER (PARTITION BY s.code, s.rule, s.from_day)
)
SELECT code, unit, from_day, to_day, 0 AS role, MIN(point) AS point FROM best GROUP BY code, unit, from_day, to_day
UNION ALL SELECT DISTINCT code, unit, NULL, NULL, 1, NULL FROM found WHERE point IS NULL`
}
