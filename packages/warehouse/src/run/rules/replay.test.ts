import { compileRelease, createEvaluator, type Encounter, type Line, type Person, pointOf, releaseOf, RULE_KINDS } from '@yijian/rules' // prettier-ignore
import { claimsOf } from '@yijian/rules'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contentDirectory, openTestWarehouse, type TestWarehouse } from '../run.test-helper.ts'
import { type AskedEncounter, type AskedJudge, replayDay } from './replay.ts'

let warehouse: TestWarehouse
const visit = { inst: 'H1', at: '2025-03-05 10:00:00', med_type: '11', main: 'I10.x00', fee: '100.00', fund: '50.00' }
const drug = (code: string, cnt: number) => ({ code, name: code, chrg: '09', amt: `${cnt * 10}.00`, inscp: `${cnt * 10}.00`, cnt }) // prettier-ignore
beforeAll(async () => {
  warehouse = openTestWarehouse()
  await warehouse.deliver({
    visits: [
      { ...visit, id: 'M1', psn: 'P1', items: [drug('XA01', 2)] },
      { ...visit, id: 'M2', psn: 'P2', items: [drug('XB01', 1)] },
      { ...visit, id: 'M3', psn: 'P3', items: [drug('XA01', 3)] },
      { ...visit, id: 'M4', psn: 'P4', items: [drug('XA01', 2)], refunded: true },
      { ...visit, id: 'M6', psn: 'P6', items: [drug('XC01', 2)] },
    ],
  })
})
afterAll(() => warehouse.remove())

const point = (kpId: string, code: string) => pointOf({ kpId, kind: 'R27', name: code, keys: [code], params: { max: 1, per: 'encounter' } }) // prettier-ignore
const release = releaseOf([point('KA', 'XA01'), point('KB', 'XB01'), point('KC', 'XC01')])

/** What the interface said: the judges of an encounter with these lines. */
function asked(psnNo: string, mdtrtId: string, codes: Record<string, number>) {
  const { evaluator } = { evaluator: createEvaluator(compileRelease(releaseOf([point('KA', 'XA01'), point('KB', 'XB01'), point('KOLD', 'XD01')]), RULE_KINDS)) } // prettier-ignore
  const claims = claimsOf({
    person: { psnNo } satisfies Partial<Person>,
    visits: [{ mdtrtId, psnNo, mode: 'OPT', inst: 'H1' } satisfies Partial<Encounter>],
    lines: Object.entries(codes).map(([code, qty], at) => ({ sn: `${mdtrtId}/${at}`, mdtrtId, code, at: '2025-03-05 10:00:00', qty, inscp: `${qty * 10}.00` }) satisfies Partial<Omit<Line, 'inscp'>> & { code: string; at: string; inscp: string }), // prettier-ignore
  })
  const encounter: AskedEncounter = { psnNo, mdtrtId, releaseId: 'V1', codes, dx: ['I10.x00'] }
  const judges = evaluator.evaluate(claims).hits.map((hit): AskedJudge => ({ jrId: hit.jrId, kind: hit.kind, kpId: hit.kpId, psnNo, mdtrtId, releaseId: 'V1', codes: Object.keys(codes) })) // prettier-ignore
  return { encounter, judges }
}

it('finds what was said again over settled data, and gives every difference its cause', async () => {
  const day = [
    asked('P1', 'M1', { XA01: 2 }),
    asked('P2', 'M2', { XB01: 4 }),
    asked('P3', 'M3', { XA01: 1 }),
    asked('P4', 'M4', { XA01: 2 }),
    asked('P5', 'M5', { XA01: 2 }),
    asked('P6', 'M6', { XC01: 2, XD01: 2 }),
  ]
  const result = await replayDay({
    dataDirectory: warehouse.dataDirectory,
    contentDirectory,
    threads: 1,
    release,
    pointsOf: { V1: ['KA', 'KB', 'KOLD'] },
    encounters: day.map(({ encounter }) => encounter),
    judges: day.flatMap(({ judges }) => judges),
  })
  const told = result.differences.map(({ mdtrtId, cause, settled }) => [mdtrtId, settled ? 'settled' : 'real-time', cause]) // prettier-ignore
  expect(told.sort()).toEqual([
    ['M2', 'real-time', 'corrected'],
    ['M3', 'settled', 'late_data'],
    ['M4', 'real-time', 'refunded'],
    ['M6', 'real-time', 'release_changed'],
    ['M6', 'settled', 'release_changed'],
  ])
  expect(result).toMatchObject({ snapshot: 's1', unsettled: 1, same: 1 })
})
