import { writeFile } from 'node:fs/promises'
import { AppError } from '@yijian/kernel'
import type { HospitalRow } from '@yijian/warehouse'
import type { Transaction } from 'kysely'
import { readLines, type DrgCaseLine, type DrgTask, type DrgTaskResult, type FrozenCase, type UploadedList } from '../../../workers/drg-task.ts' // prettier-ignore
import type { JobProgress } from '../../../platform/jobs/definition.ts'
import type { DrgTables } from '../schema.ts'
import { insertCases, learnHospitals, type CaseInsert } from '../store/cases.ts'
import { insertLists, uploadedLists } from '../store/lists.ts'
import { publishedDecisions } from '../store/reviews.ts'
import { caseInsert, listInsert } from './case-lines.ts'
import type { DrgContext } from './context.ts'
import type { Active } from './parameters.ts'
import { codeMappings } from './mappings.ts'
import { sourceOf, versionsOf } from './versions.ts'
import { withFolder } from './work-folder.ts'

export interface Report {
  readonly signal: AbortSignal
  readonly progress: (step: string, share: number) => void
  readonly forward: (progress: JobProgress) => void
}

export interface ToPrice {
  readonly active: Active
  /** Only this version of the scheme; without it each case by the version of its day of discharge. */
  readonly schemeId?: string
  readonly source: { readonly from: string | null; readonly to: string | null } | { readonly cases: readonly FrozenCase[]; readonly hospitals: readonly HospitalRow[] } // prettier-ignore
  /** Which uploaded lists count: all, those of a hospital, those of some cases. */
  readonly lists: { readonly hospital?: string; readonly cases?: readonly string[] }
  readonly quality: boolean
  readonly together: boolean
}

/** Groups and prices in a worker process; what comes back reconciles or nothing does. */
export async function price(
  context: DrgContext,
  report: Report,
  input: ToPrice,
): Promise<{ result: DrgTaskResult; lines: DrgCaseLine[] }> {
  // prettier-ignore
  const { platform, db } = context
  return withFolder(platform, async (at) => {
    await writeFile(at('lists.jsonl'), jsonLines(await listsOf(context, input.lists)))
    const { source } = input
    if ('cases' in source) await writeFile(at('cases.jsonl'), jsonLines(source.cases))
    const task: DrgTask = {
      schemes:
        input.schemeId === undefined
          ? await versionsOf(context, input.active.schemeId)
          : [sourceOf(context, input.schemeId)],
      parameters: input.active.content,
      mappings: await codeMappings(context),
      decisions: Object.fromEntries(await publishedDecisions(db)),
      lists: at('lists.jsonl'),
      source: 'cases' in source ? { file: at('cases.jsonl'), hospitals: source.hospitals } : source,
      together: input.together,
      quality: input.quality,
      out: at('out.jsonl'),
    }
    const result = (await platform.workers.run('drg.price', task, { signal: report.signal, report: report.forward })) as DrgTaskResult // prettier-ignore
    if (result.differences.length > 0) throw new AppError('conflict', 'drg.differences', `核对不一致，未写入任何数据：${result.differences.slice(0, 3).join('；')}`) // prettier-ignore
    const lines = await readLines<DrgCaseLine>(at('out.jsonl'))
    if (lines.length !== result.cases) throw new AppError('conflict', 'drg.lines', '病例数前后不一致，未写入任何数据')
    return { result, lines }
  })
}

async function listsOf({ db }: DrgContext, which: ToPrice['lists']): Promise<UploadedList[]> {
  const rows = await uploadedLists(db, which)
  return rows.map((row) => ({ listId: row.list_id, hospital: row.fixmedins_code, mdtrtId: row.mdtrt_id, setlId: row.setl_id, errors: row.errors, list: row.content })) // prettier-ignore
}

export const jsonLines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

export interface MonthCounts {
  readonly read: number
  readonly grouped: number
  readonly ambiguous: number
  readonly ungrouped: number
  readonly rejected: number
  readonly paid: number
  readonly refused: number
}

/** Takes cases, their lists and their hospitals into the store; answers the counts by month. */
export async function takeLines(
  tx: Transaction<DrgTables>,
  lines: readonly DrgCaseLine[],
  { at, hospitals, signal }: { at: Date; hospitals: readonly HospitalRow[]; signal: AbortSignal },
): Promise<Map<string, MonthCounts>> {
  // prettier-ignore
  await learnHospitals(tx, hospitals.map(({ code, name, tier, admdvs }) => ({ fixmedins_code: code, name, tier, admdvs }))) // prettier-ignore
  const admdvs = new Map(hospitals.map((one) => [one.code, one.admdvs]))
  const rows = lines.map((line) => caseInsert(line, admdvs))
  await insertCases(tx, rows, signal)
  const lists = lines.map((line) => listInsert(line, { admdvs: admdvs.get(line.hospital) ?? null, at }))
  await insertLists(tx, lists.filter((one) => one !== null), signal) // prettier-ignore
  return new Map([...Map.groupBy(rows, (row) => row.month)].map(([month, own]) => [month, countsOf(own)]))
}

export function countsOf(rows: readonly CaseInsert[]): MonthCounts {
  const n = (status: string) => rows.filter((row) => row.status === status).length
  const refused = rows.filter((row) => row.refused !== null).length
  return { read: rows.length, grouped: n('分组成功'), ambiguous: n('歧义病组'), ungrouped: n('无法入组'), rejected: n('拒收'), paid: rows.length - refused, refused } // prettier-ignore
}
