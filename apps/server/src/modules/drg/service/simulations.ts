import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { type Job, type PolicyChangeInput, type SimulationDetail, type SimulationInput, type SimulationResult, type SimulationRow } from '@yijian/contract' // prettier-ignore
import { FUNDS } from '@yijian/drg'
import { AppError, formatYuan, parseYuan } from '@yijian/kernel'
import { workbookBytes, type Table } from '@yijian/warehouse'
import type { Principal } from '../../../platform/access/principal.ts'
import { accessOf, type Access } from '../../../platform/access/scope.ts'
import type { SimulationAnswer, SimulationTask } from '../../../workers/drg-simulation.ts'
import { conditionText } from '../../../workers/drg-split.ts'
import { BARRED } from '../../../workers/drg-task.ts'
import { hospitalNames, recentCases, recentPayable } from '../store/cases.ts'
import { publishedDecisions } from '../store/reviews.ts'
import { parametersRow } from '../store/parameters.ts'
import { insertSimulation, putSimulationResult, simulationRecords } from '../store/simulations.ts'
import type { By, DrgContext } from './context.ts'
import { schemeName } from './labels.ts'
import { activeOf } from './parameters.ts'
import { jsonLines, type Report } from './price.ts'
import { sourceOf, versionsOf } from './versions.ts'
import { checkWholeCity } from './whole-city.ts'
import { withFolder } from './work-folder.ts'

type Record_ = Awaited<ReturnType<typeof simulationRecords>>[number]

export async function listSimulations(context: DrgContext, access: Access): Promise<{ rows: SimulationRow[] }> {
  checkWholeCity(access)
  return { rows: (await simulationRecords(context.db)).map(toRow) }
}

function toRow(row: Record_): SimulationRow {
  const result = row.result
  return {
    simulationId: row.simulation_id,
    kind: row.kind,
    title: row.title,
    changes: changesOf(row.input),
    state: row.state ?? (result === null ? 'cancelled' : 'succeeded'),
    jobId: row.job_id,
    error: row.error,
    madeBy: row.made_by_name,
    madeAt: row.made_at.toISOString(),
    cases: result?.total.cases ?? null,
    difference: result?.total.difference ?? null,
  }
}

async function recordOf({ db }: DrgContext, simulationId: string): Promise<Record_> {
  const [row] = await simulationRecords(db, simulationId)
  if (!row) throw new AppError('missing', 'drg.simulation', '没有这次模拟')
  return row
}

export async function getSimulation(
  context: DrgContext,
  access: Access,
  simulationId: string,
): Promise<SimulationDetail> {
  checkWholeCity(access)
  const row = await recordOf(context, simulationId)
  return { ...toRow(row), input: row.input, schemeName: schemeName(context, row.scheme_id), parameters: row.parameters, result: row.result } // prettier-ignore
}

/** Queued as a job of its own kind: it neither waits for a settlement nor holds one up, and changes nothing. */
export async function startSimulation(
  context: DrgContext,
  principal: Principal,
  input: SimulationInput,
): Promise<{ simulationId: string; job: Job }> {
  checkWholeCity(accessOf(principal))
  // prettier-ignore
  const { platform, db, schemes } = context
  const active = await activeOf(context)
  if (input.kind === 'policy') {
    if (input.changes.length === 0 && input.parameters === undefined && input.schemeId === undefined) throw new AppError('invalid', 'drg.simulation.nothing', '请至少给出一项改动') // prettier-ignore
    if (input.schemeId !== undefined) schemes.directoryOf(input.schemeId)
    if (input.parameters !== undefined && !(await parametersRow(db, input.parameters))) throw new AppError('missing', 'drg.parameters', '没有这一版支付参数') // prettier-ignore
  } else {
    schemes.directoryOf(input.schemeId)
    for (const { split } of input.rows) conditionText(split)
  }
  const simulationId = randomUUID()
  const { accountId, username, displayName } = principal
  const by: By = { accountId, username, displayName }
  const job = await db.transaction().execute(async (tx) => {
    const queued = await platform.jobs.enqueue(tx, { kind: 'drg-simulation', title: `模拟：${input.title}`, payload: { simulationId }, by }) // prettier-ignore
    await insertSimulation(tx, { simulation_id: simulationId, kind: input.kind, title: input.title, input: JSON.stringify(input), scheme_id: input.kind === 'split' ? input.schemeId : active.schemeId, parameters: active.version, job_id: queued.jobId, result: null, made_by: username, made_by_name: displayName, made_at: platform.clock.now() }) // prettier-ignore
    await platform.audit.append(tx, { actor: username, action: 'drg.simulate', subject: input.title, details: { simulationId, changes: changesOf(input) } }) // prettier-ignore
    return queued
  })
  platform.jobs.wake()
  return { simulationId, job }
}

