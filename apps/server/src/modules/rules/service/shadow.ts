import { formatYuan, parseYuan, type Day } from '@yijian/kernel'
import { createEvaluator } from '@yijian/rules'
import type { Db } from '../../../platform/db/pool.ts'
import type { Clock } from '../../../platform/clock.ts'
import { describeDefect, type Log } from '../../../platform/log.ts'
import type { PersonState } from '../real-time/person-state.ts'
import { judgePatient } from '../real-time/judge.ts'
import type { AuditRequest, Patient } from '../real-time/normalise.ts'
import type { RulesTables } from '../schema.ts'
import { addShadow, type ShadowCount } from '../store/breaker.ts'
import type { StoredPoint } from '../store/library.ts'
import { compile, type Judging } from './active.ts'
import type { Library } from './library.ts'
import { newestInTrial, releaseOfPoints } from './release-content.ts'

/** A call as it was judged, seen again by the points in trial. */
export interface Seen {
  readonly patient: Patient
  readonly request: AuditRequest
  readonly state: PersonState | undefined
}

/** 影子运行: points in trial judged beside live traffic, after the answer, shown to nobody. */
export interface Shadow {
  /** Returns at once; what comes too fast is left out, and then counts neither as line nor as hit. */
  readonly observe: (seen: Seen) => void
  /** Judges what waits and stores the counts. */
  readonly flush: () => Promise<void>
}

export interface ShadowParts {
  readonly db: Db<RulesTables>
  readonly library: Library
  readonly clock: Clock
  readonly log: Log
}

const WAITING = 200
const REMEMBERED = 50_000
const HOUR = 3_600_000

interface Trial {
  readonly of: readonly StoredPoint[]
  readonly judging: Judging | undefined
  readonly points: readonly StoredPoint[]
}

export function createShadow({ db, library, clock, log }: ShadowParts): Shadow {
  let trial: Trial = { of: [], judging: undefined, points: [] }
  let counts = new Map<string, ShadowCount>()
  const waiting: Seen[] = []
  const known = new Set<string>()
  let scheduled = false

  function current(): Trial {
    const all = library.all()
    if (trial.of !== all) trial = trialOf(all)
    return trial
  }
  function work(): void {
    scheduled = false
    const seen = waiting.shift()
    if (seen) count(seen)
    if (waiting.length > 0) schedule()
  }
  // One call a turn: answers in between go first.
  function schedule(): void {
    if (scheduled) return
    scheduled = true
    setImmediate(work)
  }
  function count({ patient, request, state }: Seen): void {
    const { judging, points } = current()
    if (!judging) return
    const { judges, complete } = judgePatient(patient, request, { judging, state })
    if (!complete) return
    if (known.size > REMEMBERED) known.clear()
    const { institution } = patient
    const hour = new Date(Math.floor(clock.now().getTime() / HOUR) * HOUR)
    for (const { point } of points) {
      const own = judges.filter(({ kpId, jrId }) => kpId === point.kpId && !known.has(`${point.version}|${jrId}`))
      for (const { jrId } of own) known.add(`${point.version}|${jrId}`)
      const amount = own.reduce((sum, judge) => sum + judge.amount, 0n)
      add(counts, { hour, kp_id: point.kpId, version: point.version, fixmedins_code: institution.code, fixmedins_name: institution.name, admdvs: institution.admdvs, calls: 1, lines: patient.judged.size, hits: own.length, amount: formatYuan(amount) }) // prettier-ignore
    }
  }
  return {
    observe: (seen) => {
      if (waiting.length >= WAITING || !current().judging) return
      waiting.push(seen)
      schedule()
    },
    flush: async () => {
      for (let seen = waiting.shift(); seen; seen = waiting.shift()) count(seen)
      const taken = counts
      counts = new Map()
      await addShadow(db, [...taken.values()]).catch((error: unknown) =>
        log.warn('rules.shadow', describeDefect(error)),
      )
    },
  }
}

function add(counts: Map<string, ShadowCount>, more: ShadowCount): void {
  const key = `${more.hour.getTime()}|${more.kp_id}|${more.version}|${more.fixmedins_code}`
  const before = counts.get(key)
  const amount = before ? formatYuan(parseYuan(before.amount) + parseYuan(more.amount)) : more.amount
  counts.set(key, { ...more, calls: more.calls + (before?.calls ?? 0), lines: more.lines + (before?.lines ?? 0), hits: more.hits + (before?.hits ?? 0), amount }) // prettier-ignore
}

/** The newest version of every point in trial, as if it were law already. */
function trialOf(all: readonly StoredPoint[]): Trial {
  const points = newestInTrial(all)
  if (points.length === 0) return { of: all, judging: undefined, points }
  const law = { effBegin: '1970-01-01' as Day, effEnd: null, area: null, retractedAt: null }
  const release = releaseOfPoints(points.map(({ point }) => ({ ...point, ...law })))
  const compiled = compile(release)
  const judging: Judging = { releaseId: 'shadow', title: '影子运行', hash: release.hash, state: 'trial', since: new Date(0), release, compiled, evaluator: createEvaluator(compiled) } // prettier-ignore
  return { of: all, judging, points }
}
