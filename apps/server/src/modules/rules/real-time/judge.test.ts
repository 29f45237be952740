import type { Day } from '@yijian/kernel'
import { compileRelease, createEvaluator, KIND_SAMPLES, makeRelease, RULE_KINDS, type KnowledgePoint, type Line } from '@yijian/rules' // prettier-ignore
import { expect, it } from 'vitest'
import type { PersonState, StoredEncounter } from './history.ts'
import { claimsWith } from './judge.ts'
import { normalise, type Patient } from './normalise.ts'

const points: readonly KnowledgePoint[] = KIND_SAMPLES.map(({ point }, n) => ({ ...point, kpId: `KP-${n}` }))
const rules = RULE_KINDS.map((kind) => ({ kind: kind.id, version: 1, severity: null, stages: null }))
const compiled = compileRelease(makeRelease({ rules, points, sets: [] }), RULE_KINDS)
const codes = points
  .flatMap(({ keys, partners }) => [...keys, ...partners])
  .map((key) => key.replace(/\*$/, '01'))
  .filter((key) => !key.includes(':') && !key.startsWith('@'))

/** The same numbers every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function patientOf(next: (below: number) => number, { mdtrt, month }: { mdtrt: string; month: number }): Patient {
  const day = `2026-${String(month).padStart(2, '0')}-0${1 + next(9)}`
  const orders = Array.from({ length: 1 + next(8) }, (_, n) => ({ rx_id: `A${n}`, rxno: `R${next(2)}`, hilist_code: codes[next(codes.length)], cnt: 1 + next(4), pric: 20, sumamt: 40, ownpay_amt: 0, drord_begn_date: `${day} 0${next(9)}:00:00`, drord_dr_codg: 'D' })) // prettier-ignore
  const encounter = { mdtrt_id: mdtrt, medins_id: 'H1', medins_lv: '02', adm_date: day, med_mdtrt_type: String(1 + next(2)), insutype: '310', dscg_main_dise_codg: 'I10', fsi_order_dtos: orders } // prettier-ignore
  const request = { patient_dtos: { patn_id: 'P', gend: 1 + next(2), brdy: '1980-01-01', curr_mdtrt_id: mdtrt, fsi_encounter_dtos: encounter } } // prettier-ignore
  return normalise(request, '3101', '2026-12-01' as Day).patients[0]!
}

it('leaving out unrelated lines of the history changes no judge of what is judged now', () => {
  const evaluator = createEvaluator(compiled)
  let left = 0
  let hits = 0
  for (let seed = 1; seed <= 150; seed++) {
    const next = numbers(seed)
    const past = [1, 2, 3, 4].map((month) => patientOf(next, { mdtrt: `M${month}`, month }))
    const encounters = new Map<string, StoredEncounter>(past.map(({ current, lines }) => [current.mdtrtId, { encounter: current, lines: new Map(lines.map((line): [string, Line] => [line.sn, line])) }])) // prettier-ignore
    const state: PersonState = { encounters, shown: new Map(), lines: 0 }
    const patient = patientOf(next, { mdtrt: 'NOW', month: 5 })
    const request = { stage: 'B', taskId: null, scene: 2, ruleIds: null, patients: [patient], notes: [] } as const
    const some = claimsWith(patient, request, { release: compiled, state })
    const all = { ...some, lines: [...patient.lines, ...past.flatMap(({ lines }) => lines)] }
    left += all.lines.length - some.lines.length
    const judged = [all, some].map((claims) =>
      evaluator
        .judge(evaluator.tableOf(claims), 'B')
        .filter(({ violating, involved }) => [...violating, ...involved].some(({ sn }) => patient.judged.has(sn)))
        .map(({ jrId, amount, message }) => `${jrId} ${amount} ${message}`)
        .sort(),
    )
    hits += judged[0]!.length
    expect(judged[1]).toEqual(judged[0])
  }
  expect(left).toBeGreaterThan(50)
  expect(hits).toBeGreaterThan(50)
})
