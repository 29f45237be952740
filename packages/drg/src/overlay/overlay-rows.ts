import { AppError } from '@yijian/kernel'
import { splitLine } from '../scheme.ts'

/** What a local overlay may change in a base scheme. */
export const OVERLAY_ACTIONS = [
  'add-dx',
  'remove-dx',
  'add-op',
  'remove-op',
  'add-mdc-dx',
  'remove-mdc-dx',
  'add-valid-op',
  'remove-valid-op',
  'cc',
  'rule',
  'add-adrg',
  'remove-adrg',
  'move-before',
  'move-after',
  'split',
  'qy',
] as const
export type OverlayAction = (typeof OVERLAY_ACTIONS)[number]

/** One row of `changes.csv`. The handbook says what each action reads. */
export interface OverlayRow {
  readonly line: number
  readonly action: OverlayAction
  /** Rule id or MDC; for `cc` the level, or `none`. */
  readonly at: string
  readonly set: string
  readonly code: string
  readonly value: string
  readonly name: string
  /** Where the change comes from: document and place. */
  readonly source: string
}

const COLUMNS = ['action', 'at', 'set', 'code', 'value', 'name', 'source'] as const

export function parseOverlay(text: string): readonly OverlayRow[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const header = splitLine(lines[0] ?? '')
  const missing = COLUMNS.find((column) => !header.includes(column))
  if (missing) throw new AppError('invalid', 'drg.overlay.column', `changes.csv 缺少列 ${missing}`)
  return lines.flatMap((source, index) => {
    if (index === 0 || source === '') return []
    const cells = splitLine(source)
    const cell = (column: (typeof COLUMNS)[number]) => (cells[header.indexOf(column)] ?? '').trim()
    const action = OVERLAY_ACTIONS.find((known) => known === cell('action'))
    if (!action) throw new AppError('invalid', 'drg.overlay.action', `changes.csv 第 ${index + 1} 行的动作不认识：${cell('action')}`) // prettier-ignore
    const [at, set, code, value] = [cell('at'), cell('set'), cell('code'), cell('value')]
    return [{ line: index + 1, action, at, set, code, value, name: cell('name'), source: cell('source') }]
  })
}
