import { createHash } from 'node:crypto'
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseRatio, type SpecialDecision as Decision } from '@yijian/drg'
import { itemFeesOf, listOfFacts, mergeList, openStays, parsePaymentSettings, priceFacts, readSchemeFolder, versionsByDay, type CaseRow, type DatedVersion, type FactsToPrice, type HospitalRow, type PaymentSettings, type Policy, type SchemeFolder, type StayFacts } from '@yijian/warehouse' // prettier-ignore
import { AppError, type Fen } from '@yijian/kernel'
import { checkStored, qualityContext, storedNodes, type Checked } from '../modules/drg/service/quality.ts'
import type { SpecialDecision, StoredList } from '../modules/drg/stored.ts'
import { yieldTo, type TaskContext } from './task-context.ts'

export interface SchemeSource {
  readonly schemeId: string
  /** First day of discharge; null: from the beginning. */
  readonly from: string | null
  readonly directory: string
}

interface SchemeHash {
  readonly schemeId: string
  readonly from: string | null
  readonly hash: string
}

export interface DrgTask {
  /** The scheme, then its versions by first day of discharge, ascending. */
  readonly schemes: readonly SchemeSource[]
  readonly parameters: string
  readonly decisions: Readonly<Record<string, SpecialDecision>>
  /** Uploaded lists, one JSON a line. */
  readonly lists: string
  /** Stays of the warehouse discharged in [from, to), or frozen cases from a file. */
  readonly source: { readonly from: string | null; readonly to: string | null } | { readonly file: string; readonly hospitals: readonly HospitalRow[] } // prettier-ignore
  /** Confirmed codes for codes that no dictionary knows. */
  readonly mappings: { readonly dx: Readonly<Record<string, string>>; readonly op: Readonly<Record<string, string>> }
  /** Cases are priced month by month, or all together (the year). */
  readonly together: boolean
  /** Check the lists of stays for which none was uploaded. */
  readonly quality: boolean
  readonly out: string
}

export interface DrgTaskResult {
  readonly snapshot: string | null
  readonly schemeHash: string
  readonly schemes: readonly SchemeHash[]
  readonly hospitals: readonly HospitalRow[]
  readonly cases: number
  readonly differences: readonly string[]
}

export interface UploadedList {
  readonly listId: string
  readonly hospital: string
  readonly mdtrtId: string
  readonly setlId: string
  readonly errors: number
  readonly list: StoredList
}

/** One line of the answer's file. */
export interface DrgCaseLine extends CaseRow {
  readonly month: string
  readonly listId: string | null
  /** Of a list made from the warehouse's own data. */
  readonly quality: { readonly list: StoredList; readonly checked: Checked } | null
}

export interface FrozenCase extends FactsToPrice {
  readonly listId: string | null
}

export const BARRED = '结算清单质控未通过，改正并通过后可支付'

/** Groups and prices cases and writes them down, one line each: what the server then takes into its store in one step. */
export async function runDrgTask(task: DrgTask, context: TaskContext): Promise<DrgTaskResult> {
  const versions = openVersions(task.schemes)
  const scheme = versions[0]!.folder
  const settings = withDecisions(parsePaymentSettings(task.parameters, '支付参数'), task.decisions)
  context.report({ step: '正在取数', progress: 0.05 })
  const { cases, hospitals, snapshot } = await casesOf(task, settings, context)
  const lists = await readLists(task.lists)
  const mappings = { dx: new Map(Object.entries(task.mappings.dx)), op: new Map(Object.entries(task.mappings.op)) }
  const merged = cases.map((one) => mapped(withList(one, lists), mappings))
  const policy: Policy = {
    settings,
    weights: scheme.weights,
    hospitals,
    itemFees: itemFeesOf(merged),
    ...versionedBy(versions),
  }
  const differences = await writeAnswer(merged, { task, scheme, policy, context })
  const schemes = versions.map(({ schemeId, from, folder }) => ({ schemeId, from, hash: folder.hash }))
  return { snapshot, schemeHash: hashOfSchemes(schemes), schemes, hospitals, cases: merged.length, differences }
}

export interface OpenVersion extends SchemeSource {
  readonly folder: SchemeFolder
}

export function openVersions(sources: readonly SchemeSource[]): OpenVersion[] {
  if (sources.length === 0) throw new AppError('invalid', 'drg.scheme', '没有分组方案')
  return sources.map((source) => ({ ...source, folder: readSchemeFolder(source.directory) }))
}

/** Which version a case belongs to, by its day of discharge. */
export function versionedBy(versions: readonly OpenVersion[]): Pick<Policy, 'versionAt'> {
  if (versions.length === 1) return {}
  const [first, ...later] = versions.map(({ from, folder }): DatedVersion => ({ from, grouper: folder.grouper(), weights: folder.weights })) // prettier-ignore
  return { versionAt: versionsByDay([first!, ...later]) }
}

function hashOfSchemes(schemes: readonly SchemeHash[]): string {
  if (schemes.length === 1) return schemes[0]!.hash
  return createHash('sha256').update(schemes.map(({ from, hash }) => `${from ?? ''} ${hash}\n`).join('')).digest('hex').slice(0, 16) // prettier-ignore
}

export function withDecisions(settings: PaymentSettings, decisions: DrgTask['decisions']): PaymentSettings {
  const own = Object.entries(decisions).map(([caseId, one]): [string, Decision] => {
    if (one.effect === 'weight') return [caseId, { effect: 'weight', weight: parseRatio(one.weight) }]
    return [caseId, one.effect === 'actual' ? { effect: 'actual', share: parseRatio(one.share) } : one]
  })
  return { ...settings, decisions: { ...settings.decisions, ...Object.fromEntries(own) } }
}

