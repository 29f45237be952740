import type { JudgeResult } from '@yijian/contract'
import { AppError, type Day } from '@yijian/kernel'
import { createEvaluator, findKind } from '@yijian/rules'
import { chinaTimeText } from '../../../platform/clock.ts'
import { judgePatient } from '../real-time/judge.ts'
import { normalise } from '../real-time/normalise.ts'
import { resultOf } from '../real-time/respond.ts'
import { compile, type Judging } from './active.ts'
import type { RulesContext } from './context.ts'
import { releasedId } from './library.ts'
import { notAsked } from './not-asked.ts'
import { releaseOfPoints } from './release-content.ts'
import { loadRelease } from './releases.ts'

export interface Trial {
  readonly infno: '3101' | '3102'
  readonly request?: unknown
  readonly releaseId?: string | undefined
  readonly point?: { readonly kpId: string; readonly version: number } | undefined
  /** Judge with this instead (a draft that is not saved). */
  readonly judging?: Judging
}

/** 试算: the answer that 3101/3102 would give, without the person's log, without a trace. */
export async function tryRequest(context: RulesContext, trial: Trial) {
  const began = performance.now()
  const judging = trial.judging ?? (await judgingOf(context, trial))
  const request = normalise(trial.request, trial.infno, chinaTimeText(context.platform.clock.now()).slice(0, 10) as Day)
  const points = new Map(judging.release.points.map((point) => [point.kpId, point]))
  const result: (JudgeResult & { lawful: string })[] = []
  const cannotTell = new Map(notAsked(judging.compiled, request))
  const failed = new Map<string, string>(judging.compiled.failed)
  for (const patient of request.patients) {
    const judged = judgePatient(patient, request, { judging, state: undefined })
    for (const judge of judged.judges) result.push({ ...resultOf(judge, { patient, taskId: request.taskId, point: points.get(judge.kpId) }), lawful: judge.lawful }) // prettier-ignore
    for (const [kind, n] of judged.cannotTell) cannotTell.set(kind, (cannotTell.get(kind) ?? 0) + n)
    for (const [id, reason] of judged.failed) failed.set(id, reason)
    if (!judged.complete) failed.set('*', '判定中断')
  }
  return {
    result,
    read: {
      encounters: request.patients.reduce((sum, { encounters }) => sum + encounters.length, 0),
      lines: request.patients.reduce((sum, { lines }) => sum + lines.length, 0),
      notes: [...request.notes],
    },
    cannotTell: [...cannotTell].map(([kindId, n]) => ({ kindId, name: findKind(kindId)?.name ?? kindId, n })),
    failed: [...failed].map(([id, reason]) => ({ id, reason })),
    tookMs: Math.round((performance.now() - began) * 100) / 100,
  }
}

/** The release that judges, another one, or either with a draft in place of its point. */
async function judgingOf(context: RulesContext, { releaseId, point }: Trial): Promise<Judging> {
  const current = context.active.current()
  if (releaseId === undefined && point === undefined && current) return current
  const base = releaseId === undefined ? current?.release : await loadRelease(context, releaseId)
  const release = point ? withPoint(context, base?.points ?? [], point) : base
  if (!release) throw new AppError('missing', 'rules.release', '尚无规则集')
  const compiled = compile(release)
  return { releaseId: releaseId ?? '', title: '', hash: release.hash, state: 'active', since: new Date(0), release, compiled, evaluator: createEvaluator(compiled) } // prettier-ignore
}

function withPoint(
  { library }: RulesContext,
  points: Judging['release']['points'],
  { kpId, version }: { kpId: string; version: number },
) {
  const versions = library.versionsOf(kpId)
  const stored = versions.find(({ point }) => point.version === version)
  if (!stored) throw new AppError('missing', 'rules.point', '知识点不存在')
  const replaced = new Set(versions.map(({ point }) => releasedId(point)))
  const chosen = [...points.filter((one) => !replaced.has(one.kpId)), { ...stored.point, kpId: releasedId(stored.point), retractedAt: null }] // prettier-ignore
  return releaseOfPoints(chosen)
}
