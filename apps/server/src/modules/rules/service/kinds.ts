import type { RuleKindDetail, RuleKindRow } from '@yijian/contract'
import { FACTS, RULE_KINDS, SHAPES, TEMPLATES, type RuleKind } from '@yijian/rules'
import type { Access } from '../../../platform/access/scope.ts'
import { ratesByKind, type Rates } from '../store/monitor.ts'
import { activations } from '../store/releases.ts'
import type { RulesContext } from './context.ts'
import { diffPoints } from './diff.ts'
import { getKind, inForce, type InForce } from './library.ts'
import { listReleases, loadRelease } from './releases.ts'
import { parametersOf } from './parameters.ts'
import { amountOf, logicOf } from './words.ts'

const DAYS_30 = 30 * 86_400_000

export async function listKinds(context: RulesContext, access: Access): Promise<{ rows: RuleKindRow[] }> {
  const since = new Date(context.platform.clock.now().getTime() - DAYS_30)
  const rates = new Map((await ratesByKind(context.db, access, { since })).map((row) => [row.kind, row]))
  const force = inForce(context.active.current())
  const points = Map.groupBy(context.active.current()?.release.points ?? [], ({ kind }) => kind)
  const underWay = Map.groupBy(
    context.library.all().filter(({ status }) => status === 'draft' || status === 'review' || status === 'trial'),
    ({ point }) => point.kind,
  )
  return {
    rows: RULE_KINDS.map((kind) => {
      const own = (points.get(kind.id) ?? []).map(({ kpId }) => kpId)
      return toRow(kind, { own, force, underWay: underWay.get(kind.id)?.length ?? 0, rates: rates.get(kind.id) })
    }),
  }
}

interface RowParts {
  readonly own: readonly string[]
  readonly force: InForce
  readonly underWay: number
  readonly rates: Rates | undefined
}

function toRow(kind: RuleKind, { own, force, underWay, rates }: RowParts): RuleKindRow {
  return {
    kindId: kind.id,
    gz: kind.gz,
    slug: kind.slug,
    name: kind.name,
    cat1: kind.cat1,
    cat2: kind.cat2,
    severity: kind.severity,
    stages: [...kind.stages],
    template: kind.template,
    templateName: TEMPLATES[kind.template],
    national: Number(kind.id.slice(1)) <= NATIONAL_KINDS,
    points: own.length,
    underWay,
    failed: own.filter((id) => force.failed.has(id)).length,
    hits: rates?.shown ?? 0,
    overrides: rates?.overrides ?? 0,
  }
}

/** R1…R88 are the national book's, the others ours. */
const NATIONAL_KINDS = 88

export async function getKindDetail(context: RulesContext, access: Access, kindId: string): Promise<RuleKindDetail> {
  const kind = getKind(kindId)
  const { rows } = await listKinds(context, access)
  const row = rows.find((one) => one.kindId === kind.id) as RuleKindRow
  const since = new Date(context.platform.clock.now().getTime() - DAYS_30)
  const rates = (await ratesByKind(context.db, access, { since })).find((one) => one.kind === kind.id)
  return {
    ...row,
    message: kind.message,
    logic: logicOf(kind),
    amount: amountOf(kind),
    parameters: parametersOf(kind),
    partners: SHAPES[kind.shape].partners,
    sources: [...SHAPES[kind.shape].sources],
    facts: Object.keys(FACTS),
    hintInB: kind.hintInB,
    versions: await versionsOf(context, kind),
    compliance: rates && rates.answered > 0 ? (rates.answered - rates.overrides) / rates.answered : null,
  }
}

const LATEST = 20

/** Releases in which the points of the rule changed, newest first. */
async function versionsOf(context: RulesContext, kind: RuleKind): Promise<RuleKindDetail['versions']> {
  const { rows } = await listReleases(context)
  const used = new Set((await activations(context.db)).map(({ release_id }) => release_id))
  const heads = rows.filter(({ releaseId }) => used.has(releaseId)).slice(0, LATEST).reverse() // prettier-ignore
  const versions: RuleKindDetail['versions'] = []
  let before: Awaited<ReturnType<typeof loadRelease>>['points'] = []
  for (const { releaseId, madeAt } of heads) {
    const points = (await loadRelease(context, releaseId)).points.filter((point) => point.kind === kind.id)
    const { added, removed, changed } = diffPoints(before, points)
    if (added.length + removed.length + changed.length > 0)
      versions.push({ releaseId, at: madeAt, points: points.length, added: added.length, removed: removed.length, changed: changed.length }) // prettier-ignore
    before = points
  }
  return versions.reverse()
}
