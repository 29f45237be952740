import type { SearchHit } from '@yijian/contract'
import type { z } from 'zod'
import { can, type Principal } from '../../../platform/access/principal.ts'
import { maskNumber } from '../../../platform/masking.ts'
import { countOfPerson, countOfVisit, searchFinding, searchInstitutions } from '../store/search.ts'
import type { SupervisionContext } from './context.ts'
import { tierLabel } from './institutions.ts'
import type { Caller } from './labels.ts'

type Hit = z.output<typeof SearchHit>

/** What is in the data; pages are the console's own to find. */
export async function search(
  context: SupervisionContext,
  { principal, access }: Caller,
  text: string,
): Promise<{ hits: Hit[] }> {
  const q = text.trim()
  if (q === '') return { hits: [] }
  const models = modelHits(context, principal, q)
  if (!can(principal, 'findings.read')) return { hits: models }
  const { db } = context
  const [institutions, person, visit, finding] = await Promise.all([
    searchInstitutions(db, access, q),
    countOfPerson(db, access, q),
    countOfVisit(db, access, q),
    searchFinding(db, access, q),
  ])
  const to = `/findings?q=${encodeURIComponent(q)}`
  const hits: Hit[] = institutions.map((row) => ({
    kind: 'institution',
    id: row.fixmedins_code,
    title: row.fixmedins_name,
    subtitle: `${row.fixmedins_code} · ${tierLabel(row.hosp_lv, row.tier)}`,
    to: `/institutions/${encodeURIComponent(row.fixmedins_code)}`,
  }))
  if (person.n > 0)
    hits.push({ kind: 'person', id: q, title: `参保人 ${maskNumber(q)}`, subtitle: `涉及 ${person.n} 条疑点`, to })
  if (visit.n > 0) hits.push({ kind: 'visit', id: q, title: `就诊/结算 ${q}`, subtitle: `涉及 ${visit.n} 条疑点`, to })
  if (finding) {
    const title = context.catalogue.nameOf(finding.model_id)
    const subtitle = `${finding.level}风险 · 涉及基金 ${finding.amt_fund} 元`
    hits.push({ kind: 'finding', id: finding.finding_id, title, subtitle, to: `/findings/${finding.finding_id}` })
  }
  return { hits: [...hits, ...models] }
}

function modelHits(context: SupervisionContext, principal: Principal, q: string): Hit[] {
  if (!can(principal, 'models.read')) return []
  return context.catalogue
    .all()
    .filter(({ definition }) => definition.name.includes(q) || definition.code.toLowerCase() === q.toLowerCase())
    .slice(0, 5)
    .map(({ definition }) => ({
      kind: 'model',
      id: definition.id,
      title: definition.name,
      subtitle: `模型 ${definition.code}`,
      to: `/models/${definition.id}`,
    }))
}