/** The job: cases of the last twelve months as they are kept, priced twice in a worker process. */
export async function runSimulation(
  context: DrgContext,
  report: Report,
  simulationId: string,
): Promise<Record<string, unknown>> {
  // prettier-ignore
  const { db, platform } = context
  const row = await recordOf(context, simulationId)
  const parameters = await parametersRow(db, row.parameters)
  if (!parameters) throw new AppError('missing', 'drg.parameters', '没有这一版支付参数')
  return withFolder(platform, async (at) => {
    const file = at('cases.jsonl')
    await writeFile(file, '')
    for await (const chunk of recentCases(db)) {
      report.signal.throwIfAborted()
      const lines = chunk.map(({ facts, list_id, refused }) => ({ facts, listId: list_id, ...(refused === BARRED ? { refused } : {}) })) // prettier-ignore
      await writeFile(file, jsonLines(lines), { flag: 'a' })
    }
    const task = await taskOf(context, row, { file, content: parameters.content, schemeId: parameters.scheme_id })
    const answer = (await platform.workers.run('drg.simulate', task, { signal: report.signal, report: report.forward })) as SimulationAnswer // prettier-ignore
    const { differences, ...rest } = answer
    if (differences.length > 0)
      throw new AppError('conflict', 'drg.differences', `核对不一致，未写入：${differences[0]}`)
    const result: SimulationResult = { ...rest, checks: await checksOf(context, rest) }
    await db.transaction().execute((tx) => putSimulationResult(tx, simulationId, JSON.stringify(result)))
    return { message: `模拟 ${result.total.cases} 例，统筹应付变化 ${result.total.difference} 元`, to: `/drg/simulations/${simulationId}` } // prettier-ignore
  })
}

async function taskOf(
  context: DrgContext,
  { input }: Record_,
  { file, content, schemeId }: { file: string; content: string; schemeId: string },
): Promise<SimulationTask> {
  const { db, schemes } = context
  const candidate = input.kind === 'policy' && input.parameters !== undefined ? await parametersRow(db, input.parameters) : undefined // prettier-ignore
  const tried = input.kind === 'policy' ? (input.schemeId ?? (candidate !== undefined && candidate.scheme_id !== schemeId ? candidate.scheme_id : undefined)) : undefined // prettier-ignore
  const base = input.kind === 'split' ? [sourceOf(context, input.schemeId)] : await versionsOf(context, schemeId)
  const names = Object.fromEntries(base.flatMap((one) => [...schemes.open(one.schemeId).groupNames]))
  return {
    schemes: base,
    parameters: content,
    decisions: Object.fromEntries(await publishedDecisions(db)),
    cases: file,
    hospitals: [...(await hospitalNames(db))].map(([code, one]) => ({ code, ...one })),
    changes: input.kind === 'policy' ? input.changes : [],
    candidate: { parameters: candidate === undefined ? null : candidate.content, scheme: tried === undefined ? null : sourceOf(context, tried) }, // prettier-ignore
    split: input.kind === 'split' ? { ruleId: input.ruleId, rows: input.rows } : null,
    groupNames: names,
  }
}

async function checksOf(
  { db }: DrgContext,
  result: Omit<SimulationResult, 'checks'>,
): Promise<SimulationResult['checks']> {
  // prettier-ignore
  const { total, hospitals, funds, months } = result
  const sum = (rows: readonly { after: string }[]) => formatYuan(rows.reduce((all, one) => all + parseYuan(one.after), 0n)) // prettier-ignore
  const kept = await recentPayable(db)
  const gap = formatYuan(parseYuan(total.before) - parseYuan(kept))
  return [
    { label: '机构合计 = 总计', ok: sum(hospitals) === total.after, text: `${sum(hospitals)} 元` },
    { label: '险种合计 = 月份合计', ok: sum(funds) === sum(months), text: `${sum(funds)} 元` },
    { label: '改动前与各月结算、试算', ok: gap === '0.00', text: gap === '0.00' ? `同为 ${kept} 元` : `改动前 ${total.before} 元，各月结算、试算 ${kept} 元，相差 ${gap} 元：有月份按较早的参数、方案结算` }, // prettier-ignore
  ]
}

function changesOf(input: SimulationInput): string[] {
  if (input.kind === 'split') return input.rows.map(({ drg, split, weight }) => `${drg}：${safely(split)}${weight === null ? '' : `，权重 ${weight}`}`) // prettier-ignore
  return [
    ...(input.parameters === undefined ? [] : [`支付参数第 ${input.parameters} 版`]),
    ...(input.schemeId === undefined ? [] : [`分组方案 ${input.schemeId}`]),
    ...input.changes.map(changeText),
  ]
}

function safely(split: string): string {
  try {
    return conditionText(split)
  } catch (error) {
    if (error instanceof AppError) return split
    throw error
  }
}

