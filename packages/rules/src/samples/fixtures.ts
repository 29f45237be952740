import type { Day } from '@yijian/kernel'
import type { KnowledgePoint } from '../knowledge.ts'
import type { ClaimWords } from './claims.ts'
import { pointOf } from './point.ts'

/** One hit and one near miss of a template (rules specification §10.2): what must come out of both readings. */
export interface Fixture {
  readonly title: string
  readonly points: readonly KnowledgePoint[]
  readonly hit: ClaimWords
  /** Amount in yuan, severity, numbers of violating rows. */
  readonly expect: { readonly amount: string; readonly severity: 1 | 2 | 3; readonly violating: readonly string[]; readonly involved?: readonly string[] } // prettier-ignore
  readonly misses: readonly ClaimWords[]
}

const day = (text: string) => text as Day
const days = (count: number, from = '2025-03-01') =>
  Array.from({ length: count }, (_, i) => new Date(Date.parse(`${from}T00:00:00Z`) + i * 86_400_000).toISOString().slice(0, 10)) // prettier-ignore
const stays = (...spans: readonly (readonly [string, string])[]) =>
  spans.map(([adm, dsc]) => ({ adm: day(adm), dsc: day(dsc) }))
const surgery = (price: string, share = 1) => ({ price, amt: (Number(price) * share).toFixed(2), inscp: (Number(price) * share).toFixed(2) }) // prettier-ignore

