import { LIST_FIELDS, NODES, type Form, type Node } from '@yijian/drg'
import { AppError } from '@yijian/kernel'
import { storedNodes } from './quality.ts'
import type { Row, StoredList } from '../stored.ts'

export interface ReadList {
  /** Line of a table, or number of the message in a JSON file, from 1. */
  readonly line: number
  readonly list: StoredList
  readonly mdtrtId: string
  readonly setlId: string
  readonly psnNo: string
  /** Institution that the list itself names (4101 only); empty when it names none. */
  readonly hospital: string
}

export interface ReadFile {
  readonly lists: readonly ReadList[]
  readonly refused: readonly { readonly line: number; readonly reason: string }[]
}

const NODE_NAMES = Object.keys(NODES) as Node[]

/** A file of lists: JSON messages of 4101 / 4101A (one, an array, or one a line), or a table. Bad ones are refused by line; good ones go in. */
export function readListFile(name: string, text: string): ReadFile {
  const body = text.replace(/^\uFEFF/, '')
  if (body.trim() === '') throw new AppError('invalid', 'drg.list.empty', `${name}：文件是空的`)
  return /\.csv$/i.test(name) ? readTable(body) : readMessages(name, body)
}

function readMessages(name: string, body: string): ReadFile {
  let messages: unknown[]
  try {
    const parsed: unknown = JSON.parse(body)
    messages = Array.isArray(parsed) ? parsed : [parsed]
  } catch {
    const lines = body.split(/\r?\n/).filter((line) => line.trim() !== '')
    if (lines.length < 2 || !lines[0]!.trimStart().startsWith('{')) throw new AppError('invalid', 'drg.list.json', `${name}：不是有效的 JSON 文件`) // prettier-ignore
    messages = lines.map((line) => {
      try {
        return JSON.parse(line) as unknown
      } catch {
        return null
      }
    })
  }
  return collect(messages.map((message, at) => ({ line: at + 1, read: () => readMessage(message) })))
}

function collect(items: readonly { line: number; read: () => Omit<ReadList, 'line'> }[]): ReadFile {
  const lists: ReadList[] = []
  const refused: { line: number; reason: string }[] = []
  const seen = new Set<string>()
  for (const { line, read } of items) {
    try {
      const one = read()
      const key = `${one.mdtrtId}|${one.setlId}`
      if (seen.has(key)) throw new AppError('invalid', 'drg.list.twice', `就诊 ${one.mdtrtId} 在同一文件中重复`)
      seen.add(key)
      lists.push({ line, ...one })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      refused.push({ line, reason: error.message })
    }
  }
  return { lists, refused }
}

/** With or without the envelope of the interface (`input`, `input.data`). */
function readMessage(message: unknown): Omit<ReadList, 'line'> {
  const outer = asObject(message)
  const input = asObject(outer?.['input']) ?? outer
  if (!input) throw new AppError('invalid', 'drg.list.message', '不是一条结算清单报文')
  const found = Object.fromEntries(
    NODE_NAMES.flatMap((node) => {
      const given = input[node]
      if (given === undefined) return []
      const rows = Array.isArray(given) ? given : [given]
      return [[node, rows.map((row) => asObject(row) ?? refuse(`${NODES[node]}（${node}）应为对象`))]]
    }),
  )
  return listOf(storedNodes(found), formOf(outer, found))
}

function refuse(reason: string): never {
  throw new AppError('invalid', 'drg.list.message', reason)
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined // prettier-ignore
}

/** What the envelope says; without one, the form whose own nodes or fields are there. */
function formOf(outer: Readonly<Record<string, unknown>> | undefined, nodes: Readonly<Record<string, unknown>>): Form {
  const said = outer?.['infno']
  if (said === '4101' || said === '4101A') return said
  const [info] = (nodes['setlinfo'] ?? []) as Readonly<Record<string, unknown>>[]
  return nodes['payinfo'] !== undefined || nodes['iteminfo'] !== undefined || info?.['psn_name'] !== undefined ? '4101' : '4101A' // prettier-ignore
}

