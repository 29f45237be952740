import type { DraftCheck, LooseDraft } from '@yijian/contract'
import { AppError, type Day } from '@yijian/kernel'
import { createEvaluator, makeRelease, parseKey, SHAPES, unboundPlaceholders, type KnowledgePoint, type Params, type RuleKind } from '@yijian/rules' // prettier-ignore
import { compile, type Judging } from './active.ts'
import { conflictsWith } from './conflicts.ts'
import type { RulesContext } from './context.ts'
import { getKind } from './library.ts'
import { tryRequest } from './real-time.ts'
import { failureOfPoint } from './release-content.ts'
import { previewOf, sentencesOf } from './sentence.ts'
import { paramsText } from './words.ts'

const UNSAVED = '草稿'

/** A document allows only what is local to be weaker. */
export function exemptionOf({
  area,
  exemption,
}: Pick<LooseDraft, 'area' | 'exemption'>): Pick<KnowledgePoint, 'exemption'> {
  const text = exemption?.trim() ?? ''
  return area === null || text === '' ? {} : { exemption: text }
}

/** What is being typed, as the point it would become. */
function pointOf({ library, platform }: RulesContext, draft: LooseDraft): KnowledgePoint {
  const { kindId, kpId, params, exemption, ...rest } = draft
  const newest = kpId === undefined ? undefined : library.versionsOf(kpId).at(-1)?.point
  return {
    ...rest,
    ...exemptionOf({ area: draft.area, exemption }),
    kpId: newest?.kpId ?? UNSAVED,
    version: (newest?.version ?? 0) + 1,
    kind: kindId as KnowledgePoint['kind'],
    params: params,
    basis: { ...draft.basis, date: draft.basis.date as Day | null },
    sourceBatch: null,
    effBegin: draft.effBegin as Day,
    effEnd: draft.effEnd as Day | null,
    recordedAt: platform.clock.now().toISOString(),
    retractedAt: null,
    supersedes: newest?.kpId ?? null,
  }
}

export function checkDraft(context: RulesContext, draft: LooseDraft): DraftCheck {
  const kind = getKind(draft.kindId)
  const point = pointOf(context, draft)
  const problems = problemsOf(point, kind)
  const isExecutable = !problems.some(({ field }) => EXECUTION.has(field))
  return {
    problems,
    words: sentencesOf(kind, point),
    paramsText: paramsText(kind, knownParams(point.params)),
    preview: previewOf(kind, point),
    conflicts: isExecutable ? conflictsWith(context, point) : [],
  }
}

/** Fields without which nothing can be judged. */
const EXECUTION = new Set(['keys', 'partners', 'params', 'effBegin', 'effEnd'])

function problemsOf(point: KnowledgePoint, kind: RuleKind): DraftCheck['problems'] {
  const problems: { field: string; text: string }[] = []
  const wrong = (field: string, text: string) => problems.push({ field, text })
  if (point.name.trim() === '') wrong('name', '请填写名称')
  for (const field of ['keys', 'partners'] as const) {
    const bad = point[field].filter((key) => !isKey(key))
    if (bad.length > 0) wrong(field, `编码格式不正确：${bad.slice(0, 3).join('、')}`)
  }
  if (point.keys.length === 0) wrong('keys', '请至少填写一个编码')
  if (SHAPES[kind.shape].partners === 'some' && point.partners.length === 0) wrong('partners', '请填写对应的编码')
  if (point.effEnd !== null && point.effEnd < point.effBegin) wrong('effEnd', '失效日期早于生效日期')
  problems.push(...basisProblems(point))
  const unbound = unboundPlaceholders(point.message ?? '')
  if (unbound.length > 0) wrong('message', `提示内容里没有这样的变量：${unbound.join('、')}`)
  if (problems.some(({ field }) => EXECUTION.has(field))) return problems
  const failure = failureOfPoint({ ...point, name: point.name || UNSAVED }, kind)
  if (failure !== undefined) wrong('params', failure)
  return problems
}

/** 依据: document, article, text and date belong to every point that is submitted. */
export function basisProblems({ basis }: Pick<KnowledgePoint, 'basis'>): DraftCheck['problems'] {
  const missing = [
    basis.document.trim() === '' ? { field: 'basis.document', text: '请填写依据文件' } : null,
    (basis.article ?? '').trim() === '' ? { field: 'basis.article', text: '请填写条款' } : null,
    basis.text.trim() === '' ? { field: 'basis.text', text: '请填写条文内容' } : null,
    basis.date === null ? { field: 'basis.date', text: '请填写文件日期' } : null,
  ]
  return missing.filter((one) => one !== null)
}

function isKey(key: string): boolean {
  try {
    parseKey(key)
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

function knownParams(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => String(value) !== ''))
}

export interface DraftTrial {
  readonly draft: LooseDraft
  readonly infno: '3101' | '3102'
  readonly request?: unknown
}

/** 试算 of what is not saved yet: judged alone, nothing kept. */
export function tryDraft(context: RulesContext, { draft, infno, request }: DraftTrial) {
  const kind = getKind(draft.kindId)
  const point = { ...pointOf(context, draft), area: null }
  const blocking = problemsOf(point, kind).find(({ field }) => EXECUTION.has(field))
  if (blocking) throw new AppError('invalid', 'rules.draft', blocking.text)
  const rules = [{ kind: kind.id, version: 1, severity: null, stages: null }]
  const release = makeRelease({ rules, points: [point], sets: [] })
  const compiled = compile(release)
  const judging: Judging = { releaseId: UNSAVED, title: UNSAVED, hash: release.hash, state: 'active', since: new Date(0), release, compiled, evaluator: createEvaluator(compiled) } // prettier-ignore
  return tryRequest(context, { infno, request, judging })
}
