import type { InstitutionReport, InstitutionRow } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import type { z } from 'zod'
import type { Access } from '../../../platform/access/scope.ts'
import {
  institutionByModel,
  institutionByMonth,
  listInstitutionFigures,
  type InstitutionCriteria,
  type InstitutionFigures,
} from '../store/reports.ts'
import type { SupervisionContext } from './context.ts'

const LEVEL_LABELS: Readonly<Record<string, string>> = {
  '01': '三级特等',
  '02': '三级甲等',
  '03': '三级乙等',
  '04': '三级丙等',
  '05': '二级甲等',
  '06': '二级乙等',
  '07': '二级丙等',
  '08': '一级甲等',
  '09': '一级乙等',
  '10': '一级丙等',
  '11': '无等级',
}
const TIER_LABELS: Readonly<Record<string, string>> = { 3: '三级', 2: '二级', 1: '一级', 0: '未定级', P: '零售药店' }
const SCORE_EXPLAIN =
  '疑似违规分值 S = 100 × (1 − Π(1 − 最高分/100 × ρ))：每个命中模型取最高分的疑点，ρ 为该模型经核实的准确率（按已核实结论校准，未核实时取 0.5）；各条规则彼此相关，合并作为一项计入。分值只用于排序，不是违规结论。'

export function tierLabel(hospLv: string | null, tier: string | null): string {
  return LEVEL_LABELS[hospLv ?? ''] ?? TIER_LABELS[tier ?? ''] ?? hospLv ?? '未知'
}

export function toInstitutionRow(
  context: SupervisionContext,
  figures: InstitutionFigures,
): z.output<typeof InstitutionRow> {
  return {
    fixmedinsCode: figures.fixmedins_code,
    fixmedinsName: figures.fixmedins_name,
    hospLv: figures.hosp_lv,
    hospLvLabel: tierLabel(figures.hosp_lv, figures.tier),
    tier: figures.tier,
    admdvs: figures.admdvs,
    admdvsName: figures.admdvs === null ? null : context.platform.regions.nameOf(figures.admdvs),
    models: figures.models,
    visits: figures.visits,
    findings: figures.findings,
    score: figures.score,
    amtFund: figures.amt,
  }
}

export async function listInstitutions(
  context: SupervisionContext,
  access: Access,
  query: InstitutionCriteria & { page: number; size: number },
) {
  const all = await listInstitutionFigures(context.db, access, query)
  const from = (query.page - 1) * query.size
  return { rows: all.slice(from, from + query.size).map((row) => toInstitutionRow(context, row)), total: all.length }
}

export async function getInstitution(
  context: SupervisionContext,
  access: Access,
  code: string,
): Promise<z.output<typeof InstitutionReport>> {
  const [figures] = await listInstitutionFigures(context.db, access, { code, sort: 'score', order: 'desc' })
  if (!figures) throw new AppError('missing', 'institution.missing', '没有这家机构的疑点，或机构不在您的数据范围内')
  const [models, months] = await Promise.all([
    institutionByModel(context.db, access, code),
    institutionByMonth(context.db, access, code),
  ])
  return {
    ...toInstitutionRow(context, figures),
    byModel: models.map(({ model_id, findings, visits, best, amt }) => ({
      modelId: model_id,
      modelName: context.catalogue.nameOf(model_id),
      findings,
      visits,
      bestScore: best,
      amtFund: amt,
    })),
    byMonth: months.map(({ month, findings, amt }) => ({ month, findings, amtFund: amt })),
    scoreExplain: SCORE_EXPLAIN,
  }
}
