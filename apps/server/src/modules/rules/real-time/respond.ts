import type { JudgeResult } from '@yijian/contract'
import { findKind, type Judge, type KnowledgePoint } from '@yijian/rules'
import { formatYuan } from '@yijian/kernel'
import { createHash } from 'node:crypto'
import type { Patient } from './normalise.ts'

export interface ResultParts {
  readonly patient: Patient
  readonly taskId: string | null
  readonly point: KnowledgePoint | undefined
}

/** 判定 → one element of `result[]`. Lines of other institutions are not in it, nor their share of the amount. */
export function resultOf(judge: Judge, { patient, taskId, point }: ResultParts): JudgeResult {
  const subject = { patn_id: judge.psnNo, mdtrt_id: judge.mdtrtId || patient.current.mdtrtId }
  const details: JudgeResult['judge_result_detail_dtos'] = []
  const involved = judge.involved.map((row) => ({ ...row, amount: 0n, type: '2' }))
  const violating = judge.violating.map((row) => ({ ...row, type: '1' }))
  let amount = judge.amount
  let isEstimated = false
  for (const row of [...involved, ...violating]) {
    const info = patient.lineInfo.get(row.sn)
    if (!info || !isOwn(patient, row.mdtrtId)) {
      if (info === undefined && isLine(row.sn, row.mdtrtId)) amount -= row.amount
      continue
    }
    isEstimated ||= row.type === '1' && info.estimated
    details.push({ jrd_id: detailId(judge.jrId, info.rxId), patn_id: judge.psnNo, mdtrt_id: row.mdtrtId, rx_id: info.rxId, vola_item_type: row.type, vola_amt: yuan(row.amount) }) // prettier-ignore
  }
  return {
    jr_id: judge.jrId,
    rule_id: judge.kind,
    rule_name: judge.ruleName,
    vola_cont: judge.message,
    ...subject,
    vola_amt: yuan(amount),
    vola_amt_stas: judge.amountStatus === 3 ? '3' : isEstimated ? '2' : '1',
    sev_deg: String(judge.severity),
    vola_evid: evidence(judge, patient, point),
    vola_bhvr_type: findKind(judge.kind)?.cat2.includes('行为') ? '2' : '1',
    task_id: taskId,
    judge_result_detail_dtos: details,
  }
}

function isLine(sn: string, mdtrtId: string): boolean {
  return sn.startsWith(`${mdtrtId}/`)
}

function isOwn(patient: Patient, mdtrtId: string): boolean {
  const encounter = patient.encounters.find((one) => one.mdtrtId === mdtrtId)
  return encounter !== undefined && (encounter.inst === '' || encounter.inst === patient.institution.code)
}

function detailId(jrId: string, rxId: string): string {
  return `D-${createHash('sha256').update(`${jrId}|${rxId}`).digest('hex').slice(0, 32)}`
}

const WINDOWS: Readonly<Record<string, string>> = { encounter: '同次就诊', day: '同日', hour: '同一小时', month: '同月', year: '同年', rx: '同张处方' } // prettier-ignore
const EVIDENCE = 500

/** 规则｜知识点｜数值｜依据, cut between fields. */
function evidence(judge: Judge, patient: Patient, point: KnowledgePoint | undefined): string {
  const nameOf = (rows: readonly { readonly sn: string }[]) => [...new Set(rows.map(({ sn }) => patient.lineInfo.get(sn)?.name).filter((name) => name !== undefined))].slice(0, 5).join('、') // prettier-ignore
  const a = nameOf(judge.involved)
  const b = nameOf(judge.violating)
  const parts = [judge.kind, judge.kpId]
  if (a !== '') parts.push(`A=${a}`, `B=${b}`)
  else if (b !== '') parts.push(b)
  const per = WINDOWS[String(point?.params.per ?? '')]
  if (per !== undefined) parts.push(per)
  for (const [name, value] of Object.entries(judge.facts))
    if (name !== '名称' && name !== '对方') parts.push(`${name}=${value}`)
  parts.push(`依据=${judge.basis}`)
  let evidenceText = parts[0]!
  for (const part of parts.slice(1)) if (evidenceText.length + part.length + 1 <= EVIDENCE) evidenceText += `|${part}`
  return evidenceText
}

function yuan(fen: bigint): number {
  return Number(formatYuan(fen))
}
