import type { OfficialRow } from '../official-row.ts'
import { findSpan, proposal, type Reading, type ReadingOptions, type TextSpan } from '../proposal.ts'

/** 限定频次: the official content is the charging unit (日 or 小时): one of it at most. */
export function readFrequency(row: OfficialRow, options: ReadingOptions): Reading {
  const day = findSpan(row, 'constraint', /^(?:每)?[日天]$/)
  const hour = findSpan(row, 'constraint', /^(?:每)?小时$/)
  if (hour && options.hourlyItems === 'day') {
    const note = '按小时计价。医院常把一天的小时数记在一行，故按每日不超过 24；逐小时记账的，可改为每小时 1'
    return { proposals: [proposal('max', 24, { span: hour, confidence: 0.8, note }), proposal('per', 'day', { span: hour, confidence: 0.8, note })] } // prettier-ignore
  }
  const span = day ?? hour
  if (!span) return { proposals: [], reason: '限定内容未写明计价单位' }
  const note = hour ? '医院把一天的小时数记在一行的，会误判，请改为每日 24' : null
  return {
    proposals: [
      proposal('max', 1, { span, confidence: 0.9, note }),
      proposal('per', day ? 'day' : 'hour', { span, confidence: hour ? 0.85 : 0.95, note }),
    ],
  }
}

const UNIT_DAYS: Readonly<Record<string, number>> = { 天: 1, 日: 1, 周: 7, 月: 30, 个月: 30, 年: 365 }

/** 周期超频次: at least so many days between two, or one in a week, or what a value reflects. */
export function readCycle(row: OfficialRow): Reading {
  const span = findSpan(row, 'constraint', /间隔时间不短于\d+[天日]/)
  if (span) return rolling(Number(/\d+/.exec(span.text)![0]), { span, confidence: 0.97 })
  const weekly = findSpan(row, 'constraint', /每周最多支付一次/)
  if (weekly) return rolling(7, { span: weekly, confidence: 0.95 })
  const reflects = findSpan(row, 'constraint', /近(\d+)-(\d+)(周|个月|月|天)/)
  if (!reflects) return { proposals: [], reason: '限定内容未写明周期' }
  const [, from, , unit] = /近(\d+)-(\d+)(周|个月|月|天)/.exec(reflects.text)!
  const note = '结果反映期的下限作为最短间隔'
  return rolling(Number(from) * (UNIT_DAYS[unit!] ?? 1), { span: reflects, confidence: 0.65, note })
}

function rolling(days: number, rest: { span: TextSpan; confidence: number; note?: string }): Reading {
  return { proposals: [proposal('window_days', days, rest), proposal('max', 1, rest)] }
}

/** 限支付疗程. */
export function readCourse(row: OfficialRow): Reading {
  if (/连续时间跨度/.test(row.detectLogic))
    return { proposals: [], reason: '按首次用药起的连续时间跨度限定，疗程模板按用药天数计，口径不同' }
  const span = findSpan(row, 'constraint', /(单次)?(?:最多)?(?:支付|总时间)(?:最多|不超过)*\d+(?:天|日|个月|周)/)
  if (!span) {
    const year = /支付不超过一年/.test(row.constraint)
    return { proposals: [], reason: year ? '以年为限，疗程模板按用药天数计，口径不同' : '限定内容未写明疗程' }
  }
  const [, count, unit] = /(\d+)(天|日|个月|周)/.exec(span.text)!
  const days = proposal('max_days', Number(count) * (UNIT_DAYS[unit!] ?? 1), {
    span,
    confidence: unit === '天' ? 0.97 : 0.7,
  })
  const single = findSpan(row, 'constraint', /单次(?:最多)?支付/)
  if (!single || !/住院/.test(row.constraint)) return { proposals: [days] }
  return { proposals: [days, proposal('per_stay', true, { span: single, confidence: 0.85, note: '单次住院' })] }
}

/** 手术折价: the official content is the incision group; the ratio is local. */
export function readDiscount(row: OfficialRow, options: ReadingOptions): Reading {
  const span = findSpan(row, 'constraint', /^.+组$/)
  if (!span) return { proposals: [], reason: '限定内容未写明手术组' }
  const note = '第二项起的计价比例由当地价格文件规定，请确认'
  return { proposals: [proposal('group', span.text, { span, confidence: 0.97 }), proposal('ratio', options.surgeryRatio, { confidence: 0.5, note })] } // prettier-ignore
}

/** 重复收费 A×B: A contains B. The sheets keep the window in a column of their own that most copies have lost. */
export function readDuplicate(row: OfficialRow): Reading {
  if (row.codes.length !== 2) return { proposals: [], reason: `一对项目应有两个编码，实有 ${row.codes.length} 个` }
  const birth = findSpan(row, 'constraint', /产程|接生|助产/)
  if (birth) {
    const note = '分娩类项目的公布口径为 6 小时内'
    return { proposals: [proposal('per', 'hours', { span: birth, confidence: 0.6, note }), proposal('hours', 6, { span: birth, confidence: 0.6, note })] } // prettier-ignore
  }
  const note = '文本未载时间区间，按同日（较窄的口径）；公布明细为单次就诊的请改为 encounter'
  return {
    proposals: [proposal('per', 'day', { span: findSpan(row, 'detectLogic', /同时收费/), confidence: 0.6, note })],
  }
}
