import type { Monitor } from '@yijian/contract'
import { describe, expect, it } from 'vitest'
import { isDoubtful, millis, monitorSentence } from './monitor-text.ts'

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
