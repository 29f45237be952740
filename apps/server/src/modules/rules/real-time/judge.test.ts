import type { Day } from '@yijian/kernel'
import { compileRelease, createEvaluator, findKind, KIND_SAMPLES, makeRelease, nameInstitution, RULE_KINDS, SHAPES, type Judge, type KnowledgePoint, type Line, type Shape } from '@yijian/rules' // prettier-ignore
import { expect, it } from 'vitest'
import { storedEncounter } from './history.ts'
import type { PersonState, StoredEncounter } from './person-state.ts'
import { claimsWith, judgePatient } from './judge.ts'
import { normalise, type AuditRequest, type Patient } from './normalise.ts'
import { packCall, unpackLine } from './pack.ts'

/** Codes of the sample are made its own, so that what one rule looks up hides nothing from another. */
function ownCode(key: string, n: number): string {
  if (key.includes(':') || key.startsWith('@')) return key
  return key.endsWith('*') ? `${key.slice(0, -1)}0${n}0*` : `${key}0${n}0`
}

/** The samples of all kinds; those of windows also across visits, so that the history matters. */
const points: readonly KnowledgePoint[] = KIND_SAMPLES.flatMap(({ point }, n) => {
  const keys = point.keys.map((key) => ownCode(key, n))
  const partners = point.partners.map((key) => ownCode(key, n))
  const base = { ...point, kpId: `KP-${n}`, keys, partners }
  const { needs, takes }: Shape = SHAPES[findKind(point.kind)!.shape]
  if (!takes.includes('scope') || !needs.includes('per')) return [base]
  const across = (per: string, at: number) => ({ ...base, kpId: `KP-${n}-${per}`, keys: point.keys.map((key) => ownCode(key, n + at)), partners: point.partners.map((key) => ownCode(key, n + at)), params: { ...point.params, scope: 'person', per } }) // prettier-ignore
  return [base, across('day', 1000), across('month', 2000), across('year', 3000)]
})
const rules = RULE_KINDS.map((kind) => ({ kind: kind.id, version: 1, severity: null, stages: null }))
const release = makeRelease({ rules, points, sets: [] })
const compiled = compileRelease(release, RULE_KINDS)
const codes = points
  .flatMap(({ keys, partners }) => [...keys, ...partners])
  .map((key) => key.replace(/\*$/, '01'))
  .filter((key) => !key.includes(':') && !key.startsWith('@'))
const diagnoses = [...new Set(points.flatMap(({ params }) => String(params.dx_allow ?? params.dx_deny ?? '').split('|')))].filter((code) => /^[A-Z]\d/.test(code)) // prettier-ignore

/** The same numbers every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

interface Draw {
  readonly next: (below: number) => number
  /** Number of a code that the person gets again and again, with its neighbours. */
  readonly favourite: number
  readonly mdtrt: string
  readonly month: number
  readonly infno: '3101' | '3102'
}

function requestOf({ next, favourite, mdtrt, month, infno }: Draw): AuditRequest {
  const day = (n: number) => `2026-${String(month).padStart(2, '0')}-0${n}`
  const adm = 1 + next(5)
  const codeAt = () => (next(4) > 0 ? codes[(favourite + next(6)) % codes.length] : codes[next(codes.length)])
  const orders = Array.from({ length: 1 + next(8) }, (_, n) => ({ rx_id: `A${n}`, rxno: `R${next(2)}`, hilist_code: codeAt(), cnt: 1 + next(4), pric: 20, sumamt: 40, ownpay_amt: 0, drord_begn_date: `${day(adm + next(4))} 0${next(9)}:00:00`, drord_stop_date: next(2) === 0 ? '' : day(9), drord_dr_codg: 'D', curr_drord_flag: next(4) === 0 ? '0' : '1' })) // prettier-ignore
  const encounter = { mdtrt_id: mdtrt, medins_id: `H${1 + next(2)}`, medins_lv: '02', adm_date: day(adm), dscg_date: next(2) === 0 ? day(9) : day(adm), med_mdtrt_type: String(1 + next(2)), insutype: '310', dscg_main_dise_codg: diagnoses[next(diagnoses.length)], fsi_order_dtos: orders } // prettier-ignore
  const request = { patient_dtos: { patn_id: 'P', gend: 1 + next(2), brdy: '1980-01-01', curr_mdtrt_id: mdtrt, fsi_encounter_dtos: encounter } } // prettier-ignore
  return normalise({ trig_scen: infno === '3101' ? '2' : '4', ...request }, infno, '2026-12-01' as Day)
}

