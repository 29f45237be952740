import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { birthdayOf, claimProblems, plainClaim, splitCodes, type TrialClaim } from './claim.ts'
import { parseEvidence } from './evidence.ts'
import { exampleOf } from './example.ts'
import { infnoOf, requestOf } from './request.ts'

const DAY = '2026-03-31'
type Source = Parameters<typeof exampleOf>[0]
const source = (template: string, point: Partial<Source['point']>): Source => ({
  point: {
    name: '样例',
    keys: ['001109000010000'],
    partners: [],
    params: {},
    effBegin: '2025-05-01',
    effEnd: null,
    ...point,
  },
  kind: { template, slug: 'sample', parameters: [] },
  today: DAY,
})

describe('the age of a claim', () => {
  const born = (age: number, ageUnit: TrialClaim['ageUnit'], day = DAY) => birthdayOf({ age, ageUnit, day })

  it('is a birthday exactly so long before', () => {
    expect(born(45, 'year')).toBe('1981-03-31')
    expect(born(28, 'day')).toBe('2026-03-03')
    expect(born(0, 'day')).toBe(DAY)
  })

  it('keeps to the month when the day does not exist in it', () => {
    expect(born(1, 'month')).toBe('2026-02-28')
    expect(born(1, 'year', '2028-02-29')).toBe('2027-02-28')
  })

  it('gives back the months it was made from, whatever the day', () => {
    const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 1300 }), (at, age) => {
        const [y = 0, m = 0, d = 0] = at.toISOString().slice(0, 10).split('-').map(Number)
        const [by = 0, bm = 0, bd = 0] = born(age, 'month', at.toISOString().slice(0, 10)).split('-').map(Number)
        expect((y - by) * 12 + (m - bm) - (d < bd ? 1 : 0)).toBe(age)
      }),
    )
  })
})

describe('codes as typed', () => {
  it('are taken apart at any comma or space, each once', () => {
    expect(splitCodes('I10.x00，E11.900 ;I10.x00、K74 ')).toEqual(['I10.x00', 'E11.900', 'K74'])
    expect(splitCodes('  ')).toEqual([])
  })
})

describe('an example made from a point', () => {
  it('stands on either side of an age', () => {
    const child = source('T1', { params: { min_age_m: 36, max_age_m: 155 } })
    expect(exampleOf(child, 'hit')).toMatchObject({ age: 167, ageUnit: 'month' })
    expect(exampleOf(child, 'near-miss')).toMatchObject({ age: 95, ageUnit: 'month' })
  })

  it('stands on either side of a sex, a mode, a level, a diagnosis', () => {
    const both = (params: Source['point']['params']) => [
      exampleOf(source('T1', { params }), 'hit'),
      exampleOf(source('T1', { params }), 'near-miss'),
    ]
    expect(both({ gend: 2 }).map((claim) => claim?.gend)).toEqual(['1', '2'])
    expect(both({ modes: 'IPT|EMERG' }).map((claim) => claim?.mode)).toEqual(['OPT', 'EMERG'])
    expect(both({ min_tier: 2 }).map((claim) => claim?.tier)).toEqual(['1', '3'])
    expect(both({ dx_deny: 'I21|I50' }).map((claim) => claim?.dx)).toEqual([['I21'], ['Z00.000']])
    expect(both({ dx_allow: 'E11' }).map((claim) => claim?.dx)).toEqual([['Z00.000'], ['E11']])
  })

  it('takes one more than the maximum, and exactly the maximum', () => {
    const often = source('T4', { params: { max: 24, per: 'day' } })
    expect(exampleOf(often, 'hit')?.lines.map((line) => line.qty)).toEqual([25])
    expect(exampleOf(often, 'near-miss')?.lines.map((line) => line.qty)).toEqual([24])
  })

  it('charges the pair together, or the contained item alone', () => {
    const pair = source('T6', { partners: ['001103000010000'] })
    expect(exampleOf(pair, 'hit')?.lines.map((line) => line.code)).toEqual(['001109000010000', '001103000010000'])
    expect(exampleOf(pair, 'near-miss')?.lines).toHaveLength(1)
  })

  it('falls on a day on which the point is law', () => {
    expect(exampleOf(source('T1', { effBegin: '2027-01-01' }), 'hit')?.day).toBe('2027-01-01')
    expect(exampleOf(source('T1', { effEnd: '2025-12-31' }), 'hit')?.day).toBe('2025-12-31')
    expect(exampleOf(source('T1', {}), 'hit')?.day).toBe(DAY)
  })

  it('does not pretend where one claim cannot show the rule', () => {
    for (const keys of [['visit:IPT'], ['ratio:drug:3'], ['stock:X*'], ['@SET']])
      expect(exampleOf(source('T17', { keys }), 'hit')).toBeNull()
  })

  it('can be tried as it is', () => {
    for (const template of ['T1', 'T4', 'T5', 'T6', 'T7', 'T8', 'T10', 'T11', 'T12', 'T13', 'T19'])
      for (const wanted of ['hit', 'near-miss'] as const) {
        const claim = exampleOf(source(template, { params: { max_days: 3 }, partners: ['XB01*'] }), wanted)
        expect(claim && claimProblems(claim)).toEqual([])
        expect(new Set(claim?.lines.map((line) => line.id)).size).toBe(claim?.lines.length)
      }
  })
})