async function casesOf({ source }: DrgTask, settings: PaymentSettings, context: TaskContext) {
  const { dataDirectory, contentDirectory, signal } = context
  if ('file' in source) return { cases: await readLines<FrozenCase>(source.file), hospitals: source.hospitals, snapshot: null } // prettier-ignore
  const stays = await openStays({ dataDirectory, contentDirectory, signal })
  try {
    const items = settings.technologies.flatMap((technology) => technology.items)
    const fees = await stays.itemFees(items, source)
    const cases: FrozenCase[] = []
    for await (const chunk of stays.facts(source)) {
      signal.throwIfAborted()
      for (const facts of chunk) if (facts['dsc'] !== null) cases.push({ facts: withFees(facts, fees), listId: null })
    }
    return { cases, hospitals: await stays.hospitals(), snapshot: stays.prepared.snapshot }
  } finally {
    stays.close()
  }
}

function withFees(facts: StayFacts, fees: ReadonlyMap<string, ReadonlyMap<string, Fen>>): StayFacts {
  const own = fees.get(String(facts['stay_key']))
  if (own === undefined) return facts
  return { ...facts, item_fees: JSON.stringify(Object.fromEntries([...own].map(([item, fen]) => [item, String(fen)]))) }
}

async function readLists(file: string): Promise<ReadonlyMap<string, UploadedList>> {
  const lists = await readLines<UploadedList>(file)
  return new Map(lists.flatMap((one) => [[`${one.hospital}|${one.mdtrtId}`, one], [`${one.hospital}|${one.setlId}`, one]] as const)) // prettier-ignore
}

/** Old codes as an expert confirmed them; what was given is kept beside (`given_dx`, `given_op`) and maps anew each time. */
function mapped(one: FrozenCase, mappings: Mappings): FrozenCase {
  const { facts } = one
  const changes: Record<string, string | null> = {}
  for (const kind of ['dx', 'op'] as const) {
    const given = facts[`given_${kind}`] ?? facts[kind]
    if (typeof given !== 'string') continue
    const codes = given.split('|').map((code) => mappings[kind].get(code) ?? code).join('|') // prettier-ignore
    if (codes !== facts[kind]) Object.assign(changes, { [`given_${kind}`]: codes === given ? null : given, [kind]: codes }) // prettier-ignore
  }
  return Object.keys(changes).length === 0 ? one : { ...one, facts: { ...facts, ...changes } }
}

type Mappings = Readonly<Record<'dx' | 'op', ReadonlyMap<string, string>>>

/** The hospital's list of the stay, when it has sent one. */
function withList(one: FrozenCase, lists: ReadonlyMap<string, UploadedList>): FrozenCase {
  const { facts } = one
  const ids = `${String(facts['mdtrt_ids'] ?? '')}|${String(facts['setl_ids'] ?? '')}`.split('|')
  const uploaded = ids.map((id) => lists.get(`${String(facts['fixmedins_code'])}|${id}`)).find((found) => found)
  if (!uploaded) return one
  const { listId, hospital, list, errors } = uploaded
  if (errors > 0) return { facts, listId, refused: BARRED }
  return { facts: mergeList(facts, { id: listId, hospital, form: list.form, nodes: list.nodes }), listId }
}

/** Cases whose lists are checked and that are written between two looks at whether anybody cancelled. */
const WRITTEN_AT_ONCE = 5000

async function writeAnswer(
  cases: readonly FrozenCase[],
  { task, scheme, policy, context }: { task: DrgTask; scheme: SchemeFolder; policy: Policy; context: TaskContext },
): Promise<string[]> {
  const out = openSync(task.out, 'w')
  const check = listChecker(scheme, policy.settings)
  const monthOf = ({ facts }: { readonly facts: StayFacts }) => String(facts['dsc']).slice(0, 7)
  const groups = task.together ? [cases] : [...Map.groupBy(cases, monthOf)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own) // prettier-ignore
  try {
    const found: string[] = []
    for (const [at, own] of groups.entries()) {
      await yieldTo(context.signal)
      context.report({ step: '正在分组、计算标准', progress: 0.2 + (0.6 * at) / groups.length, rows: own.length })
      const { rows, differences } = priceFacts(own, scheme.grouper(), policy)
      for (const [i, row] of rows.entries()) {
        if (i % WRITTEN_AT_ONCE === 0) await yieldTo(context.signal)
        const { listId } = own[i]!
        const quality = task.quality && listId === null ? check(row) : null
        writeSync(out, `${JSON.stringify({ ...row, month: monthOf(row), listId, quality } satisfies DrgCaseLine)}\n`)
      }
      found.push(...differences)
    }
    return found
  } finally {
    closeSync(out)
  }
}

function listChecker({ tables }: SchemeFolder, settings: PaymentSettings) {
  const names = new Map([...tables.icdDx, ...tables.icdOp].map(({ code, name }) => [code, name]))
  const context = qualityContext(tables, settings.list_upload_days)
  return ({ caseId, hospital, facts }: CaseRow): NonNullable<DrgCaseLine['quality']> => {
    const { form, nodes } = listOfFacts(facts, names)
    const list = { form, nodes: storedNodes(nodes) }
    return { list, checked: checkStored({ id: caseId, hospital, list, facts, source: 'warehouse' }, context) }
  }
}

export async function readLines<T>(file: string): Promise<T[]> {
  const found: T[] = []
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) if (line !== '') found.push(JSON.parse(line) as T) // prettier-ignore
  if (found.length > 3_000_000) throw new AppError('unavailable', 'drg.too-many', '病例过多，请按年份分批处理')
  return found
}
