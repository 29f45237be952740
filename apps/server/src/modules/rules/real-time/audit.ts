import { AppError, formatYuan, type Day } from '@yijian/kernel'
import type { Judge } from '@yijian/rules'
import type { Judging } from '../service/active.ts'
import { chinaTimeText, type Clock } from '../../../platform/clock.ts'
import { describeDefect, type Log } from '../../../platform/log.ts'
import type { ActiveRelease } from '../service/active.ts'
import { checkInstitution, type Caller } from './callers.ts'
import type { Histories } from './history.ts'
import type { PersonState } from './person-state.ts'
import { judgePatient } from './judge.ts'
import type { CallRow, LogEntry, LogWriter } from './log-writer.ts'
import type { Metrics } from './metrics.ts'
import { normalise, type AuditRequest, type Patient } from './normalise.ts'
import { packCall, packedText } from './pack.ts'
import { resultText } from './respond.ts'

export interface AuditParts {
  readonly active: ActiveRelease
  readonly histories: Histories
  readonly writer: LogWriter
  readonly metrics: Metrics
  readonly clock: Clock
  readonly log: Log
  readonly observe?: (seen: { readonly patient: Patient; readonly request: AuditRequest; readonly state: PersonState }) => void // prettier-ignore
  /** Numbers calls, never twice. */
  readonly nextCallId: () => number
}

export interface AuditCall {
  readonly infno: '3101' | '3102'
  readonly body: unknown
  readonly caller: Caller
  /** Institution of the envelope, when it names one. */
  readonly envelope: string | null
  /** `performance.now()` at arrival. */
  readonly arrivedAt: number
}

export interface AuditAnswer {
  /** Elements of `result`, as JSON. */
  readonly result: readonly string[]
  /** Whether the doctor is asked for an answer: something of severity 1 or 2 is shown. */
  readonly asked: boolean
  /** False: something could not be judged (未完成判定); the caller should not take an empty result for a pass. */
  readonly complete: boolean
  /** What of the request was not judged, or not as it was sent. */
  readonly notes: readonly string[]
}

/** More codes than this, and the evaluator is made anew: what hostile requests bring is forgotten. */
const MAX_CODES = 300_000

/** 3101/3102: read once, judged, written down, and only then answered. */
export async function audit(parts: AuditParts, call: AuditCall): Promise<AuditAnswer> {
  const at = parts.clock.now()
  const request = normalise(call.body, call.infno, chinaTimeText(at).slice(0, 10) as Day)
  for (const patient of request.patients) checkInstitution(call.caller, patient.institution.code, call.envelope)
  const answers = await Promise.all(request.patients.map((patient) => auditPatient(parts, { ...call, patient, request, at }))) // prettier-ignore
  return { result: answers.flatMap(({ result }) => result), asked: answers.some(({ asked }) => asked), complete: answers.every(({ complete }) => complete), notes: request.notes } // prettier-ignore
}

interface PatientCall extends AuditCall {
  readonly patient: Patient
  readonly request: AuditRequest
  readonly at: Date
}

async function auditPatient(parts: AuditParts, call: PatientCall): Promise<Omit<AuditAnswer, 'notes'>> {
  const { active, histories, writer, metrics } = parts
  const { patient, request } = call
  const state = await histories.of(patient.person.psnNo)
  const judging = active.current()
  const judged = judging && judgePatient(patient, request, { judging, state })
  if (judging && judged) keepFit(parts, judging, judged.complete)
  const judges = judged?.judges ?? []
  const shown =
    judging?.state === 'active'
      ? judges.filter(
          (judge) =>
            request.stage === 'D' || isNew(judge, { state, taskId: request.taskId, mdtrtId: patient.current.mdtrtId }),
        )
      : []
  const complete = judged !== undefined && judged.complete && judged.failed.size === 0
  const micros = () => Math.round((performance.now() - call.arrivedAt) * 1000)
  const packed = packCall(patient)
  const entry = entryOf({ ...call, judging, judges, shown: new Set(shown), complete, packed: packedText(packed), callId: parts.nextCallId(), micros: micros() }) // prettier-ignore
  const marks = request.stage === 'B' ? shown.map(({ jrId }) => `${patient.current.mdtrtId}|${jrId}`) : []
  const fresh = marks.filter((mark) => !state.shown.has(mark))
  // At once, so that a second request meanwhile does not show it again.
  for (const mark of fresh) state.shown.set(mark, request.taskId ?? '')
  try {
    await writer.write(entry)
  } catch (error) {
    for (const mark of fresh) state.shown.delete(mark)
    parts.log.error('rules.log', describeDefect(error))
    throw error instanceof AppError ? error : new AppError('unavailable', 'rules.log', '审核服务暂不可用，请稍后重试')
  }
  histories.add(patient.person.psnNo, packed)
  parts.observe?.({ patient, request, state })
  const { institution } = patient
  metrics.add({ at: call.at, fixmedinsCode: institution.code, fixmedinsName: institution.name, admdvs: institution.admdvs, lines: patient.judged.size, outcome: complete ? 'judged' : 'not-judged', shown: shown.length, micros: micros() }) // prettier-ignore
  const points = pointsOf(judging)
  const result = shown.map((judge) => resultText(judge, { patient, taskId: request.taskId, point: points.get(judge.kpId) })) // prettier-ignore
  return { result, asked: shown.some(({ severity }) => severity < 3), complete }
}