describe('the request of a claim', () => {
  const claim: TrialClaim = {
    ...plainClaim(DAY),
    lines: [
      {
        id: '1',
        code: 'XB05AAB161',
        name: '人血白蛋白',
        at: `${DAY} 09:00`,
        qty: 3,
        price: 0.1,
        days: 1,
        ownPaid: false,
      },
      { id: '2', code: '001109000010000', name: '', at: '2026-03-30 10:00', qty: 1, price: 60, days: 3, ownPaid: true },
      { id: '3', code: '', name: '空行', at: `${DAY} 09:00`, qty: 1, price: 1, days: 1, ownPaid: false },
    ],
  }
  const sent = requestOf(claim) as { input: { data: { patient_dtos: [Record<string, unknown>] } } }
  const [patient] = sent.input.data.patient_dtos
  const [encounter] = patient['fsi_encounter_dtos'] as [Record<string, unknown>]
  const orders = encounter['fsi_order_dtos'] as Record<string, unknown>[]

  it('leaves empty lines out and keeps each number, so that the answer finds its line', () => {
    expect(orders.map((order) => order['rx_id'])).toEqual(['1', '2'])
  })

  it('counts money in whole fen, and own payment as such', () => {
    expect(orders.map((order) => [order['sumamt'], order['ownpay_amt']])).toEqual([[0.3, 0], [60, 60]]) // prettier-ignore
    expect(encounter).toMatchObject({ medfee_sumamt: 60.3, ownpay_amt: 60, hifp_payamt: 0.3 })
  })

  it('covers all lines by the stay and says which visit is the current one', () => {
    expect(encounter).toMatchObject({ adm_date: '2026-03-30 00:00:00', mdtrt_id: patient['curr_mdtrt_id'] })
  })

  it('says the catalogue that the code belongs to, and the days of supply', () => {
    expect(orders.map((order) => order['hilist_type'])).toEqual(['101', '201'])
    expect(orders.map((order) => String(order['drord_stop_date']).slice(0, 10))).toEqual([DAY, '2026-04-01'])
  })

  it('goes to the window in which the rule runs', () => {
    expect([['B', 'D', 'A'], ['D', 'A'], ['A']].map(infnoOf)).toEqual(['3101', '3102', null])
    expect(requestOf(claim, '3102')).toMatchObject({ infno: '3102' })
  })

  it('names what is missing before it is sent', () => {
    expect(claimProblems({ ...claim, dx: [], lines: [] })).toHaveLength(2)
  })
})

describe('the evidence of an answer', () => {
  it('gives the point, the ground, what would be lawful and the values', () => {
    const text = 'R13|YJ-R13-1|安宫牛黄丸|方式=门诊|要求=急诊、住院|依据=《药品目录》限急诊或住院患者'
    expect(parseEvidence(text)).toEqual({
      ...{ kpId: 'YJ-R13-1', lawful: '急诊、住院', basis: '《药品目录》限急诊或住院患者' },
      facts: [{ label: '方式', value: '门诊' }],
    })
  })

  it('reads a limit as what would be lawful', () => {
    expect(parseEvidence('R27|K|床位费|同日|单位=日|上限=1|实际=2').lawful).toBe('每日不超过 1')
    expect(parseEvidence('R14|K|上限元=12000.00').lawful).toBe('不超过 12000.00 元')
  })

  it('keeps what stands behind a second equals sign, and misses nothing it cannot find', () => {
    expect(parseEvidence('R1|K|实际=a=b').facts).toEqual([{ label: '实际', value: 'a=b' }])
    expect(parseEvidence('')).toEqual({ kpId: null, lawful: null, basis: null, facts: [] })
  })
})
