import { SOURCE_LABELS, STATUS_LABELS } from '@yijian/contract'
import { LEVELS } from '@yijian/kernel'
import type { Access } from '../../../platform/access/scope.ts'
import type { FindingStatus } from '../schema.ts'
import { countBy, pageOfFindings, totalsOfFindings, type FindingListQuery } from '../store/findings.ts'
import type { FindingCriteria } from '../store/visible.ts'
import type { SupervisionContext } from './context.ts'
import { toRow } from './finding-row.ts'
import { selfFoundMarks } from './self-found.ts'

export async function listFindings(
  context: SupervisionContext,
  access: Access,
  query: FindingListQuery & { page: number; size: number },
) {
  const [records, totals] = await Promise.all([
    pageOfFindings(context.db, access, query),
    totalsOfFindings(context.db, access, query),
  ])
  const { total, amtTotal, amtFund } = totals
  const marks = await selfFoundMarks(context, access, records)
  const rows = records.map((record) => toRow(context, { ...record, selfFound: marks.get(record.finding_id) ?? null }))
  return { rows, total, totals: { amtTotal, amtFund } }
}

export async function findingFacets(context: SupervisionContext, access: Access, criteria: FindingCriteria) {
  const count = (facet: 'model' | 'source' | 'level' | 'admdvs' | 'status') =>
    countBy(context.db, access, { criteria, facet })
  const [models, sources, levels, regions, statuses] = await Promise.all([
    count('model'),
    count('source'),
    count('level'),
    count('admdvs'),
    count('status'),
  ])
  const named = (rows: readonly { value: string | null; n: number }[], nameOf: (value: string) => string) =>
    rows.flatMap(({ value, n }) => (value === null ? [] : [{ value, label: nameOf(value), n }]))
  const byLevel = named(levels, (level) => level)
  byLevel.sort((a, b) => rankOf(a.value) - rankOf(b.value))
  return {
    models: named(models, context.catalogue.nameOf),
    sources: named(sources, (source) => SOURCE_LABELS[source as keyof typeof SOURCE_LABELS]),
    levels: byLevel,
    regions: named(regions, context.platform.regions.nameOf),
    statuses: named(statuses, (status) => STATUS_LABELS[status as FindingStatus]),
  }
}

function rankOf(level: string): number {
  return (LEVELS as readonly string[]).indexOf(level)
}
