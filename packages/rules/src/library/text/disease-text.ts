import type { OfficialRow } from '../official-row.ts'
import { proposal, type Reading, type TextSpan } from '../proposal.ts'
import { DISEASE_TERMS } from './disease-terms.ts'

const TERMS = Object.keys(DISEASE_TERMS).sort((a, b) => b.length - a.length)
const TERM = new RegExp(TERMS.map((term) => term.replace(/[()[\]+.-]/g, '\\$&')).join('|'), 'g')
/** Names of molecules and viruses that contain a disease's name. */
const NO_DISEASE = /间变性淋巴瘤激酶|肿瘤坏死因子|人体免疫缺陷病毒|癌基因|人表皮生长因子|免疫球蛋白E/g
/** Said of many diseases: they count where the part of the text names nothing closer. */
const GENERAL = new Set(['感染', '抢救', '重症', '肿瘤', '恶性肿瘤', '癌症', '化疗', '放化疗', '实体瘤', '透析'])
/** Parts of a sentence that name no further disease. */
const CONDITION =
  /支付不超过|单次|首次处方|住院方可|营养风险|需按说明书|应同时符合|连续使用|药敏试验|事前审查|每日不超过|安全性|说明书|不包括|除外|未接受过|期间|联合|^[^，；。]{0,6}$/

/**
 * 限适应症: the diagnoses the text allows, as ICD-10 categories. A text lists its indications (`1.…；2.…`, `、`); when one of them names no
 * disease we know, the proposal would refuse lawful use, so it is not executable until an expert names the codes.
 */
export function readIndication(row: OfficialRow): Reading {
  const clauses = clausesOf(row.constraint)
  const found = clauses.map((clause) => ({ clause, spans: termsIn(clause) }))
  const unread = found.find(({ clause, spans }) => spans.length === 0 && !CONDITION.test(clause.text))
  const spans = found.flatMap((entry) => entry.spans)
  if (spans.length === 0) return { proposals: [], reason: '限定适应症未能对应到诊断编码，需专家给出诊断范围' }
  if (unread) return { proposals: [], reason: `适应症“${short(unread.clause.text)}”未能对应到诊断编码` }
  const codes = [...new Set(spans.flatMap((span) => DISEASE_TERMS[span.text]?.split('|') ?? []))].sort()
  const note = `由${spans.length > 3 ? `“${spans[0]!.text}”等 ${spans.length} 处` : spans.map((span) => `“${span.text}”`).join('')}对应，诊断范围从宽，请专家确认` // prettier-ignore
  const span = spans[0]!
  return { proposals: [proposal('dx_allow', minimal(codes).join('|'), { span, confidence: clauses.length > 1 ? 0.6 : 0.7, note })] } // prettier-ignore
}

interface Clause {
  readonly start: number
  readonly text: string
}

function clausesOf(text: string): Clause[] {
  const clauses: Clause[] = []
  for (const match of text.matchAll(/[^；;。\n]+/g)) {
    const lead = /^[\s限：:]*(?:\d+[.．、])?\s*/.exec(match[0])?.[0].length ?? 0
    const body = match[0].slice(lead)
    if (body.trim() !== '') clauses.push({ start: match.index + lead, text: body })
  }
  return clauses
}

function termsIn({ start, text }: Clause): TextSpan[] {
  const masked = text.replace(NO_DISEASE, (name) => '·'.repeat(name.length))
  const spans = [...masked.matchAll(TERM)].map((match) => ({
    field: 'constraint' as const,
    start: start + match.index,
    end: start + match.index + match[0].length,
    text: match[0],
  }))
  const close = spans.filter((span) => !GENERAL.has(span.text))
  return close.length > 0 ? close : spans
}

/** Without categories that a shorter one of the list contains. */
function minimal(codes: readonly string[]): string[] {
  return codes.filter((code) => !codes.some((other) => other !== code && code.startsWith(other)))
}

function short(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text
}