export const FIXTURES: readonly Fixture[] = [
  {
    title: 'T1 就医方式',
    points: [pointOf({ kind: 'R13', keys: ['ZA安宫牛黄丸'], params: { modes: 'IPT|EMERG' } })],
    hit: {
      visits: [{ mode: 'OPT', medType: '11' }],
      lines: [{ code: 'ZA安宫牛黄丸', at: '2025-03-02', inscp: '120' }],
    },
    expect: { amount: '120.00', severity: 1, violating: ['L001'] },
    misses: [{ lines: [{ code: 'ZA安宫牛黄丸', at: '2025-03-02', inscp: '120' }] }],
  },
  {
    title: 'T2 适应症',
    points: [pointOf({ kind: 'R8', keys: ['XA10BJ*'], params: { dx_allow: 'E11' } })],
    hit: { visits: [{ dx: ['I10.x00'] }], lines: [{ code: 'XA10BJ01', at: '2025-03-02', inscp: '300' }] },
    expect: { amount: '300.00', severity: 2, violating: ['L001'] },
    misses: [
      { visits: [{ dx: ['I10.x00', 'E11.900'] }], lines: [{ code: 'XA10BJ01', at: '2025-03-02', inscp: '300' }] },
    ],
  },
  {
    title: 'T3 禁忌症',
    points: [pointOf({ kind: 'R71', keys: ['XC08CA02*'], params: { dx_deny: 'I21|I20.0|I50' } })],
    hit: { visits: [{ dx: ['I21.000'] }], lines: [{ code: 'XC08CA02A', at: '2025-03-02', inscp: '45' }] },
    expect: { amount: '45.00', severity: 2, violating: ['L001'] },
    misses: [{ visits: [{ dx: ['I10.x00'] }], lines: [{ code: 'XC08CA02A', at: '2025-03-02', inscp: '45' }] }],
  },
  {
    title: 'T4 每日频次',
    points: [pointOf({ kind: 'R27', keys: ['001109000010000'], params: { max: 1, per: 'day' } })],
    hit: { lines: [{ code: '001109000010000', at: '2025-03-02', inscp: '60' }, { code: '001109000010000', at: '2025-03-02 20:00:00', inscp: '60' }] }, // prettier-ignore
    expect: { amount: '60.00', severity: 1, violating: ['L002'], involved: ['L001'] },
    misses: [{ lines: [{ code: '001109000010000', at: '2025-03-02', inscp: '60' }] }],
  },
  {
    title: 'T4 周期频次',
    points: [pointOf({ kind: 'R31', keys: ['002503020030000'], params: { window_days: 60 } })],
    hit: { lines: [{ code: '002503020030000', at: '2025-03-01', inscp: '70' }, { code: '002503020030000', at: '2025-03-20', inscp: '70' }] }, // prettier-ignore
    expect: { amount: '70.00', severity: 1, violating: ['L002'], involved: ['L001'] },
    misses: [{ lines: [{ code: '002503020030000', at: '2025-03-01', inscp: '70' }, { code: '002503020030000', at: '2025-05-05', inscp: '70' }] }], // prettier-ignore
  },
  {
    title: 'T5 疗程',
    points: [pointOf({ kind: 'R10', keys: ['XB01AC*'], params: { max_days: 14 } })],
    hit: { lines: days(16).map((at) => ({ code: 'XB01AC奥扎格雷', at, inscp: '28' })) },
    expect: { amount: '56.00', severity: 1, violating: ['L015', 'L016'] },
    misses: [
      { lines: days(14).map((at) => ({ code: 'XB01AC奥扎格雷', at, inscp: '28' })) },
      { lines: [...days(10), ...days(10, '2025-04-15')].map((at) => ({ code: 'XB01AC奥扎格雷', at, inscp: '28' })) },
    ],
  },
  {
    title: 'T6 重复收费',
    points: [pointOf({ kind: 'R25', keys: ['急诊诊查费'], partners: ['急诊监护费'] })],
    hit: { lines: [{ code: '急诊监护费', at: '2025-03-02', inscp: '200' }, { code: '急诊诊查费', at: '2025-03-02 09:00:00', inscp: '20' }] }, // prettier-ignore
    expect: { amount: '20.00', severity: 1, violating: ['L002'], involved: ['L001'] },
    misses: [{ lines: [{ code: '急诊监护费', at: '2025-03-02', inscp: '200' }, { code: '急诊诊查费', at: '2025-03-03', inscp: '20' }] }], // prettier-ignore
  },
  {
    title: 'T7 耗材无对应项目',
    points: [pointOf({ kind: 'R84', keys: ['C02支架*'], partners: ['003205000*', 'op:36.0*'] })],
    hit: { lines: [{ code: 'C02支架01', at: '2025-03-02', inscp: '8000' }] },
    expect: { amount: '8000.00', severity: 2, violating: ['L001'] },
    misses: [
      { lines: [{ code: 'C02支架01', at: '2025-03-02', inscp: '8000' }, { code: '003205000010000', at: '2025-03-02', inscp: '3000' }] }, // prettier-ignore
      { visits: [{ ops: ['36.0600'] }], lines: [{ code: 'C02支架01', at: '2025-03-02', inscp: '8000' }] },
    ],
  },
  {
    title: 'T8 限价',
    points: [pointOf({ kind: 'R14', keys: ['0033'], params: { price_max: '20.00' } })],
    hit: { lines: [{ code: '0033', at: '2025-03-02', qty: 3, price: '25', amt: '75', inscp: '75' }] },
    expect: { amount: '15.00', severity: 1, violating: ['L001'] },
    misses: [{ lines: [{ code: '0033', at: '2025-03-02', qty: 3, price: '20', amt: '60', inscp: '60' }] }],
  },
  {
    title: 'T9 同一切口折价',
    points: ['0033A', '0033B', '0033C'].map((key) => pointOf({ kind: 'R15', kpId: `KP-${key}`, keys: [key], params: { group: '胃肠手术组', ratio: 0.5 } })), // prettier-ignore
    hit: { lines: [{ code: '0033A', at: '2025-03-02', ...surgery('2000') }, { code: '0033B', at: '2025-03-02', ...surgery('1500') }, { code: '0033C', at: '2025-03-02', ...surgery('1000') }] }, // prettier-ignore
    expect: { amount: '1250.00', severity: 1, violating: ['L002', 'L003'], involved: ['L001'] },
    misses: [{ lines: [{ code: '0033A', at: '2025-03-02', ...surgery('2000') }, { code: '0033B', at: '2025-03-02', ...surgery('1500', 0.5) }, { code: '0033C', at: '2025-03-02', ...surgery('1000', 0.5) }] }], // prettier-ignore
  },
  {
    title: 'T10 年度限额',
    points: [pointOf({ kind: 'R28', keys: ['0034*'], params: { cap: '1000', per: 'year' } })],
    hit: {
      lines: [
        { code: '0034A', at: '2025-03-02', inscp: '900' },
        { code: '0034B', at: '2025-03-05', inscp: '250' },
      ],
    },
    expect: { amount: '150.00', severity: 1, violating: ['L002'], involved: ['L001'] },
    misses: [
      {
        lines: [
          { code: '0034A', at: '2025-03-02', inscp: '900' },
          { code: '0034B', at: '2025-03-05', inscp: '100' },
        ],
      },
    ],
  },
  {
    title: 'T11 不予支付',
    points: [pointOf({ kind: 'R105', keys: ['0099美容'] })],
    hit: { lines: [{ code: '0099美容', at: '2025-03-02', inscp: '500' }] },
    expect: { amount: '500.00', severity: 1, violating: ['L001'] },
    misses: [{ lines: [{ code: '0099美容', at: '2025-03-02', amt: '500', inscp: '0' }] }],
  },
  {
    title: 'T12 单方',
    points: ['T000700200', 'T001700186'].map((key) => pointOf({ kind: 'R4', kpId: `KP-${key}`, keys: [key] })),
    hit: { lines: [{ code: 'T000700200', at: '2025-03-02', rx: 'R1', inscp: '50' }, { code: 'T001700186', at: '2025-03-02', rx: 'R1', inscp: '18' }] }, // prettier-ignore
    expect: { amount: '68.00', severity: 1, violating: ['L001', 'L002'] },
    misses: [{ lines: [{ code: 'T000700200', at: '2025-03-02', rx: 'R1', inscp: '50' }, { code: 'T001700186', at: '2025-03-02', rx: 'R1', inscp: '18' }, { code: 'T0黄芪', at: '2025-03-02', rx: 'R1', inscp: '30' }] }], // prettier-ignore
  },
  {
    title: 'T12 单复方',
    points: [pointOf({ kind: 'R3', keys: ['T001700233'] })],
    hit: { lines: [{ code: 'T001700233', at: '2025-03-02', rx: 'R1', inscp: '40' }, { code: 'T0黄芪', at: '2025-03-02', rx: 'R1', inscp: '30' }] }, // prettier-ignore
    expect: { amount: '40.00', severity: 1, violating: ['L001'] },
    misses: [{ lines: [{ code: 'T0黄芪', at: '2025-03-02', rx: 'R1', inscp: '30' }] }],
  },
  {
    title: 'T13 同类重复',
    points: [pointOf({ kind: 'R69', keys: ['XA02BC*'] })],
    hit: { lines: [{ code: 'XA02BC01AAAAAA', at: '2025-03-01', days: 7, inscp: '50' }, { code: 'XA02BC02BBBBBB', at: '2025-03-05', days: 7, inscp: '60' }] }, // prettier-ignore
    expect: { amount: '60.00', severity: 2, violating: ['L002'], involved: ['L001'] },
    misses: [{ lines: [{ code: 'XA02BC01AAAAAA', at: '2025-03-01', days: 7, inscp: '50' }, { code: 'XA02BC02BBBBBB', at: '2025-03-08', days: 7, inscp: '60' }] }], // prettier-ignore
  },
  {
    title: 'T14 相互作用',
    points: [pointOf({ kind: 'R74', keys: ['XJ05AP索磷维伏*'], partners: ['XC10AA07*'] })],
    hit: { lines: [{ code: 'XJ05AP索磷维伏', at: '2025-03-03', days: 5, inscp: '900' }, { code: 'XC10AA07瑞舒伐', at: '2025-03-01', days: 7, inscp: '60' }] }, // prettier-ignore
    expect: { amount: '0.00', severity: 2, violating: ['L001'], involved: ['L002'] },
    misses: [{ lines: [{ code: 'XJ05AP索磷维伏', at: '2025-03-08', days: 5, inscp: '900' }, { code: 'XC10AA07瑞舒伐', at: '2025-03-01', days: 7, inscp: '60' }] }], // prettier-ignore
  },
  {
    title: 'T15 清单完整性',
    points: [pointOf({ kind: 'R35', keys: ['visit:IPT'], params: { check: 'receiving-institution' } })],
    hit: { visits: [{ dscgWay: '2' }] },
    expect: { amount: '0.00', severity: 3, violating: ['visit:M1'] },
    misses: [{ visits: [{ dscgWay: '2', receivingInst: 'H9' }] }],
  },
  {
    title: 'T16 频繁住院',
    points: [pointOf({ kind: 'R52', keys: ['visit:IPT'] })],
    hit: { visits: stays(['2025-01-01', '2025-01-05'], ['2025-02-01', '2025-02-05'], ['2025-03-01', '2025-03-05'], ['2025-04-01', '2025-04-05']), lines: [{ code: '0011', mdtrtId: 'M4', at: '2025-04-02', inscp: '800' }] }, // prettier-ignore
    expect: { amount: '800.00', severity: 3, violating: ['visit:M4'], involved: ['visit:M1', 'visit:M2', 'visit:M3'] },
    misses: [
      { visits: stays(['2025-01-01', '2025-01-05'], ['2025-02-01', '2025-02-05'], ['2025-03-01', '2025-03-05']) },
      { visits: stays(['2025-01-01', '2025-01-05'], ['2025-02-01', '2025-02-05'], ['2025-03-01', '2025-03-05'], ['2025-04-01', '2025-04-05']).map((visit) => ({ ...visit, dx: ['C34.900'] })) }, // prettier-ignore
    ],
  },
  {
    title: 'T17 药占比',
    points: [pointOf({ kind: 'R56', keys: ['ratio:drug'], params: { ratio_max: 0.55 } })],
    hit: { aggregates: [{ code: 'ratio:drug', num: 62, den: 100, volume: 100_000_000 }] },
    expect: { amount: '70000.00', severity: 3, violating: ['agg:A1'] },
    misses: [{ aggregates: [{ code: 'ratio:drug', num: 55, den: 100, volume: 100_000_000 }] }],
  },
  {
    title: 'T18 进销存',
    points: [pointOf({ kind: 'R43', keys: ['stock:X01*'], params: { ratio_max: 1.05 } })],
    hit: { aggregates: [{ code: 'stock:X01', num: 1_200_000, den: 1_050_000, volume: 800 }] },
    expect: { amount: '120.00', severity: 2, violating: ['agg:A1'] },
    misses: [{ aggregates: [{ code: 'stock:X01', num: 1_080_000, den: 1_050_000, volume: 800 }] }],
  },
  {
    title: 'T19 二线用药',
    points: [pointOf({ kind: 'R5', keys: ['XL04艾拉莫德*'], partners: ['XL04AX03*'] })],
    hit: { lines: [{ code: 'XL04艾拉莫德01', at: '2025-03-02', inscp: '210' }] },
    expect: { amount: '210.00', severity: 2, violating: ['L001'] },
    misses: [{ visits: [{}, { adm: day('2025-01-01'), dsc: day('2025-01-03') }], lines: [{ code: 'XL04艾拉莫德01', at: '2025-03-02', inscp: '210' }, { code: 'XL04AX03甲氨', mdtrtId: 'M2', at: '2025-01-01', inscp: '9' }] }], // prettier-ignore
  },
  {
    title: 'T20 计费日期',
    points: [pointOf({ kind: 'R42', keys: ['床位费'] })],
    hit: { lines: [{ code: '床位费', at: '2025-03-11', inscp: '40' }] },
    expect: { amount: '40.00', severity: 2, violating: ['L001'] },
    misses: [{ lines: [{ code: '床位费', at: '2025-03-10', inscp: '40' }] }],
  },
]
