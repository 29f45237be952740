import { AppError } from '@yijian/kernel'

/** A row of `truth.csv`: what a labelled city says about one subject of one model. */
export interface TruthRow {
  readonly modelId: string
  readonly label: 'fraud' | 'decoy'
  readonly subjectType: string
  readonly subjectId: string
  readonly memberIds: readonly string[]
}

/** What evaluation needs of a finding. */
export interface EvaluatedFinding {
  readonly modelId: string
  readonly subjectType: string
  readonly subjectId: string
  readonly memberIds: readonly string[]
  readonly level: string
  readonly excludedBy: string | null
}

export interface ModelEvaluation {
  readonly modelId: string
  /** Planted frauds, and how many of them a finding matches. */
  readonly frauds: number
  readonly found: number
  /** Dispatched findings (not excluded, level 低 or above), and how many of them match a planted fraud. */
  readonly findings: number
  readonly correct: number
  readonly decoys: number
  readonly decoysHit: number
  /** null when there is nothing to divide by: no planted fraud, no finding, no decoy. */
  readonly recall: number | null
  readonly precision: number | null
  readonly decoyRate: number | null
  readonly missed: readonly string[]
  readonly wrong: readonly string[]
  readonly decoysHitIds: readonly string[]
}

/** Groups match when they share at least half of all members of both. */
const GROUP_OVERLAP = 0.5

/** Measures the findings of each model against the labels; models without any label are left out. */
export function evaluateFindings(
  findings: readonly EvaluatedFinding[],
  truth: readonly TruthRow[],
): readonly ModelEvaluation[] {
  const models = [...new Set(truth.map((row) => row.modelId))].sort()
  return models.map((modelId) =>
    evaluateModel(
      modelId,
      findings.filter(
        (finding) => finding.modelId === modelId && finding.excludedBy === null && finding.level !== '观察',
      ),
      truth.filter((row) => row.modelId === modelId),
    ),
  )
}

function evaluateModel(
  modelId: string,
  findings: readonly EvaluatedFinding[],
  truth: readonly TruthRow[],
): ModelEvaluation {
  const frauds = truth.filter((row) => row.label === 'fraud')
  const decoys = truth.filter((row) => row.label === 'decoy')
  const index = indexFindings(findings)
  const matched = (row: TruthRow) => candidates(index, row).filter((finding) => matches(finding, row))
  const missed = frauds.filter((row) => matched(row).length === 0)
  const correct = new Set(frauds.flatMap(matched))
  const hit = decoys.filter((row) => matched(row).length > 0)
  return {
    modelId,
    frauds: frauds.length,
    found: frauds.length - missed.length,
    findings: findings.length,
    correct: correct.size,
    decoys: decoys.length,
    decoysHit: hit.length,
    recall: ratio(frauds.length - missed.length, frauds.length),
    precision: ratio(correct.size, findings.length),
    decoyRate: ratio(hit.length, decoys.length),
    missed: missed.map((row) => row.subjectId),
    wrong: findings.filter((finding) => !correct.has(finding)).map((finding) => finding.subjectId),
    decoysHitIds: hit.map((row) => row.subjectId),
  }
}

type Index = ReadonlyMap<string, readonly EvaluatedFinding[]>

/** Findings by every id by which a label could meet them: the subject, its prefixes at `|`, its members. */
function indexFindings(findings: readonly EvaluatedFinding[]): Index {
  const index = new Map<string, EvaluatedFinding[]>()
  for (const finding of findings) {
    const parts = finding.subjectId.split('|')
    const prefixes = parts.map((_, i) => parts.slice(0, i + 1).join('|'))
    for (const key of new Set([...prefixes, ...finding.memberIds])) {
      const list = index.get(key)
      if (list) list.push(finding)
      else index.set(key, [finding])
    }
  }
  return index
}

function candidates(index: Index, row: TruthRow): EvaluatedFinding[] {
  return [...new Set([row.subjectId, ...row.memberIds].flatMap((key) => index.get(key) ?? []))]
}

/** Same subject; an institution's item, also when the label leaves out the disease; a pair inside a labelled chain; groups that overlap. */
function matches(finding: EvaluatedFinding, row: TruthRow): boolean {
  if (finding.subjectId === row.subjectId || finding.subjectId.startsWith(`${row.subjectId}|`)) return true
  if (row.subjectType === 'group') return overlap(finding.memberIds, row.memberIds) >= GROUP_OVERLAP
  const members = new Set(row.memberIds)
  return finding.memberIds.length > 1 && finding.memberIds.every((id) => members.has(id))
}

/** Shared members ÷ all members of both. */
function overlap(a: readonly string[], b: readonly string[]): number {
  const left = new Set(a)
  const right = new Set(b)
  const shared = [...left].filter((id) => right.has(id)).length
  const all = left.size + right.size - shared
  return all === 0 ? 0 : shared / all
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

const TRUTH_COLUMNS = ['model_id', 'label', 'subject_type', 'subject_id', 'member_ids'] as const

/** Rows of a truth file as read (all text) → labels. Throws `invalid` with the line that is wrong. */
export function parseTruth(rows: readonly Readonly<Record<string, unknown>>[]): readonly TruthRow[] {
  return rows.map((row, index) => {
    const fail = (what: string): never => {
      throw new AppError('invalid', 'truth.invalid', `真值文件第 ${index + 2} 行：${what}`)
    }
    const missing = TRUTH_COLUMNS.find((column) => typeof row[column] !== 'string' && column !== 'member_ids')
    if (missing) fail(`缺少 ${missing}`)
    const label = row['label']
    if (label !== 'fraud' && label !== 'decoy') return fail(`label 应为 fraud 或 decoy：${String(label)}`)
    return {
      modelId: String(row['model_id']),
      label,
      subjectType: String(row['subject_type']),
      subjectId: String(row['subject_id']),
      memberIds: parseIds(row['member_ids']) ?? fail('member_ids 应为 JSON 数组'),
    }
  })
}

function parseIds(value: unknown): readonly string[] | undefined {
  if (value === null || value === undefined || value === '') return []
  if (typeof value !== 'string') return undefined
  try {
    const ids: unknown = JSON.parse(value)
    return Array.isArray(ids) ? ids.map(String) : undefined
  } catch {
    return undefined
  }
}
