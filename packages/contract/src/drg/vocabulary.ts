import { z } from 'zod'

export const DRG_FUNDS = { employee: '职工', resident: '居民' } as const
export const DrgFund = z.enum(['employee', 'resident'])
export const MonthText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
export const HospitalCode = z.string().max(40)

/** A case's way in the month and to the money, and whether it stands. */
export const MONTH_STATE_LABELS = {
  open: '试算中',
  frozen: '病例已固化',
  grouped: '已分组',
  priced: '待下发结算单',
  stated: '结算单已下发',
  requested: '医院已申请对账',
  accepted: '对账已确认',
  closed: '已拨付关账',
} as const
export const MonthState = z.enum(['open', 'frozen', 'grouped', 'priced', 'stated', 'requested', 'accepted', 'closed'])

export const REVIEW_STATE_LABELS = {
  applied: '待初审',
  screened: '初审通过，待组专家组',
  rejected: '初审不通过',
  assigned: '专家评议中',
  voted: '专家意见已齐，待决定',
  decided: '已决定，待公示',
  published: '已公示',
  withdrawn: '医院已撤回',
} as const
export const ReviewState = z.enum(['applied', 'screened', 'rejected', 'assigned', 'voted', 'decided', 'published', 'withdrawn']) // prettier-ignore

export const REVIEW_REASON_LABELS = {
  'long-stay': '住院时间长',
  'high-cost': '医疗费用高',
  'new-technology': '使用新药耗新技术',
  complex: '复杂危重症或多学科联合诊疗',
  icu: '重症监护时间长',
  ungrouped: '未入组',
  'emergency-to-inpatient': '急诊转住院',
} as const
export const ReviewReason = z.enum(['long-stay', 'high-cost', 'new-technology', 'complex', 'icu', 'ungrouped', 'emergency-to-inpatient']) // prettier-ignore

export const QUALITY_KIND_LABELS = {
  completeness: '完整性',
  timeliness: '及时性',
  conformity: '规范性',
  plausibility: '合理性',
} as const
export const QualityKind = z.enum(['completeness', 'timeliness', 'conformity', 'plausibility'])

export const GROUPING_STATUSES = ['分组成功', '歧义病组', '无法入组', '拒收'] as const

const Weight = z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, '权重最多四位小数')
const Share = z.string().regex(/^(0(\.\d{1,4})?|1(\.0{1,4})?)$/, '比例应在 0 与 1 之间，最多四位小数')
/** What is proposed or decided of a special case. */
export const SpecialEffect = z.discriminatedUnion('effect', [
  z.object({ effect: z.literal('standard') }),
  z.object({ effect: z.literal('weight'), weight: Weight }),
  z.object({ effect: z.literal('actual'), share: Share }),
])
export type SpecialEffect = z.infer<typeof SpecialEffect>
