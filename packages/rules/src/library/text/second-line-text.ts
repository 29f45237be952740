import type { OfficialRow } from '../official-row.ts'
import { findSpan, proposal, type PartnerProposal, type Reading } from '../proposal.ts'

/** Drugs and classes that texts name as the first line → national drug code prefixes (`X` + ATC class). Wide: one too many never accuses. */
const FIRST_LINE: readonly (readonly [RegExp, readonly string[]])[] = [
  [/二甲双胍/, ['XA10BA', 'XA10BD']],
  [/磺脲类/, ['XA10BB', 'XA10BD']],
  [/胰岛素/, ['XA10A']],
  [/口服(?:降糖)?药/, ['XA10B']],
  [/他汀/, ['XC10AA', 'XC10B']],
  [/含铂|铂类|铂耐药|铂敏感/, ['XL01XA']],
  [/吉西他滨|氟尿?嘧啶|FOLF|卡培他滨/, ['XL01BC']],
  [/紫杉/, ['XL01CD']],
  [/伊立替康/, ['XL01CE', 'XL01XX']],
  [/甲氨[蝶喋]呤|DMARD|传统合成/, ['XL04', 'XL01BA', 'XM01', 'XA07EC', 'XP01BA']],
  [/糖皮质激素|皮质类固醇|激素治疗/, ['XH02', 'XR03BA', 'XR03AK']],
  [/免疫球蛋白/, ['XJ06BA', 'XH02']],
  [/酪氨酸激酶抑制剂|激酶抑制剂|ALK|EGFR|伊马替尼/, ['XL01E', 'XL01XE']],
  [/长效吸入型/, ['XR03']],
  [/内分泌治疗|芳香化酶|阿比特龙|雄激素/, ['XL02']],
  [/蛋白酶体抑制剂|来那度胺|免疫调节剂/, ['XL01', 'XL04']],
]
const EARLIER =
  /既往|经.{0,24}治疗|治疗失败|接受过|治疗后|应答不|失应答|不耐受|控制(?:效果)?不佳|难以控制|反应不佳|不应答|进展|难治|无法达到|无法达标|疗效不|效果欠佳|治疗无效|缓解不/

/** 限二线使用: earlier use of what the text names, else of any drug of the same therapeutic group when it speaks of earlier treatment. */
export function readSecondLine(row: OfficialRow): Reading {
  const window = proposal('window_days', 365, { confidence: 0.6, note: '一线用药回溯 365 天' })
  const named = FIRST_LINE.flatMap(([pattern, prefixes]): PartnerProposal[] => {
    const span = findSpan(row, 'constraint', pattern)
    return span ? prefixes.map((prefix) => ({ key: `${prefix}*`, span, confidence: 0.65 })) : []
  })
  const group = ownGroup(row)
  const earlier = findSpan(row, 'constraint', EARLIER)
  const same = earlier && group ? [{ key: `${group}*`, span: earlier, confidence: 0.5 }] : []
  const partners = unique([...named, ...same])
  if (partners.length === 0) return { proposals: [window], reason: '限定内容未写明一线药品，需专家给出一线药品目录' }
  return { proposals: [window], partners }
}

/** 治疗组: `X` + two letters and digits of the ATC code, when all codes agree. */
function ownGroup(row: OfficialRow): string | null {
  const groups = new Set(row.codes.map((code) => code.slice(0, 4)))
  const [group] = groups
  return groups.size === 1 && group?.startsWith('X') ? group : null
}

function unique(partners: readonly PartnerProposal[]): PartnerProposal[] {
  return [...new Map(partners.map((partner) => [partner.key, partner])).values()]
}
