import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { Page, Yuan } from '../platform/index.ts'

/** 机构分析报告 (X§1.5.1.16): names, code, level, models hit, visits, score. */
export const InstitutionRow = z.object({
  fixmedinsCode: z.string(),
  fixmedinsName: z.string(),
  hospLv: z.string().nullable(),
  hospLvLabel: z.string(),
  tier: z.string().nullable(),
  admdvs: z.string().nullable(),
  admdvsName: z.string().nullable(),
  /** 违规指标数量: distinct models hit. */
  models: z.number(),
  /** 违规就诊数量: distinct visits. */
  visits: z.number(),
  findings: z.number(),
  /** 违规分值: S = 100 × (1 − Π(1 − score/100·ρ)), models specification §2.9. */
  score: z.number(),
  amtFund: Yuan,
})
export const InstitutionReport = InstitutionRow.extend({
  byModel: z.array(
    z.object({
      modelId: z.string(),
      modelName: z.string(),
      findings: z.number(),
      visits: z.number(),
      bestScore: z.number(),
      amtFund: Yuan,
    }),
  ),
  byMonth: z.array(z.object({ month: z.string(), findings: z.number(), amtFund: Yuan })),
  scoreExplain: z.string(),
})

export const InstitutionFilter = z.object({
  admdvs: z.string().optional(),
  tier: z.string().optional(),
  q: z.string().max(64).optional(),
  sort: z.enum(['score', 'amtFund', 'visits', 'models', 'findings']).default('score'),
  order: z.enum(['asc', 'desc']).default('desc'),
})

export const institutionEndpoints = endpoints({
  listInstitutions: {
    method: 'GET',
    path: '/api/institutions',
    summary: '机构分析报告列表',
    permission: 'findings.read',
    query: InstitutionFilter.extend(Page.shape),
    response: z.object({ rows: z.array(InstitutionRow), total: z.number() }),
  },
  /** xlsx or CSV of what is filtered, with a header that says by whom, when and with what filter. */
  exportInstitutions: {
    method: 'GET',
    path: '/api/institutions/export',
    summary: '导出机构分析报告',
    permission: 'findings.export',
    query: InstitutionFilter.extend({ format: z.enum(['xlsx', 'csv']) }),
  },
  getInstitution: {
    method: 'GET',
    path: '/api/institutions/:fixmedinsCode',
    summary: '机构分析报告',
    permission: 'findings.read',
    params: z.object({ fixmedinsCode: z.string() }),
    response: InstitutionReport,
  },
})
