import type { Witness as WitnessView } from '@yijian/contract'
import { formatYuan } from '@yijian/kernel'
import { compileRelease, createEvaluator, findKind, makeRelease, type ClaimSet, type Encounter, type KnowledgePoint, type Stage } from '@yijian/rules' // prettier-ignore
import { MODE_WORDS } from './words.ts'

const SEX = { 1: '男', 2: '女' } as const
const LINES = 12

/** 举证单据 in words, and what each point, judged alone, says of it. */
export function witnessView(claims: ClaimSet, points: readonly KnowledgePoint[]): WitnessView {
  return {
    persons: claims.persons.map((person) => ({
      psnNo: person.psnNo,
      text: [person.gend === null ? '性别未知' : SEX[person.gend], person.brdy === null ? '出生日期未知' : `${person.brdy} 生`, person.pregnant ? '妊娠' : '', person.lactating ? '哺乳' : ''].filter(Boolean).join('，'), // prettier-ignore
      visits: claims.encounters.filter(({ psnNo }) => psnNo === person.psnNo).map((visit) => visitView(visit, claims)),
    })),
    judges: points.flatMap((point) => judgesOf(claims, point)),
  }
}

function visitView(visit: Encounter, claims: ClaimSet): WitnessView['persons'][number]['visits'][number] {
  const lines = claims.lines.filter(({ mdtrtId }) => mdtrtId === visit.mdtrtId)
  const period = visit.dsc === null || visit.dsc === visit.adm ? visit.adm : `${visit.adm} 至 ${visit.dsc}`
  const facts = [
    `${MODE_WORDS[visit.mode ?? ''] ?? '就诊'} ${period}`,
    visit.tier === null ? '' : `${['', '一', '二', '三'][visit.tier] ?? visit.tier}级机构`,
    visit.dept ?? '',
    visit.dx.length === 0 ? '' : `诊断 ${visit.dx.join('、')}`,
    visit.ops.length === 0 ? '' : `手术 ${visit.ops.join('、')}`,
  ]
  return {
    mdtrtId: visit.mdtrtId,
    text: facts.filter(Boolean).join('，'),
    lines: lines.slice(0, LINES).map((line) => ({
      sn: line.sn,
      code: line.code,
      name: line.name,
      time: line.time,
      qty: line.qty === null ? '—' : String(line.qty / 10_000),
      amount: line.inscp === null ? null : formatYuan(line.inscp),
    })),
    more: Math.max(0, lines.length - LINES),
  }
}

function judgesOf(claims: ClaimSet, point: KnowledgePoint): WitnessView['judges'] {
  const kind = findKind(point.kind)
  if (!kind) return []
  const rules = [{ kind: kind.id, version: 1, severity: null, stages: null }]
  const alone = { ...point, area: null, retractedAt: null }
  const evaluator = createEvaluator(compileRelease(makeRelease({ rules, points: [alone], sets: [] }), [kind]))
  const stage: Stage = kind.stages.includes('A') ? 'A' : (kind.stages[0] ?? 'A')
  return evaluator.judge(evaluator.tableOf(claims), stage).map((judge) => ({
    kpId: point.kpId,
    version: point.version,
    psnNo: judge.psnNo,
    message: judge.message,
    amount: formatYuan(judge.amount),
    violating: judge.violating.map(({ sn }) => sn),
    involved: judge.involved.map(({ sn }) => sn),
  }))
}
