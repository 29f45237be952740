import type { Day } from '@yijian/kernel'
import { compileRelease, pointOf, releaseOf, RULE_KINDS } from '@yijian/rules'
import { expect, it } from 'vitest'
import { normalise } from '../real-time/normalise.ts'
import { notAsked } from './not-asked.ts'

const release = compileRelease(
  releaseOf([
    pointOf({ kpId: 'TRACE', kind: 'R103', name: '追溯码', keys: ['stock:trace:X*'], params: { ratio_max: 1 } }),
  ]),
  RULE_KINDS,
)
const ask = (infno: '3101' | '3102', codes: readonly string[]) => {
  const orders = codes.map((code, n) => ({ rx_id: String(n), hilist_code: code, cnt: 1, pric: 1 }))
  const encounter = { mdtrt_id: 'M', medins_id: 'H1', adm_date: '2026-03-01', fsi_order_dtos: orders }
  const body = { trig_scen: infno === '3102' ? '8' : '2', patient_dtos: { patn_id: 'P', curr_mdtrt_id: 'M', fsi_encounter_dtos: encounter } } // prettier-ignore
  return [...notAsked(release, normalise(body, infno, '2026-03-02' as Day))]
}

it('says of how many lines the figures of the institution are wanted, in the stages that ask for them', () => {
  expect(ask('3102', ['XA01', 'XB02', 'T001'])).toEqual([['R103', 2]])
  expect(ask('3102', ['T001'])).toEqual([])
  expect(ask('3101', ['XA01'])).toEqual([])
})
