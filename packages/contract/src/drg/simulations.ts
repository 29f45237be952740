import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Job, Moment, Yuan } from '../platform/index.ts'
import { Hospital } from './cases.ts'
import { DrgFund, HospitalCode } from './vocabulary.ts'

const Factor = z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, '倍数、系数最多四位小数')
const Share = z.string().regex(/^(0(\.\d{1,4})?|1(\.0{1,4})?)$/, '比例应在 0 与 1 之间，最多四位小数')
const OrNothing = z.union([z.literal(''), Factor])
const Positive = z.string().regex(/^\d{1,9}(\.\d{1,2})?$/, '金额最多两位小数')
const GroupPrefix = z.string().regex(/^[0-9A-Z]{1,12}$/, '病组编码由大写字母和数字组成')

/** One change that is tried. */
export const PolicyChangeInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rate'), fund: DrgFund, level: z.string().max(10).default(''), rate: Positive }),
  z.object({ kind: z.literal('rate-factor'), fund: z.enum(['employee', 'resident', 'all']), factor: Factor }),
  z.object({ kind: z.literal('weight'), drg: GroupPrefix, weight: Factor }),
  z.object({ kind: z.literal('weight-factor'), prefix: GroupPrefix, factor: Factor }),
  z.object({ kind: z.literal('level-coefficient'), level: z.string().min(1).max(10), value: Factor }),
  z.object({ kind: z.literal('hospital-coefficient'), hospital: HospitalCode.min(1), value: Factor }),
  z.object({ kind: z.literal('low'), value: OrNothing }),
  z.object({ kind: z.literal('high-share'), value: Share }),
  z.object({ kind: z.literal('high-limit'), value: z.union([z.literal(''), Share]) }),
  z.object({ kind: z.literal('high-multiple'), factor: Factor }),
  z.object({ kind: z.literal('unweighted'), discount: Share }),
  z.object({ kind: z.literal('same-price'), prefix: GroupPrefix }),
  z.object({ kind: z.literal('long-stay'), days: z.number().int().positive().max(1000).nullable() }),
])
export type PolicyChangeInput = z.infer<typeof PolicyChangeInput>

export const POLICY_CHANGE_LABELS: Readonly<Record<PolicyChangeInput['kind'], string>> = {
  rate: '基础费率改为',
  'rate-factor': '基础费率乘以',
  weight: '病组权重改为',
  'weight-factor': '一类病组的权重乘以',
  'level-coefficient': '等级系数改为',
  'hospital-coefficient': '一家机构的系数改为',
  low: '低倍率界限改为',
  'high-share': '高倍率超额支付比例改为',
  'high-limit': '高倍率病例占比上限改为',
  'high-multiple': '高倍率的倍数乘以',
  unweighted: '无权重病例折扣改为',
  'same-price': '列为基础病组（同病同价）',
  'long-stay': '长期住院改按床日的天数',
}

const SplitRowInput = z.object({
  drg: z.string().regex(/^[0-9A-Z]{3,8}$/, '病组编码由 3 至 8 位大写字母和数字组成'),
  name: z.string().trim().min(1).max(80),
  /** A condition of the scheme language, or `else`. */
  split: z.string().trim().min(1).max(400),
  /** Given by hand; null: from the cases. */
  weight: z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, '权重最多四位小数').nullable().default(null), // prettier-ignore
})
export type SplitRowInput = z.infer<typeof SplitRowInput>

const Words = z.string().trim().min(2).max(200)
const Policy = z.object({
  kind: z.literal('policy'),
  title: Words,
  changes: z.array(PolicyChangeInput).max(30),
  /** A version of the parameters that is tried as it stands, drafts too. */
  parameters: z.number().int().positive().optional(),
  /** Another scheme that is tried. */
  schemeId: z.string().max(60).optional(),
})
const Split = z.object({
  kind: z.literal('split'),
  title: Words,
  schemeId: z.string().max(60),
  ruleId: z.string().max(40),
  rows: z.array(SplitRowInput).min(1).max(30),
})
export const SimulationInput = z.discriminatedUnion('kind', [Policy, Split])
export type SimulationInput = z.infer<typeof SimulationInput>

const Sums = z.object({
  cases: z.number(),
  unpaidBefore: z.number(),
  unpaidAfter: z.number(),
  changed: z.number(),
  before: Yuan,
  after: Yuan,
  difference: Yuan,
  actualFund: Yuan,
  gainAfter: Yuan,
  weightBefore: z.string(),
  weightAfter: z.string(),
})
export type SimulationSums = z.infer<typeof Sums>

