import type { FindingDetail } from '@yijian/contract'
import { type FindingDetailTable } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import { type ModelColumn, RULE_SCORE } from '@yijian/warehouse'
import type { z } from 'zod'
import type { Access } from '../../../platform/access/scope.ts'
import type { FindingRecord, FindingVisitRecord } from '../schema.ts'
import { evidenceOf, findFinding, type Evidence } from '../store/findings.ts'
import { legalOf, toField, toParameter, type CatalogueModel } from './catalogue.ts'
import type { SupervisionContext } from './context.ts'
import { exclusionLabel } from './exclusions.ts'
import { toRow } from './finding-row.ts'
import { isRuleModel, RULE_CONTEST, ruleFindingOf, ruleLegalOf } from './rule-finding.ts'
import { createMasker, numbersOf, type Masker } from './masks.ts'
import { selfFoundMarks } from './self-found.ts'

const MAX_VISITS = 200
const CONTEST =
  '疑点由模型筛查产生，未经核实不作为违规结论。有关机构对疑点有异议的，可在核查阶段提交病历、医嘱、执行记录、收费凭证等材料说明情况，经复核属实的予以排除。'

/** A finding outside the caller's scope does not exist for the caller. */
export async function getFindingRecord(
  context: SupervisionContext,
  access: Access,
  findingId: string,
): Promise<FindingRecord> {
  const finding = await findFinding(context.db, access, findingId)
  if (!finding) throw new AppError('missing', 'finding.missing', '疑点不存在，或不在您的数据范围内')
  return finding
}

export async function getFindingDetail(
  context: SupervisionContext,
  access: Access,
  findingId: string,
): Promise<FindingDetail> {
  const finding = await getFindingRecord(context, access, findingId)
  return describeFinding(context, access, finding)
}

export async function describeFinding(
  context: SupervisionContext,
  access: Access,
  finding: FindingRecord,
): Promise<FindingDetail> {
  const { finding_id, member_ids } = finding
  const [evidence, marks] = await Promise.all([
    evidenceOf(context.db, finding, MAX_VISITS),
    selfFoundMarks(context, access, isRuleModel(finding.model_id) ? [{ finding_id, jr_ids: member_ids }] : []),
  ])
  const masker = createMasker([...numbersOf(finding), ...evidence.visits.map((visit) => visit.psn_no)])
  const model = context.catalogue.find(finding.model_id)
  return {
    ...toRow(context, { ...finding, selfFound: marks.get(finding_id) ?? null }, masker),
    rule: isRuleModel(finding.model_id) ? ruleFindingOf(finding, evidence, masker) : null,
    current: finding.current,
    amtMethod: finding.amt_method,
    against: masker.text(finding.against ?? ''),
    facts: isRuleModel(finding.model_id) ? [] : factsOf(finding, model, masker),
    peer: peerOf(finding, model),
    visits: evidence.visits.map((visit) => toVisit(visit, masker)),
    visitsTotal: evidence.visitsTotal,
    details: detailsOf(evidence, model, masker),
    parameters: (model?.parameters ?? []).map((parameter) => toParameter(parameter, finding.parameters[parameter.id])),
    exclusionsPassed: finding.passed.map((id) => ({ id, label: exclusionLabel(id) })),
    missingShare: finding.missing_share,
    legal: model ? legalOf(model.definition) : ruleLegalOf(evidence),
    contest: isRuleModel(finding.model_id) ? RULE_CONTEST : CONTEST,
    scoreFormula: isRuleModel(finding.model_id) ? RULE_SCORE : (model?.definition.score ?? ''),
    amountFormula: isRuleModel(finding.model_id) ? (finding.amt_method ?? '') : (model?.definition.amount ?? ''),
    snapshot: finding.snapshot,
    asOf: finding.as_of,
    relatedPsnNos: finding.related_psn_nos.map((number) => masker.number(number)),
    memberIds: finding.member_ids.slice(0, MAX_VISITS).map((id) => masker.text(id)),
    tags: finding.tags,
    labels: evidence.labels.map(({ at, by_name, status, note }) => ({
      at: at.toISOString(),
      by: by_name,
      status,
      note,
    })),
  }
}

type Scalar = string | number | boolean | null

function toScalar(value: unknown): Scalar {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return Array.isArray(value) ? value.map(String).join('、') : JSON.stringify(value)
}

/** The model's own quantities, named by its declaration; undeclared ones under their own name. */
function factsOf(finding: FindingRecord, model: CatalogueModel | undefined, masker: Masker): FindingDetail['facts'] {
  const returns = model?.definition.returns ?? []
  const declared = returns.map(toField)
  const known = new Set(declared.map(({ name }) => name))
  const worded = new Map(returns.map((column) => [column.name, column]))
  const others = Object.keys(finding.facts).filter((name) => !known.has(name))
  const undeclared = others.map((name) => ({ name, label: name, unit: null, format: 'text' as const }))
  return [...declared, ...undeclared].map((field) => ({
    ...field,
    value: masker.cell(inWords(model, worded.get(field.name), toScalar(finding.facts[field.name]))),
  }))
}

/** A code as its dictionary's label. */
function inWords(model: CatalogueModel | undefined, column: ModelColumn | undefined, value: Scalar): Scalar {
  return model && column && typeof value === 'string' ? model.wordOf(column, value) : value
}

function peerOf(finding: FindingRecord, model: CatalogueModel | undefined): FindingDetail['peer'] {
  if (!finding.peer) return null
  const { label, n, value, median, quantiles } = finding.peer
  return { label, n, value, median, quantiles: [...quantiles], unit: model?.definition.peer_unit ?? '' }
}

function toVisit(visit: FindingVisitRecord, masker: Masker): FindingDetail['visits'][number] {
  return {
    mdtrtId: visit.mdtrt_id,
    setlIds: visit.setl_ids,
    kind: visit.kind,
    psnNo: masker.number(visit.psn_no),
    fixmedinsCode: visit.fixmedins_code,
    fixmedinsName: visit.fixmedins_name,
    tier: visit.tier,
    begin: visit.begin_at,
    end: visit.end_at,
    los: visit.los,
    mainCode: visit.main_code,
    mainName: visit.main_name,
    dept: visit.dept,
    cost: visit.cost,
    fund: visit.fund,
    marks: visit.marks,
  }
}

type DetailTable = z.output<typeof FindingDetailTable>

/** Columns of evidence tables that hold a person's number, whoever the person is: `psn_no`, `earlier_psn_no`, `psn_no_b`. */
const PERSON_COLUMN = /(^|_)psn_no(_|$)/

function detailsOf({ details }: Evidence, model: CatalogueModel | undefined, masker: Masker): DetailTable[] {
  return (model?.definition.details ?? []).flatMap((declared): DetailTable[] => {
    const stored = details.find(({ name }) => name === declared.table)
    if (!stored) return []
    const columns = declared.columns.map(toField)
    const cellsOf = (row: Record<string, unknown>) =>
      declared.columns.map((column) => {
        const { name } = column
        const value = inWords(model, column, toScalar(row[name]))
        return PERSON_COLUMN.test(name) && typeof value === 'string' ? masker.number(value) : masker.cell(value)
      })
    return [
      {
        name: declared.table,
        label: declared.label,
        kind: declared.kind,
        columns,
        rows: stored.rows.map(cellsOf),
        truncated: stored.truncated,
      },
    ]
  })
}
