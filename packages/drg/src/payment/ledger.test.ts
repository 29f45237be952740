import type { Fen } from '@yijian/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openLedger, type Ledger, type LedgerEntry } from './ledger.ts'

const JUNE = { month: '2026-06', hospital: 'H1', fund: 'employee' } as const
const AGENCY = { at: '2026-07-05T09:00:00+08:00', by: 'u1', side: 'agency' } as const
const HOSPITAL = { ...AGENCY, by: 'h1', side: 'hospital' } as const

function closing(
  key: { month: string; hospital: string; fund: 'employee' | 'resident' } = JUNE,
  payable = 100_000n,
  amount = 95_000n,
): LedgerEntry[] {
  // prettier-ignore
  const head = { ...AGENCY, ...key, kind: 'step' } as const
  return [
    { ...head, step: 'freeze', cases: 12, casesHash: 'c1' },
    { ...head, step: 'group', schemeHash: 's1', grouped: 10, ungrouped: 1, refused: 1 },
    { ...head, step: 'price', parametersHash: 'p1', payable: payable as Fen },
    { ...head, step: 'state', payable: payable as Fen },
    { ...HOSPITAL, ...key, kind: 'step', step: 'request', note: '', caseIds: [] },
    { ...head, step: 'accept', note: '' },
    { ...head, step: 'prepay', amount: amount as Fen },
  ]
}

function correction(more: Partial<LedgerEntry & { kind: 'correction' }> = {}): LedgerEntry {
  return { ...AGENCY, ...JUNE, month: '2026-07', kind: 'correction', corrects: '2026-06', payable: -5_000n as Fen, amount: -4_000n as Fen, reason: '稽核核减一例', ...more } // prettier-ignore
}

