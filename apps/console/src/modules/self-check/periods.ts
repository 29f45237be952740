import { addDays, parseDay } from '@yijian/kernel'

export interface PeriodPreset {
  readonly key: string
  readonly label: string
  readonly from: string
  readonly to: string
}

/** Periods people ask for, counted back from the last settled day; only those that begin within the data. */
export function periodsOf({ from, to }: { from: string; to: string }): PeriodPreset[] {
  const month = to.slice(0, 7)
  const quarterMonth = String(Math.floor((Number(to.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')
  const yearAgo = addDays(parseDay(`${Number(to.slice(0, 4)) - 1}${to.slice(4).replace('-02-29', '-02-28')}`), 1)
  const presets = [
    { key: 'year', label: '最近 12 个月', from: yearAgo, to },
    { key: 'quarter', label: '最近一季度', from: `${to.slice(0, 4)}-${quarterMonth}-01`, to },
    { key: 'month', label: '最近一个月', from: `${month}-01`, to },
  ]
  const within = presets.filter((preset) => preset.from >= from)
  return [...within, { key: 'all', label: '全部数据', from, to }]
}
