import { AppError, formatYuan } from '@yijian/kernel'
import { FUNDS } from './payment-case.ts'
import { nextState, type Side, type Transitions } from './transitions.ts'
import type { YearEndReport } from './year-end.ts'

/** 决算确认 of one hospital's year. */
export const YEAR_STATES = {
  draft: '决算草案',
  published: '已下发',
  objected: '医院有异议',
  signed: '医院已确认',
  final: '已决算',
} as const
export type YearState = keyof typeof YEAR_STATES
export type YearStep = 'publish' | 'sign' | 'object' | 'reject' | 'rework' | 'finalise'

export const YEAR_STEPS: Transitions<YearState, YearStep> = {
  draft: { publish: { to: 'published', side: 'agency' } },
  published: { sign: { to: 'signed', side: 'hospital' }, object: { to: 'objected', side: 'hospital' } },
  objected: { reject: { to: 'published', side: 'agency' }, rework: { to: 'draft', side: 'agency' } },
  signed: { finalise: { to: 'final', side: 'agency' } },
  final: {},
}

export interface YearEvent {
  readonly hospital: string
  readonly step: YearStep
  readonly side: Side
  readonly at: string
  readonly by: string
  readonly note: string
  /** Hash of the report that is published, signed, objected to … */
  readonly reportHash: string
}

/** States of all hospitals after the events. A signature holds for the report it was given on: on another one it is refused. */
export function yearStates(events: readonly YearEvent[]): Map<string, YearState> {
  const states = new Map<string, YearState>()
  const published = new Map<string, string>()
  for (const event of events) {
    const state = nextState(YEAR_STEPS, states.get(event.hospital) ?? 'draft', event)
    if (event.step === 'publish') published.set(event.hospital, event.reportHash)
    else if (published.get(event.hospital) !== event.reportHash)
      throw new AppError('conflict', 'year-end.version', '决算版本不一致，请重新确认', { hospital: event.hospital })
    states.set(event.hospital, state)
  }
  return states
}

/** The report is final when every hospital in it is. */
export function isYearFinal(report: YearEndReport, events: readonly YearEvent[]): boolean {
  const states = yearStates(events)
  return report.hospitals.every(({ hospital }) => states.get(hospital) === 'final')
}

/** The report as text lines, amounts in yuan. */
export function printYearEnd(report: YearEndReport): string {
  const columns = ['payable', 'actual', 'banded', 'settled', 'deductions', 'additions', 'performanceDeduction', 'final', 'paid', 'balance'] as const // prettier-ignore
  const lines = report.hospitals.map((one) => [one.hospital, one.cases, ...columns.map((column) => formatYuan(one[column]))].join('\t')) // prettier-ignore
  return [
    `${report.year} 年度${FUNDS[report.fund]}基本医疗保险住院 DRG 付费年终决算`,
    `年度本地住院预算 ${formatYuan(report.budget)} 元，决算 ${formatYuan(report.total.settled)} 元，基金结余 ${formatYuan(report.fundSurplus)} 元`,
    '医疗机构\t病例数\t病组应付\t记账统筹\t结余超支后\t预算内\t扣减\t补付\t绩效扣减\t决算金额\t已拨付\t应补（退）',
    ...lines,
    ['合计', report.cases, ...columns.map((column) => formatYuan(report.total[column]))].join('\t'),
  ].join('\n')
}
