import type { Monitor, PointRow } from '@yijian/contract'
import { describe, expect, it } from 'vitest'
import { isDoubtful, millis, monitorSentence } from './monitor-text.ts'
import { exportHeader, POINT_HEADINGS, pointRow } from './point-sheet.ts'

const LABELS = {
  status: {
    draft: '草稿',
    review: '专家论证',
    trial: '试运行',
    published: '已发布',
    suspended: '已暂停',
    retired: '已停用',
  },
  severity: { 1: '明确违规', 2: '高度可疑', 3: '轻度可疑' },
} as const

describe('the export of knowledge points', () => {
  const row: PointRow = {
    ...{ kpId: 'YJ-R27-1', version: 2, kindId: 'R27', kindName: '限定频次', name: '床位费', keys: ['0011', '1109'] },
    ...{ partners: [], params: { max: 1 }, paramsText: '每日上限 1', severity: 1, area: null, effBegin: '2025-05-01' },
    ...{ effEnd: null, recordedAt: '2026-11-22T06:03:09Z', status: 'published', inForce: true, failure: null },
    ...{
      maker: '编制人1',
      sourceBatch: null,
      basis: { text: '每日限1', document: '价格规范', article: null, date: null },
    },
  }

  it('has a value under every heading', () => {
    expect(pointRow(row, LABELS)).toHaveLength(POINT_HEADINGS.length)
    const named = Object.fromEntries(POINT_HEADINGS.map((title, index) => [title, pointRow(row, LABELS)[index]]))
    expect(named).toMatchObject({
      对象编码: '0011|1109',
      登记时间: '2026-11-22 14:03',
      状态: '已发布',
      当前规则集内: '是',
    })
  })

  it('says by whom, when, and with what filter', () => {
    const base = { by: '市级稽核员（shichu）', at: '2026-11-22 14:03', rows: 1 }
    expect(exportHeader({ ...base, filter: { kind: 'R27', q: undefined, on: '2026-01-01' } })[2]).toEqual([
      '筛选',
      '规则：R27；适用日期：2026-01-01',
    ])
    expect(exportHeader({ ...base, filter: {} })[2]).toEqual(['筛选', '全部'])
  })
})

describe('the monitor in words', () => {
  const quiet = { calls: 0, lines: 0, notJudged: 0, refused: 0, hitRate: null, overrideRate: null } as Monitor

  it('says that nobody called, rather than that all is well', () => {
    expect(monitorSentence(quiet)).toBe('这段时间没有医院调用。')
  })

  it('does not call an incomplete judgement complete', () => {
    const busy = { ...quiet, calls: 1200, lines: 9000, hitRate: 0.05 }
    expect(monitorSentence(busy)).toBe('1,200 次调用、9,000 条医嘱，全部完成判定，5.0% 的调用有提醒。')
    expect(monitorSentence({ ...busy, notJudged: 3, refused: 1 })).toMatch(/3 次未完成判定，1 次因报文不合规被退回/)
  })

  it('doubts a rule only on enough answers', () => {
    expect(isDoubtful({ answered: 19, overrideRate: 1 })).toBe(false)
    expect(isDoubtful({ answered: 20, overrideRate: 0.5 })).toBe(true)
    expect(isDoubtful({ answered: 500, overrideRate: 0.49 })).toBe(false)
    expect(isDoubtful({ answered: 20, overrideRate: null })).toBe(false)
  })

  it('keeps a tenth of small times', () => {
    expect([millis(0.84), millis(12.34)]).toEqual(['0.8 毫秒', '12 毫秒'])
  })
})