describe('monthly ledger', () => {
  test('a month goes from freezing to prepayment and is closed', () => {
    const ledger = openLedger(closing())
    expect(ledger.account(JUNE)).toEqual({ state: 'closed', cases: 12, casesHash: 'c1', payable: 100_000n, paid: 95_000n }) // prettier-ignore
    expect(ledger.account({ ...JUNE, fund: 'resident' }).state).toBe('open')
  })

  test('no step can be left out, and each belongs to its side', () => {
    const steps = closing()
    expect(() => openLedger([steps[0]!, steps[2]!])).toThrow('当前状态不能')
    expect(() => openLedger([...steps.slice(0, 4), { ...steps[4]!, side: 'agency' }])).toThrow('应由医疗机构')
    expect(() => openLedger([{ ...steps[0]!, side: 'hospital' }])).toThrow('应由经办机构')
  })

  test('cases grouped, not grouped and refused are all the frozen ones; the statement says what was priced', () => {
    const steps = closing()
    expect(() => openLedger([steps[0]!, { ...steps[1]!, refused: 0 } as LedgerEntry])).toThrow('不一致')
    expect(() => openLedger([...steps.slice(0, 3), { ...steps[3]!, payable: 1n as Fen } as LedgerEntry])).toThrow('不一致') // prettier-ignore
  })

  test('a reconciliation request may be rejected, or lead to a new computation', () => {
    const steps = closing()
    const head = { ...AGENCY, ...JUNE, kind: 'step' } as const
    const requested = steps.slice(0, 5)
    const rejected = openLedger([...requested, { ...head, step: 'reject', note: '费用无误', caseIds: [] }])
    expect(rejected.account(JUNE).state).toBe('stated')
    const restated = openLedger([...requested, { ...head, step: 'restate', cases: 11, casesHash: 'c2' }])
    expect(restated.account(JUNE)).toMatchObject({ state: 'frozen', cases: 11, payable: 0n })
    expect(() => restated.append(steps[1]!)).toThrow('不一致')
  })

  test('a payment is never negative and never more than the payable', () => {
    expect(() => openLedger(closing(JUNE, 100_000n, 100_001n))).toThrow('超过应付')
    expect(() => openLedger(closing(JUNE, 100_000n, -1n))).toThrow('不能为负数')
    expect(openLedger(closing(JUNE, -100n, 0n)).account(JUNE).state).toBe('closed')
  })

  test('a closed month is only corrected by a later entry, with a reason', () => {
    const ledger = openLedger(closing())
    ledger.append(correction())
    expect(ledger.account(JUNE)).toMatchObject({ payable: 100_000n, paid: 95_000n })
    expect(ledger.year(2026, 'H1', 'employee')).toEqual({ payable: 100_000n, advances: 0n, prepaid: 95_000n, correctedPayable: -5_000n, correctedPaid: -4_000n, paid: 91_000n }) // prettier-ignore
    expect(() => ledger.append(correction({ reason: ' ' }))).toThrow('原因')
    expect(() => ledger.append(correction({ month: '2026-06' }))).toThrow('已关账')
    expect(() => ledger.append(correction({ month: '2026-05' }))).toThrow('之后的月份')
    expect(() => ledger.append(correction({ corrects: '2026-05' }))).toThrow('尚未关账')
    expect(() => ledger.append(correction({ side: 'hospital' }))).toThrow('应由经办机构')
  })

  test('a correction in the next year counts for the year of the month it corrects', () => {
    const ledger = openLedger([...closing(), correction({ month: '2027-01' })])
    expect(ledger.year(2026, 'H1', 'employee').paid).toBe(91_000n)
    expect(ledger.year(2027, 'H1', 'employee').paid).toBe(0n)
  })

  test('the year-start advance is money paid, not payable', () => {
    const ledger = openLedger([{ ...AGENCY, ...JUNE, month: '2026-01', kind: 'advance', amount: 7_000n as Fen }])
    expect(ledger.year(2026, 'H1', 'employee')).toMatchObject({ advances: 7_000n, paid: 7_000n, payable: 0n })
  })

  test('entries keep their order in time and name real months and moments', () => {
    const ledger = openLedger(closing())
    expect(() => ledger.append(correction({ at: '2026-07-05T08:59:59+08:00' }))).toThrow('早于上一笔')
    expect(() => ledger.append(correction({ month: '2026-13' }))).toThrow('月份格式')
    expect(() => ledger.append(correction({ at: 'gestern' }))).toThrow('时间格式')
  })

  test('whatever is tried afterwards, what stands never changes; replay gives the same accounts', () => {
    const months = ['2026-05', '2026-06', '2026-07', '2026-08'] as const
    const entry = fc.oneof(
      fc.record({ month: fc.constantFrom(...months), step: fc.nat({ max: 6 }) }).map(({ month, step }) => closing({ ...JUNE, month })[step]!), // prettier-ignore
      fc.record({ month: fc.constantFrom(...months), corrects: fc.constantFrom(...months), amount: fc.bigInt(-9_000n, 9_000n) }).map((more) => correction({ ...more, amount: more.amount as Fen })), // prettier-ignore
    )
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
        const ledger: Ledger = openLedger(closing())
        for (const one of entries) {
          const before = ledger.entries()
          const closed = months.map((month) => ledger.account({ ...JUNE, month })).filter(({ state }) => state === 'closed') // prettier-ignore
          try {
            ledger.append(one)
          } catch {
            expect(ledger.entries()).toEqual(before)
          }
          expect(ledger.entries().slice(0, before.length)).toEqual(before)
          const after = months.map((month) => ledger.account({ ...JUNE, month }))
          for (const account of closed) expect(after).toContainEqual(account)
        }
        const replayed = openLedger(ledger.entries())
        for (const month of months) expect(replayed.account({ ...JUNE, month })).toEqual(ledger.account({ ...JUNE, month })) // prettier-ignore
        const { advances, prepaid, correctedPaid, paid } = ledger.year(2026, 'H1', 'employee')
        expect(advances + prepaid + correctedPaid).toBe(paid)
      }),
    )
  })
})
