import { createHash } from 'node:crypto'
import { formatRatio, type Ratio } from '@yijian/drg'
import { formatYuan } from '@yijian/kernel'
import type { DrgCaseLine } from '../../../workers/drg-task.ts'
import type { CaseInsert } from '../store/cases.ts'
import type { ListInsert, ProblemInsert } from '../store/lists.ts'

const codes = (value: unknown): string[] => (typeof value === 'string' && value !== '' ? value.split('|') : [])

/** A priced case as a row of the store. */
export function caseInsert(line: DrgCaseLine, admdvs: ReadonlyMap<string, string | null>): CaseInsert {
  const { facts, payment } = line
  const ratio = (name: string) => {
    const found = payment?.inputs[name]
    return typeof found === 'string' ? formatRatio(BigInt(found) as Ratio) : null
  }
  const standard = payment?.inputs['standard']
  return {
    case_id: line.caseId,
    month: line.month,
    fixmedins_code: line.hospital,
    admdvs: admdvs.get(line.hospital) ?? null,
    fund: line.fund,
    discharged: String(facts['dsc']),
    los: typeof facts['los'] === 'number' ? facts['los'] : null,
    dept: typeof facts['dept'] === 'string' ? facts['dept'] : '',
    main: codes(facts['dx'])[0] ?? '',
    oprn: codes(facts['op'])[0] ?? '',
    mdtrt_ids: codes(facts['mdtrt_ids']),
    setl_ids: codes(facts['setl_ids']),
    mdc: line.mdc,
    adrg: line.adrg,
    drg: line.drg,
    status: line.status,
    reason: line.reason,
    weight: ratio('weight'),
    rule: payment?.rule ?? null,
    standard: typeof standard === 'string' ? formatYuan(BigInt(standard)) : null,
    value: payment?.value ?? null,
    cost: line.cost,
    patient_pay: payment?.patientPay ?? null,
    other_funds: payment?.otherFunds ?? null,
    actual_fund: payment?.actualFund ?? null,
    payable: payment?.payable ?? null,
    gain: payment?.gain ?? null,
    pending: payment?.pending ?? false,
    refused: line.refused,
    inputs: JSON.stringify(payment?.inputs ?? {}),
    facts: JSON.stringify(facts),
    list_id: line.listId ?? (line.quality === null ? null : warehouseListId(line.caseId)),
  }
}

const warehouseListId = (caseId: string): string => `W-${caseId}`

/** The list that stands for a stay whose hospital has sent none. */
export function listInsert(
  line: DrgCaseLine,
  { admdvs, at }: { admdvs: string | null; at: Date },
): { list: ListInsert; problems: readonly ProblemInsert[] } | null {
  // prettier-ignore
  if (line.quality === null) return null
  const { list, checked } = line.quality
  const list_id = warehouseListId(line.caseId)
  const [info = {}] = list.nodes.setlinfo ?? []
  return {
    list: {
      list_id,
      month: line.month,
      fixmedins_code: line.hospital,
      admdvs,
      dept: info['dscg_caty'] ?? '',
      source: 'warehouse',
      form: list.form,
      case_id: line.caseId,
      mdtrt_id: info['mdtrt_id'] ?? '',
      setl_id: info['setl_id'] ?? '',
      discharged: String(line.facts['dsc']),
      main: codes(line.facts['dx'])[0] ?? '',
      version: 1,
      score: checked.score,
      errors: checked.errors,
      warnings: checked.warnings,
      cannot_tell: checked.cannotTell,
      judged: JSON.stringify(checked.judged),
      failed: JSON.stringify(checked.failed),
      deducted: JSON.stringify(checked.deducted),
      content: JSON.stringify(list),
      updated_at: at,
      updated_by_name: '数据仓库',
    },
    problems: checked.problems.map(({ ruleId, ...rest }) => ({ list_id, rule_id: ruleId, ...rest })),
  }
}

/** Over everything of an account's cases that enters the settlement. */
export function hashOf(rows: readonly CaseInsert[]): string {
  const hash = createHash('sha256')
  for (const row of rows.toSorted((a, b) => (a.case_id < b.case_id ? -1 : 1)))
    hash.update(`${[row.case_id, row.drg, row.weight, row.cost, row.payable, row.refused].join('|')}\n`)
  return hash.digest('hex').slice(0, 16)
}
