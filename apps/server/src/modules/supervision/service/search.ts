import type { Permission, SearchHit } from '@yijian/contract'
import type { z } from 'zod'
import { can, type Principal } from '../../../platform/access/principal.ts'
import { maskNumber } from '../../../platform/masking.ts'
import { countOfPerson, countOfVisit, searchFinding, searchInstitutions } from '../store/search.ts'
import type { SupervisionContext } from './context.ts'
import { tierLabel } from './institutions.ts'
import type { Caller } from './labels.ts'

type Hit = z.output<typeof SearchHit>

/** Pages of the console that can be found by name. */
const PAGES: readonly { to: string; title: string; words: string; permission: Permission }[] = [
  { to: '/', title: '首页总览', words: '首页 总览 home', permission: 'overview.read' },
  { to: '/findings', title: '疑点列表', words: '疑点 清单 findings', permission: 'findings.read' },
  { to: '/institutions', title: '机构分析报告', words: '机构 医院 报告', permission: 'findings.read' },
  { to: '/models', title: '模型中心', words: '模型 参数 models', permission: 'models.read' },
  { to: '/runs', title: '运行历史', words: '运行 历史 runs', permission: 'models.read' },
  { to: '/data', title: '数据管理', words: '数据 导入 批次 上传 data', permission: 'data.read' },
  { to: '/accounts', title: '账号管理', words: '账号 用户 accounts', permission: 'accounts.manage' },
  { to: '/audit', title: '审计日志', words: '审计 日志 audit', permission: 'audit.read' },
]

export async function search(
  context: SupervisionContext,
  { principal, access }: Caller,
  text: string,
): Promise<{ hits: Hit[] }> {
  const q = text.trim()
  if (q === '') return { hits: [] }
  const pages = searchPages(principal, q)
  if (!can(principal, 'findings.read')) return { hits: pages }
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
  return { hits: [...hits, ...modelHits(context, principal, q), ...pages] }
}

function searchPages(principal: Principal, q: string): Hit[] {
  return PAGES.filter(
    (page) => can(principal, page.permission) && (page.title.includes(q) || page.words.includes(q)),
  ).map(({ to, title }) => ({ kind: 'page', id: to, title, subtitle: '页面', to }))
}

function modelHits(context: SupervisionContext, principal: Principal, q: string): Hit[] {
  if (!can(principal, 'models.read')) return []
  return context.catalogue
    .all()
    .filter(({ definition }) => definition.name.includes(q) || definition.code.toLowerCase() === q.toLowerCase())
    .slice(0, 5)
    .map(({ definition }) => ({
      kind: 'page',
      id: definition.id,
      title: definition.name,
      subtitle: `模型 ${definition.code}`,
      to: `/models/${definition.id}`,
    }))
}
