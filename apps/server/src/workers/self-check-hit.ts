import { formatYuan } from '@yijian/kernel'
import type { KnowledgePoint } from '@yijian/rules'
import type { ExplainedHit } from '@yijian/warehouse'
import type { ScannedHit, ScannedLine } from '../modules/self-check/public.ts'

export interface HitWords {
  readonly points: ReadonlyMap<string, KnowledgePoint>
  /** Names of departments, and department codes of visits whose hits have none. */
  readonly names: ReadonlyMap<string, string>
  readonly visits: ReadonlyMap<string, string>
}

const NO_DEPARTMENT = '未填写科室'

/** A hit of the scan as the self-check keeps and shows it. */
export function toScannedHit(hit: ExplainedHit, { points, names, visits }: HitWords): ScannedHit {
  const mdtrtId = hit.mdtrtId || (hit.violating[0]?.mdtrtId ?? '')
  const dept = hit.dept || visits.get(mdtrtId)
  return {
    jrId: hit.jrId,
    kind: hit.kind,
    kindName: hit.ruleName,
    kpId: hit.kpId,
    pointName: points.get(hit.kpId)?.name ?? hit.kpId,
    severity: hit.severity,
    psnNo: hit.psnNo,
    mdtrtId,
    day: hit.day,
    dept: dept === undefined ? NO_DEPARTMENT : (names.get(dept) ?? dept),
    amount: formatYuan(hit.amount),
    message: hit.message,
    basis: hit.basis,
    lawful: lawfulOf(hit.facts),
    facts: hit.facts.filter(({ label }) => !SAID_ELSEWHERE.has(label)),
    lines: linesOf(hit),
  }
}

/** Fee lines with their own amounts; a visit, diagnosis or operation in question has a name instead of an item code. */
function linesOf(hit: ExplainedHit): ScannedLine[] {
  const shares = new Map(hit.violating.map(({ sn, amount }) => [sn, amount]))
  const visits = new Map([...hit.involved, ...hit.violating].map(({ sn, mdtrtId }) => [sn, mdtrtId]))
  return hit.lines.map(({ role, sn, code, name, day, cnt, amountFen }) => {
    const [source = '', rest = ''] = code.split(':')
    const label = NOT_ITEMS[source]
    return {
      role,
      sn,
      mdtrtId: visits.get(sn) ?? hit.mdtrtId,
      code: code === '' || label !== undefined ? null : code,
      name: label === undefined ? name : source === 'visit' ? label : `${label} ${rest}`,
      day,
      cnt: cnt === '' ? null : cnt,
      lineAmount: formatYuan(BigInt(amountFen)),
      amount: formatYuan(role === 'violating' ? (shares.get(sn) ?? 0n) : 0n),
    }
  })
}

const NOT_ITEMS: Readonly<Record<string, string>> = { visit: '整次就诊', dx: '诊断', op: '手术操作' }
const SAID_ELSEWHERE = new Set(['名称', '对方', '列表', '要求'])

/** 符合规定的情形: the requirement, or the limit, that the rule's own values say; as the reminder to doctors words it. */
function lawfulOf(facts: ExplainedHit['facts']): string | null {
  const find = (label: string) => facts.find((fact) => fact.label === label)?.value
  const required = find('要求')
  if (required !== undefined) return required
  const yuan = find('上限元')
  if (yuan !== undefined) return `不超过 ${yuan} 元`
  const limit = find('上限')
  if (limit === undefined) return null
  const unit = find('单位')
  return `${unit === undefined ? '' : `每${unit}`}不超过 ${limit}`
}