function listOf(nodes: StoredList['nodes'], form: Form): Omit<ReadList, 'line'> {
  const info = nodes.setlinfo ?? []
  if (info.length !== 1) refuse(info.length === 0 ? '缺少清单信息（setlinfo）' : '清单信息（setlinfo）应只有一条')
  const [only] = info as [Row]
  const mdtrtId = only['mdtrt_id'] ?? ''
  if (mdtrtId === '') refuse('缺少就诊ID（mdtrt_id），无法对应到住院')
  if ((only['setl_id'] ?? '') === '') refuse('缺少结算ID（setl_id），无法对应到结算')
  if ((nodes.diseinfo ?? []).length === 0) refuse('缺少住院诊断信息（diseinfo）')
  return { list: { form, nodes }, mdtrtId, setlId: only['setl_id'] ?? '', psnNo: only['psn_no'] ?? '', hospital: only['fixmedins_code'] ?? '' } // prettier-ignore
}

/** Columns of the table beyond those of the list's head: codes of one list joined by `|`, the main one first. */
const INFO_FIELDS = LIST_FIELDS.filter(({ node, forms }) => node === 'setlinfo' && forms !== '4101').map(({ field }) => field) // prettier-ignore
const DIAGNOSIS_COLUMNS = ['diag_code', 'diag_name', 'adm_cond_type']
const OPERATION_COLUMNS = ['oprn_oprt_code', 'oprn_oprt_name', 'oprn_oprt_begntime', 'oprn_oprt_endtime', 'anst_way', 'anst_begntime', 'anst_endtime', 'oper_dr_code', 'anst_dr_code'] // prettier-ignore
export const TABLE_COLUMNS = [...INFO_FIELDS, ...DIAGNOSIS_COLUMNS, ...OPERATION_COLUMNS]

function readTable(body: string): ReadFile {
  const rows = parseCsv(body)
  const [head, ...lines] = rows
  const names = (head?.cells ?? []).map((name) => name.trim().toLowerCase())
  const missing = ['mdtrt_id', 'setl_id', 'diag_code'].filter((name) => !names.includes(name))
  if (missing.length > 0) throw new AppError('invalid', 'drg.list.columns', `第 1 行：表头缺少列 ${missing.join('、')}`)
  return collect(
    lines.map(({ line, cells }) => ({
      line,
      read: () => {
        if (cells.length !== names.length) refuse(`列数为 ${cells.length}，应与表头的 ${names.length} 列相同`)
        return tableList(new Map(names.map((name, at) => [name, (cells[at] ?? '').trim()])))
      },
    })),
  )
}

function tableList(cells: ReadonlyMap<string, string>): Omit<ReadList, 'line'> {
  const parts = (column: string): string[] => (cells.get(column) ?? '').split('|').map((one) => one.trim())
  const rowsOf = (columns: readonly string[], mark: (at: number) => Row): Row[] => {
    const codes = parts(columns[0]!)
    if (codes.length === 1 && codes[0] === '') return []
    const split = columns.map((column) => [column, parts(column)] as const)
    return codes.map((_, at) => ({ ...mark(at), ...Object.fromEntries(split.map(([column, values]) => [column, values[at] ?? ''])) })) // prettier-ignore
  }
  const info = Object.fromEntries(INFO_FIELDS.flatMap((field) => (cells.has(field) ? [[field, cells.get(field) ?? '']] : []))) // prettier-ignore
  const diseinfo = rowsOf(DIAGNOSIS_COLUMNS, (at) => ({ diag_type: '1', maindiag_flag: at === 0 ? '1' : '0' }))
  const oprninfo = rowsOf(OPERATION_COLUMNS, (at) => ({ oprn_oprt_type: at === 0 ? '1' : '2' }))
  return listOf({ setlinfo: [info], diseinfo, oprninfo }, '4101A')
}

/** RFC 4180, with the line on which each row begins. Blank lines are skipped. */
function parseCsv(text: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let start = 1
  const endRow = () => {
    cells.push(cell)
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: start, cells })
    cells = []
    cell = ''
    start = line
  }
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (char === '\n') line++
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') cell += text[++at]!
      else quoted = false
    } else if (char === '"') quoted = true
    else if (char === ',') {
      cells.push(cell)
      cell = ''
    } else if (char === '\n') endRow()
    else if (char !== '\r') cell += char
  }
  if (cell !== '' || cells.length > 0) endRow()
  return rows
}