function changeText(change: PolicyChangeInput): string {
  switch (change.kind) {
    case 'rate':
      return `${FUNDS[change.fund]}基础费率${change.level === '' ? '' : `（${change.level} 级）`}改为 ${change.rate} 元`
    case 'rate-factor':
      return `${change.fund === 'all' ? '全部' : FUNDS[change.fund]}基础费率 × ${change.factor}`
    case 'weight':
      return `${change.drg} 权重改为 ${change.weight}`
    case 'weight-factor':
      return `${change.prefix} 开头的病组权重 × ${change.factor}`
    case 'level-coefficient':
      return `${change.level} 级机构系数改为 ${change.value}`
    case 'hospital-coefficient':
      return `机构 ${change.hospital} 系数改为 ${change.value}`
    case 'low':
      return change.value === '' ? '不设低倍率' : `低倍率界限改为 ${change.value}`
    case 'high-share':
      return `高倍率超额部分支付比例改为 ${change.value}`
    case 'high-limit':
      return change.value === '' ? '不限高倍率病例占比' : `高倍率病例占比上限改为 ${change.value}`
    case 'high-multiple':
      return `高倍率倍数 × ${change.factor}`
    case 'unweighted':
      return `无权重病例按实际费用 × ${change.discount}`
    case 'same-price':
      return `${change.prefix} 开头的病组同病同价（机构系数为 1）`
    case 'long-stay':
      return change.days === null ? '长期住院不按床日' : `住院超过 ${change.days} 天按床日`
  }
}

export async function simulationFile(
  context: DrgContext,
  access: Access,
  simulationId: string,
): Promise<{ name: string; content: Buffer }> {
  // prettier-ignore
  const detail = await getSimulation(context, access, simulationId)
  const { result } = detail
  if (result === null) throw new AppError('conflict', 'drg.simulation.running', '模拟还没有结果')
  const lead = [`模拟：${detail.title}（${detail.madeBy} 于 ${detail.madeAt.slice(0, 10)}）`, `改动：${detail.changes.join('；')}`, `范围：${result.from} 至 ${result.to} 出院 ${result.total.cases} 例；改动前为支付参数第 ${detail.parameters} 版、${detail.schemeName}。模拟不改变任何结算。`] // prettier-ignore
  const sheet = <T extends SimulationResult['total']>(name: string, rows: readonly T[], keys: readonly [string, (row: T) => string][]) => ({ name, lead, table: sumsTable(rows, keys) }) // prettier-ignore
  const split = result.split === null ? [] : [{ name: '细分组', lead, table: splitTable(result.split) }]
  const content = workbookBytes([
    sheet('医疗机构', [...result.hospitals, { ...result.total, hospital: { code: '合计', name: '' }, tier: '' }], [['机构编号', (row) => row.hospital.code], ['机构名称', (row) => row.hospital.name], ['级别', (row) => row.tier]]), // prettier-ignore
    sheet('险种', result.funds, [['险种', (row) => FUNDS[row.fund]]]),
    sheet('月份', result.months, [['月份', (row) => row.month]]),
    sheet('病组', result.groups, [['病组', (row) => row.drg], ['名称', (row) => row.name]]), // prettier-ignore
    ...split,
  ])
  return { name: `模拟 ${detail.title}.xlsx`, content }
}

function sumsTable<T extends SimulationResult['total']>(
  rows: readonly T[],
  keys: readonly [string, (row: T) => string][],
): Table {
  // prettier-ignore
  const money = (title: string) => ({ title, width: 16, kind: 'money' as const })
  const number = (title: string) => ({ title, width: 10, kind: 'number' as const })
  return {
    columns: [...keys.map(([title]) => ({ title, width: 18 })), number('病例数'), number('金额有变化'), money('改动前统筹应付'), money('改动后统筹应付'), money('差额'), money('记账统筹'), money('改动后盈亏'), number('改动前总权重'), number('改动后总权重')], // prettier-ignore
    rows: rows.map((row) => [...keys.map(([, of]) => of(row)), row.cases, row.changed, row.before, row.after, row.difference, row.actualFund, row.gainAfter, row.weightBefore, row.weightAfter]), // prettier-ignore
  }
}

function splitTable({ before, after }: NonNullable<SimulationResult['split']>): Table {
  const row = (when: string) => (one: (typeof before)[number]) => [when, one.drg, one.name, one.condition, one.n, one.mean, one.cv === null ? null : Number(one.cv.toFixed(4)), one.weight] // prettier-ignore
  return {
    columns: [{ title: '', width: 10 }, { title: 'DRG', width: 10 }, { title: '名称', width: 30 }, { title: '条件', width: 40 }, { title: '病例数', width: 10, kind: 'number' }, { title: '例均费用', width: 14, kind: 'money' }, { title: '变异系数', width: 10, kind: 'number' }, { title: '权重', width: 10, kind: 'number' }], // prettier-ignore
    rows: [...before.map(row('细分前')), ...after.map(row('细分后'))],
  }
}
