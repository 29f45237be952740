import type { FindingDetail, RuleFinding } from '@yijian/contract'
import { findKind, type Params } from '@yijian/rules'
import { logicOf, paramsText } from '../../rules/public.ts'
import type { FindingRecord } from '../schema.ts'
import type { Evidence } from '../store/findings.ts'
import type { Masker } from './masks.ts'

const PREFIX = 'rule:'
export const isRuleModel = (modelId: string): boolean => modelId.startsWith(PREFIX)

/** 规则名称 of such a model id. */
export function ruleNameOf(modelId: string): string | undefined {
  return isRuleModel(modelId) ? findKind(kindOfModel(modelId))?.name : undefined
}

/** 规则编号 of such a model id. */
export const kindOfModel = (modelId: string): string => modelId.slice(PREFIX.length)

/** Evidence tables of every rule. */
export const RULE_DETAILS: readonly string[] = ['hits', 'rows']

/** 申诉理由, rules specification §7. */
const APPEALS = [
  { code: 'A1', label: '有充分医疗必要性记录' },
  { code: 'A2', label: '编码对照或上传错误' },
  { code: 'A3', label: '知识点有误' },
  { code: 'A4', label: '政策另有规定' },
  { code: 'A5', label: '日期或费用有误' },
  { code: 'A6', label: '患者个体情况' },
  { code: 'A7', label: '其他' },
]
export const RULE_CONTEST =
  '规则命中为疑似，未经核实不作为违规结论。有关机构可在规定期限内（默认 10 个工作日）逐条申诉：选择理由代码，附病历、医嘱、执行记录、收费凭证等材料；一次复核后仍有异议的可再申请一次。逾期未申诉视为认可。'

interface StoredHit {
  readonly jr_id: string
  readonly kp_id: string
  readonly kp_version: number
  readonly kp_name: string
  readonly severity: number
  readonly message: string
  readonly amount: string | number
  readonly fund: string | number
  readonly amount_status: number
  readonly violating: number
  readonly involved: number
  readonly params: string
  readonly document: string
  readonly article: string | null
  readonly basis: string
  readonly facts: string
}

interface StoredRow {
  readonly role: '违规项' | '涉及项'
  readonly sn: string
  readonly mdtrt_id: string
  readonly fixmedins_name: string | null
  readonly day: string | null
  readonly time: string | null
  readonly code: string | null
  readonly name: string
  readonly cnt: string | number | null
  readonly pric: string | number | null
  readonly amt: string | number | null
  readonly inscp: string | number | null
  readonly share: string | number
  readonly fund: string | number
}

const rowsOf = <T>({ details }: Evidence, name: string): readonly T[] =>
  (details.find((detail) => detail.name === name)?.rows ?? []) as unknown as readonly T[]

/** Money of the run's files leaves DuckDB's JSON as a number of at most two places. */
const yuan = (amount: string | number): string => Number(amount).toFixed(2)
const maybe = <T, R>(value: T | null, toText: (value: T) => R): R | null => (value === null ? null : toText(value))

export function ruleFindingOf(finding: FindingRecord, evidence: Evidence, masker: Masker): RuleFinding {
  const kindId = kindOfModel(finding.model_id)
  const kind = findKind(kindId)
  const facts = finding.facts as Readonly<Record<string, number | string>>
  const hits = rowsOf<StoredHit>(evidence, 'hits')
  return {
    kindId,
    name: kind?.name ?? kindId,
    gz: kind?.gz ?? null,
    cat1: kind?.cat1 ?? '',
    cat2: kind?.cat2 ?? '',
    severity: Number(facts['severity'] ?? 3),
    logic: kind ? logicOf(kind) : [],
    releaseHash: String(facts['release'] ?? ''),
    releaseTitle: finding.model_version.replace(/ [0-9a-f]{12}$/, ''),
    hitsTotal: Number(facts['hits'] ?? hits.length),
    hits: hits.map((hit) => toHit(hit, kind, masker)),
    violating: Number(facts['violating'] ?? 0),
    involved: Number(facts['involved'] ?? 0),
    rows: rowsOf<StoredRow>(evidence, 'rows').map(toRuleRow),
    appeals: APPEALS,
  }
}

function toHit(hit: StoredHit, kind: ReturnType<typeof findKind>, masker: Masker): RuleFinding['hits'][number] {
  const params = JSON.parse(hit.params) as Params
  const facts = JSON.parse(hit.facts) as Record<string, string>
  return {
    jrId: hit.jr_id,
    kpId: hit.kp_id,
    kpVersion: hit.kp_version,
    kpName: hit.kp_name,
    severity: hit.severity,
    message: masker.text(hit.message),
    params: kind && Object.keys(params).length > 0 ? paramsText(kind, params) : '',
    amount: yuan(hit.amount),
    fund: yuan(hit.fund),
    computable: hit.amount_status !== 3,
    violating: hit.violating,
    involved: hit.involved,
    document: hit.document,
    article: hit.article,
    basis: hit.basis,
    facts: Object.entries(facts).map(([label, value]) => ({ label, value: masker.text(value) })),
  }
}

function toRuleRow(row: StoredRow): RuleFinding['rows'][number] {
  return {
    role: row.role === '涉及项' ? row.role : '疑似违规项',
    sn: row.sn,
    mdtrtId: row.mdtrt_id,
    fixmedinsName: row.fixmedins_name,
    day: row.day,
    time: maybe(row.time, (time) => time.slice(0, 19).replace('T', ' ')),
    code: row.code,
    name: row.name,
    cnt: maybe(row.cnt, (cnt) => String(Number(cnt))),
    pric: maybe(row.pric, (pric) => String(Number(pric))),
    amt: maybe(row.amt, yuan),
    inscp: maybe(row.inscp, yuan),
    share: yuan(row.share),
    fund: yuan(row.fund),
  }
}

/** The documents behind the hits, each article once. */
export function ruleLegalOf(evidence: Evidence): FindingDetail['legal'] {
  const hits = rowsOf<StoredHit>(evidence, 'hits')
  const articles = new Map(
    hits.map(({ document, article, basis }) => [`${document}|${article ?? ''}|${basis}`, { document, article: article ?? '', text: basis }]), // prettier-ignore
  )
  return [...articles.values()]
}