function stored(patient: Patient): StoredEncounter {
  const { encounter, lines } = packCall(patient)
  return storedEncounter(encounter, lines)
}

it('what is looked up of a history gives the judges of the whole of it, for what is judged now', () => {
  const evaluator = createEvaluator(compiled)
  const judging = { releaseId: 'V1', title: '', hash: '', state: 'active', since: new Date(0), release, compiled, evaluator } as const // prettier-ignore
  const figures = { left: 0, hits: 0, across: 0, unnamed: 0 }
  for (let seed = 1; seed <= 400; seed++) {
    const next = numbers(seed)
    const infno = seed % 3 === 0 ? '3102' : '3101'
    const past = [1, 2, 3, 3, 4, 4, 5].map((month, n) => stored(requestOf({ next, favourite: seed, mdtrt: `M${n}`, month, infno }).patients[0]!)) // prettier-ignore
    const request = requestOf({ next, favourite: seed, mdtrt: 'NOW', month: 4, infno })
    const patient = request.patients[0]!
    const state: PersonState = { encounters: new Map(past.map((one) => [one.encounter.mdtrtId, one])), shown: new Map(), lines: 0, indexes: [] } // prettier-ignore
    const everything = past.flatMap(({ encounter, lines }) => lines.map((line): Line => unpackLine(line, encounter.mdtrtId))) // prettier-ignore
    const all = { persons: [patient.person], encounters: [patient.current, ...past.map(({ encounter }) => encounter)], lines: [...patient.lines, ...everything], aggregates: [] } // prettier-ignore
    figures.left += all.lines.length - claimsWith(patient, request, { release: compiled, state }).claims.lines.length
    const isNow = ({ sn, mdtrtId }: { sn: string; mdtrtId: string }) => mdtrtId === 'NOW' && (infno === '3102' || patient.judged.has(sn) || !sn.startsWith('NOW/')) // prettier-ignore
    const rowsOf = ({ violating, involved }: { violating: readonly { sn: string; mdtrtId: string }[]; involved: readonly { sn: string; mdtrtId: string }[] }) => [...violating, ...involved] // prettier-ignore
    const full = evaluator.judge(evaluator.tableOf(all), request.stage).filter((judge) => rowsOf(judge).some(isNow))
    const some = judgePatient(patient, request, { judging, state })
    expect(some.complete).toBe(true)
    const byId = (judges: readonly Judge[]) => [...judges].sort((a, b) => (a.jrId < b.jrId ? -1 : 1))
    // The other hospital is not named.
    const own = patient.institution.code
    const told = full.map((judge) => nameInstitution(judge, (code) => (code === own ? own : '其他定点医疗机构')))
    figures.unnamed += told.filter(({ message }, n) => message !== full[n]?.message).length
    expect(byId(some.judges)).toEqual(byId(told))
    figures.hits += full.length
    figures.across += full.filter((judge) => rowsOf(judge).some(({ mdtrtId }) => mdtrtId !== 'NOW')).length
  }
  expect(figures.left).toBeGreaterThan(1000)
  expect(figures.hits).toBeGreaterThan(250)
  expect(figures.across).toBeGreaterThan(60)
  expect(figures.unnamed).toBeGreaterThan(0)
})
