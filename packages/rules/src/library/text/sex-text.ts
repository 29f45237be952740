import type { OfficialRow } from '../official-row.ts'
import { proposal, type Reading, type TextSpan } from '../proposal.ts'

const FEMALE =
  /女性|妇女|孕妇|妇科|女|妇|月经|行经|经行|经期|痛经|经痛|经血|经水|经闭|闭经|停经|绝经|调经|经前|产后|产妇|孕|安胎|胎|流产|小产|早产|恶露|带下|白带|止带|阴道|宫颈|宫寒|子宫|卵巢|输卵管|附件炎|盆腔|乳汁|缺乳|下乳|通乳|生乳|增乳|催乳|奶汁|乳少|乳腺增生|乳癖|崩漏|血崩|外阴|阴痒|阴蒂|前庭大腺|排卵|分娩|接生|羊膜|羊水|引产|剖宫|避孕|不孕|坤|冲任|宫外孕|刮宫|胎盘|会阴裂伤/g
const MALE =
  /男性|男子|男|前列腺|阳痿|遗精|早泄|滑精|勃起|精子|精液|少精|弱精|无精|睾丸|阴茎|附睾|包皮|阴囊|壮阳|雄激素受体|输精管|精索|精囊|尿道下裂|尿道海绵体|球海绵体/g

/** 限定性别: by the sex the indication, the organ or the name speaks of. Both named or neither: the expert decides. */
export function readSex(row: OfficialRow): Reading {
  const stated = statedSex(row)
  if (stated) return { proposals: [proposal('gend', stated.gend, { span: stated.span, confidence: 0.98 })] }
  const female = hits(row, FEMALE)
  const male = hits(row, MALE)
  if (female.length === 0 && male.length === 0) return { proposals: [], reason: '限定内容未写明性别' }
  const gend = male.length > female.length ? 1 : 2
  const [mine, other] = gend === 1 ? [male, female] : [female, male]
  const confidence = other.length > 0 ? 0.5 : mine.length > 1 ? 0.92 : 0.85
  const note = other.length > 0 ? `文本同时出现“${other[0]!.text}”，请核对` : null
  if (mine.length === other.length) return { proposals: [], reason: '文本同时涉及男性与女性，需专家确认' }
  return { proposals: [proposal('gend', gend, { span: mine[0]!, confidence, note })] }
}

function statedSex(row: OfficialRow): { readonly gend: 1 | 2; readonly span: TextSpan } | null {
  const match = /^(男|女)性/.exec(row.constraint)
  if (!match) return null
  return { gend: match[1] === '男' ? 1 : 2, span: { field: 'constraint', start: 0, end: 2, text: match[0] } }
}

/** Different words only: a text that repeats one word is not surer. The constraint goes before the name. */
function hits(row: OfficialRow, words: RegExp): TextSpan[] {
  const seen = new Map<string, TextSpan>()
  for (const field of ['constraint', 'itemName'] as const)
    for (const match of row[field].matchAll(words))
      if (!seen.has(match[0]))
        seen.set(match[0], { field, start: match.index, end: match.index + match[0].length, text: match[0] })
  return [...seen.values()]
}
