import { getItem } from './catalogue.ts'

/** What a stay or visit may be charged with: one row per item, chosen when the draw of its group falls in [low, high). */
export interface PackRow {
  readonly item: number
  /** Draw group: alternatives share one. Unique within a pack. */
  readonly group: number
  readonly low: number
  readonly high: number
  /** `D` daily, `C` first part of the stay, `O` once, `R` every `step` days, `P` day of the operation. */
  readonly mode: 'D' | 'C' | 'O' | 'R' | 'P'
  /** C: part of the stay; O: day; R: step. */
  readonly argument: number
  readonly quantity: number
  readonly tiers: string
}

const LINE = /^(?:([0-3]+):)?([DCORP])([\d.]*)(?:x([\d.]+))?(?:@([\d.]+))? (.+)$/

/** Reads the pack lines of `diseases.ts`. Throws on a line it cannot read and on an item named twice. */
export function parsePack(lines: readonly string[]): readonly PackRow[] {
  const rows = lines.flatMap((line, group) => parseLine(line, group))
  const seen = new Set<string>()
  for (const row of rows) {
    for (const tier of row.tiers) {
      const key = `${tier}/${row.item}`
      if (seen.has(key)) throw new Error(`item ${row.item} twice in one pack: ${lines.join('; ')}`)
      seen.add(key)
    }
  }
  return rows
}

function parseLine(line: string, group: number): PackRow[] {
  const match = LINE.exec(line)
  if (!match) throw new Error(`cannot read pack line: ${line}`)
  const mode = match[2] as PackRow['mode']
  const argument = match[3] === '' || match[3] === undefined ? 0 : Number(match[3])
  const probability = Number(match[5] ?? '1')
  const quantity = mode === 'D' ? argument || 1 : Number(match[4] ?? '1')
  const names = (match[6] ?? '').split('/')
  const share = probability / names.length
  const merged = new Map<string, number>()
  for (const name of names) merged.set(name, (merged.get(name) ?? 0) + share)
  let low = 0
  return [...merged].map(([name, part]) => {
    const row = {
      item: getItem(name).no,
      group,
      low,
      high: low + part,
      mode,
      argument,
      quantity,
      tiers: match[1] ?? '0123',
    }
    low += part
    return row
  })
}

/** What every inpatient is charged with, whatever the disease. */
export const WARD_PACK: readonly string[] = [
  'D1 普通病房床位费',
  'D1 住院诊察费',
  'D1 Ⅱ级护理/Ⅱ级护理/Ⅱ级护理/Ⅱ级护理/Ⅰ级护理',
  'D1 静脉输液',
  'D1 一次性使用输液器',
  'R4x1 一次性使用静脉留置针',
  'D2 氯化钠注射液/葡萄糖注射液',
  'R4 血常规',
  'O0@0.9 尿常规',
  'R5@0.92 肝功能',
  'R5@0.95 肾功能',
  'R5@0.85 电解质测定',
  'O0@0.7 葡萄糖测定',
  'O0@0.5 凝血功能',
  'O0@0.9 常规心电图检查',
]

/** A bed taken for what a clinic could have done: daily charges, a few tests, tablets. */
export const LIGHT_WARD_PACK: readonly string[] = [
  'D1 普通病房床位费',
  'D1 住院诊察费',
  'D1 Ⅲ级护理',
  'O0 血常规',
  'O0@0.8 尿常规',
  'O0@0.5 肝功能',
  'O0@0.6 常规心电图检查',
  'D1 肌肉注射',
]
