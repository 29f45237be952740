import { AppError } from '@yijian/kernel'

export interface HistoryRow {
  readonly kind: 'dx' | 'op'
  readonly code: string
  readonly name: string
  readonly cases: number
  readonly mains: number
}

const KINDS: Readonly<Record<string, 'dx' | 'op'>> = { dx: 'dx', op: 'op', 诊断: 'dx', 手术: 'op', 手术操作: 'op' }
const MOST = 50_000

/** `kind,code,name,n` of old records. Bad lines are named, good ones taken. */
export function parseHistory(csv: string): { rows: HistoryRow[]; refused: { line: number; reason: string }[] } {
  const lines = csv.replace(/^\uFEFF/, '').split(/\r?\n/)
  if (csv.trim() === '') return { rows: [], refused: [] }
  const header = cellsOf(lines[0] ?? '').map((cell) => cell.toLowerCase())
  const [kindAt, codeAt, nameAt, nAt] = ['kind', 'code', 'name', 'n'].map((column) => header.indexOf(column)) as [number, number, number, number] // prettier-ignore
  if (kindAt < 0 || codeAt < 0 || nameAt < 0)
    throw new AppError('invalid', 'drg.mapping.columns', '首行应有列 kind、code、name（可有 n）')
  if (lines.length > MOST) throw new AppError('invalid', 'drg.mapping.many', `一次最多 ${MOST} 行`)
  const rows: HistoryRow[] = []
  const refused: { line: number; reason: string }[] = []
  for (const [at, text] of lines.entries()) {
    if (at === 0 || text.trim() === '') continue
    const cells = cellsOf(text)
    const kind = KINDS[(cells[kindAt] ?? '').toLowerCase()]
    const [code, name] = [(cells[codeAt] ?? '').slice(0, 40), (cells[nameAt] ?? '').slice(0, 120)]
    const n = nAt < 0 ? 1 : Number(cells[nAt] ?? 1)
    if (kind === undefined) refused.push({ line: at + 1, reason: 'kind 应为 dx（诊断）或 op（手术操作）' })
    else if (code === '' && name === '') refused.push({ line: at + 1, reason: '编码和名称都没有写' })
    else if (!Number.isInteger(n) || n < 0 || n > 2_000_000_000)
      refused.push({ line: at + 1, reason: `例数看不懂：${cells[nAt] ?? ''}` }) // prettier-ignore
    else rows.push({ kind, code, name, cases: n, mains: 0 })
  }
  return { rows, refused }
}

/** Cells of a line; quoted ones may hold commas and doubled quotes. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain ?? '').trim()) // prettier-ignore
}