/** While ordering, a reminder is shown once in an episode; the same task asked again is a retry and gets the same answer. Before settlement nothing is held back. */
function isNew(
  { jrId }: Judge,
  { state, taskId, mdtrtId }: { state: PersonState; taskId: string | null; mdtrtId: string },
): boolean {
  const before = state.shown.get(`${mdtrtId}|${jrId}`)
  return before === undefined || (taskId !== null && before === taskId)
}

function keepFit({ active, log }: AuditParts, judging: Judging, complete: boolean): void {
  const { items, dx, op, words } = judging.evaluator.vocabulary
  const isFull = items.size + dx.size + op.size + words.size > MAX_CODES + baseOf(judging)
  if (complete && !isFull) return
  if (!complete) log.error('rules.evaluation', { releaseId: judging.releaseId })
  active.renew(judging)
}

const bases = new WeakMap<Judging, number>()

/** What the release itself brings. */
function baseOf(judging: Judging): number {
  const known = bases.get(judging)
  if (known !== undefined) return known
  const base = judging.release.points.length * 8
  bases.set(judging, base)
  return base
}

const pointMaps = new WeakMap<object, ReadonlyMap<string, Judging['release']['points'][number]>>()

function pointsOf(judging: Judging | undefined): ReadonlyMap<string, Judging['release']['points'][number]> {
  if (!judging) return new Map()
  const known = pointMaps.get(judging.release)
  if (known) return known
  const made = new Map(judging.release.points.map((point) => [point.kpId, point]))
  pointMaps.set(judging.release, made)
  return made
}

interface EntryParts extends PatientCall {
  readonly judging: Judging | undefined
  readonly judges: readonly Judge[]
  readonly shown: ReadonlySet<Judge>
  readonly complete: boolean
  readonly packed: string
  readonly callId: number
  readonly micros: number
}

function entryOf(parts: EntryParts): LogEntry {
  const { patient, request, judging, judges, shown, callId } = parts
  const { institution, doctor, person, current } = patient
  const call: CallRow = [
    callId, parts.at.toISOString(), parts.infno, request.taskId, institution.code, institution.name, institution.admdvs, person.psnNo,
    current.mdtrtId, doctor, patient.judged.size, judging?.releaseId ?? null, judging?.state ?? null, parts.micros, judges.length,
    shown.size, parts.complete ? 'judged' : 'not-judged', null, parts.packed,
  ] // prettier-ignore
  return { call, judges: judges.map((judge) => judgeText(judge, { callId, stage: request.stage, isShown: shown.has(judge) })) } // prettier-ignore
}

function judgeText(judge: Judge, { callId, stage, isShown }: { callId: number; stage: string; isShown: boolean }) {
  const { violating, involved } = judge
  const lines = [...violating.map(({ sn, amount }) => `{"sn":${JSON.stringify(sn)},"amount":"${formatYuan(amount)}"}`), ...involved.map(({ sn }) => `{"sn":${JSON.stringify(sn)}}`)] // prettier-ignore
  const head = JSON.stringify({ call_id: callId, jr_id: judge.jrId, stage, kind: judge.kind, kp_id: judge.kpId, severity: judge.severity, message: judge.message, basis: judge.basis, amount: formatYuan(judge.amount), shown: isShown }) // prettier-ignore
  return `${head.slice(0, -1)},"lines":[${lines.join(',')}]}`
}
