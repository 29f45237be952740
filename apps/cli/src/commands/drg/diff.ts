import { createFlow, createGrouper, diffSchemes, type Difference } from '@yijian/drg'
import { formatYuan } from '@yijian/kernel'
import { count } from '../../progress.ts'
import { loadScheme, readPieces } from './scheme-folder.ts'

interface DiffOptions {
  readonly a: string
  readonly b: string
  readonly cases: string | undefined
}

export async function diff({ a, b, cases }: DiffOptions): Promise<number> {
  const [before, after] = [loadScheme(a).tables, loadScheme(b).tables]
  const { codes, adrgs, drgs } = diffSchemes(before, after)
  console.log(`清单有差异 ${count(codes.length)} 张，ADRG ${count(adrgs.length)} 个，DRG ${count(drgs.length)} 个`)
  for (const { list, added, removed } of codes) console.log(`${list}：增 ${added.length} 减 ${removed.length}${sample('+', added)}${sample('-', removed)}`) // prettier-ignore
  for (const difference of [...adrgs, ...drgs]) console.log(textOf(difference))
  if (cases === undefined) return 0
  const flow = createFlow(createGrouper(before), createGrouper(after))
  for await (const piece of readPieces(cases)) flow.push(piece)
  const cells = flow.end()
  const moved = cells.filter(({ from, to }) => from !== to)
  const total = (list: typeof cells) => list.reduce((sum, cell) => sum + cell.cases, 0)
  console.log(`病例 ${count(total(cells))}，换组 ${count(total(moved))}`)
  console.log('原组 → 新组 病例 费用（元）')
  for (const { from, to, cases: n, fen } of moved) console.log(`${from} → ${to} ${count(n)} ${formatYuan(fen)}`)
  return 0
}

const KINDS = { added: '新增', removed: '取消', changed: '变更' } as const

function textOf({ code, kind, before, after }: Difference): string {
  return `${KINDS[kind]} ${code}：${[before, after].filter((text) => text !== '').join(' → ')}`
}

function sample(sign: string, codes: readonly string[]): string {
  return codes.length === 0 ? '' : ` ${codes.slice(0, 5).map((code) => sign + code).join(' ')}${codes.length > 5 ? '…' : ''}` // prettier-ignore
}
