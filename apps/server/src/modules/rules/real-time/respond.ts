import { hash } from 'node:crypto'
import type { JudgeResult } from '@yijian/contract'
import { findKind, type Judge, type KnowledgePoint } from '@yijian/rules'
import type { LineInfo } from './lines.ts'
import type { Patient } from './normalise.ts'

export interface ResultParts {
  readonly patient: Patient
  readonly taskId: string | null
  readonly point: KnowledgePoint | undefined
}

/** 判定 → one element of `result[]`. Lines of other institutions are not in it, nor their share of the amount. */
export function resultOf(judge: Judge, parts: ResultParts): JudgeResult {
  return JSON.parse(resultText(judge, parts)) as JudgeResult
}

/** The same as JSON, written at once: a judge of a long stay names hundreds of lines. */
export function resultText(judge: Judge, { patient, taskId, point }: ResultParts): string {
  const patn = JSON.stringify(judge.psnNo)
  const own = ownVisits(patient)
  const details: string[] = []
  let amount = judge.amount
  let isEstimated = false
  const add = (row: { readonly sn: string; readonly mdtrtId: string }, type: '1' | '2', share: bigint) => {
    const info = patient.lineInfo.get(row.sn)
    const mdtrt = own.get(row.mdtrtId)
    if (!info || mdtrt === undefined) {
      if (info === undefined && isLine(row.sn, row.mdtrtId)) amount -= share
      return
    }
    isEstimated ||= type === '1' && info.estimated
    details.push(`{"jrd_id":"${detailId(judge.jrId, info.rxId)}","patn_id":${patn},"mdtrt_id":${mdtrt},"rx_id":${JSON.stringify(info.rxId)},"vola_item_type":"${type}","vola_amt":${yuan(share)}}`) // prettier-ignore
  }
  for (const row of judge.involved) add(row, '2', 0n)
  for (const row of judge.violating) add(row, '1', row.amount)
  const head: Omit<JudgeResult, 'judge_result_detail_dtos'> = {
    jr_id: judge.jrId,
    rule_id: judge.kind,
    rule_name: judge.ruleName,
    vola_cont: judge.message,
    patn_id: judge.psnNo,
    mdtrt_id: judge.mdtrtId || patient.current.mdtrtId,
    vola_amt: yuan(amount),
    vola_amt_stas: judge.amountStatus === 3 ? '3' : isEstimated ? '2' : '1',
    sev_deg: String(judge.severity),
    vola_evid: evidence(judge, patient, point),
    vola_bhvr_type: findKind(judge.kind)?.cat2.includes('行为') ? '2' : '1',
    task_id: taskId,
  }
  return `${JSON.stringify(head).slice(0, -1)},"judge_result_detail_dtos":[${details.join(',')}]}`
}

function isLine(sn: string, mdtrtId: string): boolean {
  return sn.startsWith(`${mdtrtId}/`)
}

const visits = new WeakMap<Patient, ReadonlyMap<string, string>>()

/** Visits of the request at the institution that asks, with their numbers as JSON. */
function ownVisits(patient: Patient): ReadonlyMap<string, string> {
  const known = visits.get(patient)
  if (known) return known
  const own = patient.encounters.filter(({ inst }) => inst === '' || inst === patient.institution.code)
  const made = new Map(own.map(({ mdtrtId }) => [mdtrtId, JSON.stringify(mdtrtId)]))
  visits.set(patient, made)
  return made
}

function detailId(jrId: string, rxId: string): string {
  return `D-${hash('sha256', `${jrId}|${rxId}`).slice(0, 32)}`
}

const WINDOWS: Readonly<Record<string, string>> = { encounter: '同次就诊', day: '同日', hour: '同一小时', month: '同月', year: '同年', rx: '同张处方' } // prettier-ignore
const EVIDENCE = 500
const NAMES = 5

/** 规则｜知识点｜数值｜依据｜合规做法, cut between fields. */
function evidence(judge: Judge, patient: Patient, point: KnowledgePoint | undefined): string {
  const a = namesOf(judge.involved, patient.lineInfo)
  const b = namesOf(judge.violating, patient.lineInfo)
  const parts = [judge.kind, judge.kpId]
  if (a !== '') parts.push(`A=${a}`, `B=${b}`)
  else if (b !== '') parts.push(b)
  const per = WINDOWS[String(point?.params.per ?? '')]
  if (per !== undefined) parts.push(per)
  for (const [name, value] of Object.entries(judge.facts))
    if (name !== '名称' && name !== '对方') parts.push(`${name}=${value}`)
  parts.push(`依据=${judge.basis}`, `合规=${judge.lawful}`)
  let evidenceText = parts[0]!
  for (const part of parts.slice(1)) if (evidenceText.length + part.length + 1 <= EVIDENCE) evidenceText += `|${part}`
  return evidenceText
}

/** The first few different names. */
function namesOf(rows: readonly { readonly sn: string }[], lines: ReadonlyMap<string, LineInfo>): string {
  const names: string[] = []
  for (const { sn } of rows) {
    const name = lines.get(sn)?.name
    if (name === undefined || names.includes(name)) continue
    names.push(name)
    if (names.length === NAMES) break
  }
  return names.join('、')
}

/** Exact: the nearest number to so many hundredths prints as them. */
function yuan(fen: bigint): number {
  return Number(fen) / 100
}

/** What the caller should know besides the judges: that some were not made, and what of the request was not judged. */
export function warningOf({ complete, notes }: { complete: boolean; notes: readonly string[] }): string {
  return [...(complete ? [] : ['部分规则未完成判定，空结果不代表通过']), ...notes].join('；').slice(0, 200)
}
