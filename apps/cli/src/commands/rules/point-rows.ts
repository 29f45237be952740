import type { KnowledgePoint, ProposedPoint } from '@yijian/rules'

/** Columns of `points.csv`, as `readPointSheet` takes them in. */
export const POINT_COLUMNS = ['kp_id', 'kind', 'name', 'keys', 'partners', 'params', 'basis', 'document', 'article', 'origin', 'eff_begin', 'eff_end', 'supersedes'] as const // prettier-ignore

export function pointRow(point: KnowledgePoint): string[] {
  const { kpId, kind, name, keys, partners, params, basis, effBegin, effEnd, supersedes } = point
  const values = Object.entries(params).map(([param, value]) => `${param}=${value === true ? '1' : String(value)}`)
  return [kpId, kind, name, keys.join('|'), partners.join('|'), values.join(';'), basis.text, basis.document, basis.article ?? '', 'national', effBegin, effEnd ?? '', supersedes ?? ''] // prettier-ignore
}

/** What an expert looks at: the official text, what was read from it, and why a point cannot run. */
export const PROPOSAL_COLUMNS = ['kp_id', 'kind', 'name', 'keys', 'partners', 'proposed_params', 'proposed_partners', 'constraint', 'reason', 'source_file', 'source_row'] as const // prettier-ignore

export function proposalRow({
  kpId,
  kind,
  name,
  keys,
  partners,
  proposals,
  partnerProposals,
  source,
  reason,
}: ProposedPoint): string[] {
  // prettier-ignore
  const proposed = proposals.map(({ param, value }) => `${param}=${String(value)}`).join(';')
  const companions = partnerProposals.map(({ key }) => key).join('|')
  return [kpId, kind, name, keys.join('|'), partners.join('|'), proposed, companions, source.constraint, reason ?? '', source.sourceFile, source.sourceRow ?? String(source.row)] // prettier-ignore
}

export function csvLines(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\n')}\n`
}

function csvCell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
