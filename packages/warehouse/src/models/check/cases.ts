import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compareRows } from '../case-compare.ts'
import { type CaseFile, readCase } from '../case-file.ts'
import type { NationalRows } from '../case-given.ts'
import { addRefund } from '../case-macros.ts'
import { type CaseResult, type ModelBench, runCase } from '../case-run.ts'
import type { LoadedModel } from '../load-models.ts'
import { type CheckProblem, oneLine, problem, problemOf } from './problem.ts'

export interface NamedCase {
  /** `cases/example.yaml` */
  readonly file: string
  readonly content: CaseFile
}

/** The cases of a model; files that cannot be read are problems. */
export function readCases({ folder }: LoadedModel): {
  readonly cases: readonly NamedCase[]
  readonly problems: readonly CheckProblem[]
} {
  const directory = join(folder, 'cases')
  const names = existsSync(directory)
    ? readdirSync(directory)
        .filter((name) => name.endsWith('.yaml'))
        .sort()
    : []
  const cases: NamedCase[] = []
  const problems: CheckProblem[] = []
  for (const name of names) {
    const file = `cases/${name}`
    try {
      cases.push({ file, content: readCase(join(directory, name)) })
    } catch (error) {
      problems.push({ ...problemOf(error, file), file })
    }
  }
  return { cases, problems }
}

/** A set of cases says something only when one hits, one does not, and each limit is tried exactly. */
export function coverageProblems(model: LoadedModel, cases: readonly NamedCase[]): CheckProblem[] {
  const hits = cases.some((c) => c.content.expect.findings.length > 0)
  const misses = cases.some((c) => c.content.expect.findings.length === 0)
  const tried = new Set(cases.flatMap((c) => c.content.threshold ?? []))
  const limits = model.definition.parameters.filter(
    (parameter) => parameter.type === 'integer' || parameter.type === 'number',
  )
  return [
    ...(hits ? [] : [problem('cases', '没有一个用例会产生疑点')]),
    ...(misses ? [] : [problem('cases', '没有一个用例不产生疑点')]),
    ...limits
      .filter((p) => !tried.has(p.id))
      .map((p) =>
        problem('cases', `没有恰好落在参数 ${p.id}（${p.label}）上的用例；写好后在用例里标明 threshold: ${p.id}`),
      ),
  ]
}

/** A case that was run, and what is not as expected. */
export interface TriedCase extends NamedCase {
  readonly problems: readonly CheckProblem[]
  /** Absent when it could not be run. */
  readonly result?: CaseResult
}

export async function tryCase(bench: ModelBench, named: NamedCase): Promise<TriedCase> {
  const { file, content } = named
  try {
    const result = await runCase(bench, { file: content })
    return { ...named, result, problems: complaintsOf(content, result).map((text) => problem(file, text)) }
  } catch (error) {
    return { ...named, problems: [problem(file, oneLine(error))] }
  }
}

export function complaintsOf({ expect }: CaseFile, result: CaseResult): string[] {
  const kept = result.findings.filter((row) => row['excluded_by'] === null)
  const dropped = result.findings.filter((row) => row['excluded_by'] !== null)
  return [
    ...compareRows('疑点', expect.findings, kept),
    ...(expect.excluded ? compareRows('排除', expect.excluded, dropped) : []),
    ...(expect.cannot_tell ? compareRows('不能判断', expect.cannot_tell, result.cannotTell) : []),
    ...Object.entries(expect.tables ?? {}).flatMap(([name, rows]) =>
      compareRows(name, rows, result.tables[name] ?? []),
    ),
  ]
}

/** What every model must stand: the same rows in another order change nothing, and what is fully refunded is no finding. */
export async function variationProblems(
  bench: ModelBench,
  { file, content, result }: TriedCase,
): Promise<CheckProblem[]> {
  if (!result) return []
  const before = identities(result)
  const shuffled = identities(await runCase(bench, { file: content, variation: reversed }))
  const moved = before === shuffled ? [] : [problem(file, '行的先后顺序改变了结果')]
  if (!isNational(bench, content)) return moved
  const refunded = await runCase(bench, { file: content, variation: refundedInFull })
  const left = refunded.findings.filter((row) => row['excluded_by'] === null).length
  return left === 0 ? moved : [...moved, problem(file, `全部结算退费之后仍有 ${left} 条疑点`)]
}

const identities = ({ findings }: CaseResult): string =>
  findings
    .map((row) =>
      [
        row['finding_id'],
        row['score'],
        row['level'],
        row['amt_total'],
        row['amt_fund'],
        row['excluded_by'],
        row['explain_zh'],
      ]
        .map(String)
        .join('|'),
    )
    .sort()
    .join('\n')

const reversed = (rows: NationalRows): NationalRows =>
  new Map([...rows].map(([table, list]) => [table, list.toReversed()]))

/** Cases that give only national tables: prepared or step tables would not know of the refund. */
const isNational = ({ tables }: ModelBench, { given }: CaseFile): boolean =>
  Object.keys(given).every((name) => name === 'stays' || name === 'visits' || tables.has(name))

function refundedInFull(rows: NationalRows): NationalRows {
  const all = new Map([...rows].map(([table, list]) => [table, [...list]]))
  const add = (table: string, row: NonNullable<ReturnType<typeof all.get>>[number]) =>
    void all.set(table, [...(all.get(table) ?? []), row])
  const settled = rows.get('setl_d') ?? []
  const taken = new Set(settled.map((row) => row['init_setl_id'] ?? null))
  const lines = rows.get('fee_list_d') ?? []
  for (const row of settled) {
    if (row['refd_setl_flag'] === '1' || taken.has(row['setl_id'] ?? null)) continue
    addRefund(
      { ...row, medfee_sumamt: row['medfee_sumamt'] ?? 0 },
      lines.filter((line) => line['setl_id'] === row['setl_id']),
      { add },
    )
  }
  all.set(
    'setl_d',
    (all.get('setl_d') ?? []).map((row) => ({ ...row, medfee_sumamt: row['medfee_sumamt'] ?? 0 })),
  )
  return all
}
