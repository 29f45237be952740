/** "分解住院模型" → "分解住院": the row names the suspicion, not the tool. */
export function withoutSuffix(modelName: string): string {
  return modelName.replace(/（[^）]*）$/, '').replace(/(监测|检测|识别|分析|计算|监管)?模型$/, '')
}

const TIERS: Readonly<Record<string, string>> = { 3: '三级', 2: '二级', 1: '一级', 0: '未定级', P: '药店' }
export const tierLabel = (tier: string): string => TIERS[tier] ?? tier
export const TIER_OPTIONS = ['3', '2', '1', '0', 'P'].map((value) => ({ value, label: tierLabel(value) }))