const SplitGroup = z.object({
  drg: z.string(),
  name: z.string(),
  condition: z.string(),
  n: z.number(),
  usable: z.number(),
  mean: Yuan.nullable(),
  cv: z.number().nullable(),
  meanLos: z.number().nullable(),
  weight: z.string().nullable(),
})
export const SplitResult = z.object({
  ruleId: z.string(),
  ruleName: z.string(),
  before: z.array(SplitGroup),
  after: z.array(SplitGroup),
  totalBefore: z.string(),
  totalAfter: z.string(),
  riv: z.object({ before: z.number().nullable(), after: z.number().nullable() }),
  rivWithin: z.object({ before: z.number().nullable(), after: z.number().nullable() }),
  tP: z.number().nullable(),
  leveneP: z.number().nullable(),
  touched: z.number(),
  /** Groups without cases, or without a weight. */
  empty: z.array(z.string()),
  problems: z.array(z.string()),
})
export type SplitResult = z.infer<typeof SplitResult>

export const SimulationResult = z.object({
  from: z.string(),
  to: z.string(),
  total: Sums,
  funds: z.array(Sums.extend({ fund: DrgFund })),
  hospitals: z.array(Sums.extend({ hospital: Hospital, tier: z.string() })),
  months: z.array(Sums.extend({ month: z.string() })),
  /** Those whose money changes most. */
  groups: z.array(Sums.extend({ drg: z.string(), name: z.string() })),
  moves: z.array(z.object({ from: z.string(), to: z.string(), cases: z.number() })),
  checks: z.array(z.object({ label: z.string(), ok: z.boolean(), text: z.string() })),
  split: SplitResult.nullable(),
})
export type SimulationResult = z.infer<typeof SimulationResult>

export const SimulationRow = z.object({
  simulationId: z.string(),
  kind: z.enum(['policy', 'split']),
  title: z.string(),
  /** What is changed, one line each. */
  changes: z.array(z.string()),
  state: Job.shape.state,
  jobId: z.string(),
  error: z.string().nullable(),
  madeBy: z.string(),
  madeAt: Moment,
  cases: z.number().nullable(),
  difference: Yuan.nullable(),
})
export type SimulationRow = z.infer<typeof SimulationRow>
export const SimulationDetail = SimulationRow.extend({
  input: SimulationInput,
  schemeName: z.string(),
  parameters: z.number(),
  result: SimulationResult.nullable(),
})
export type SimulationDetail = z.infer<typeof SimulationDetail>

export const SPLIT_STATES = { draft: '待审批', approved: '已批准', rejected: '已退回' } as const
export const SplitDraft = z.object({
  splitId: z.number(),
  title: z.string(),
  schemeId: z.string(),
  ruleId: z.string(),
  rows: z.array(SplitRowInput.extend({ condition: z.string(), weight: z.string() })),
  /** First day of discharge it is for. */
  validFrom: DayText,
  reason: z.string(),
  status: z.enum(['draft', 'approved', 'rejected']),
  simulationId: z.string(),
  madeBy: z.string(),
  madeAt: Moment,
  decidedBy: z.string().nullable(),
  decidedAt: Moment.nullable(),
  opinion: z.string(),
  /** The version it has become. */
  resultScheme: z.string().nullable(),
})
export type SplitDraft = z.infer<typeof SplitDraft>

const simulationParams = z.object({ simulationId: z.string().max(60) })

export const simulationEndpoints = endpoints({
  listSimulations: {
    method: 'GET',
    path: '/api/drg/simulations',
    summary: 'DRG 政策模拟',
    permission: 'drg.read',
    response: z.object({ rows: z.array(SimulationRow) }),
  },
  startSimulation: {
    method: 'POST',
    path: '/api/drg/simulations',
    summary: '发起政策或细分组模拟',
    permission: 'drg.read',
    body: SimulationInput,
    response: z.object({ simulationId: z.string(), job: Job }),
  },
  getSimulation: {
    method: 'GET',
    path: '/api/drg/simulations/:simulationId',
    summary: '模拟结果',
    permission: 'drg.read',
    params: simulationParams,
    response: SimulationDetail,
  },
  simulationFile: {
    method: 'GET',
    path: '/api/drg/simulations/:simulationId/file',
    summary: '模拟结果（xlsx）',
    permission: 'drg.read',
    params: simulationParams,
  },
  listSplits: {
    method: 'GET',
    path: '/api/drg/splits',
    summary: '本地细分组',
    permission: 'drg.read',
    response: z.object({ rows: z.array(SplitDraft), versions: z.array(z.object({ from: DayText.nullable(), schemeId: z.string(), name: z.string() })), earliest: DayText }), // prettier-ignore
  },
  draftSplit: {
    method: 'POST',
    path: '/api/drg/splits',
    summary: '把模拟过的细分组存为草案',
    permission: 'drg.manage',
    body: z.object({ simulationId: z.string().max(60), validFrom: DayText, reason: z.string().trim().min(2).max(500) }),
    response: SplitDraft,
  },
  decideSplit: {
    method: 'POST',
    path: '/api/drg/splits/:splitId/decision',
    summary: '审批本地细分组',
    permission: 'drg.approve',
    params: z.object({ splitId: z.coerce.number().int() }),
    body: z.object({ decision: z.enum(['approved', 'rejected']), opinion: z.string().trim().min(2).max(500) }),
    response: SplitDraft,
  },
})
