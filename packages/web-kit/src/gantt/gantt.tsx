import { useMemo, type RefObject } from 'react'
import { FONT_FAMILY } from '../theme/tokens.ts'
import { useTheme } from '../theme/provider.tsx'
import { useWidth } from '../theme/use-width.ts'
import { layoutGantt, type GanttBar, type GanttItem, type GanttLayout } from './layout.ts'

export interface GanttPiece extends GanttItem {
  readonly kind: 'stay' | 'outpatient' | 'pharmacy' | 'other'
  /** Said aloud and shown on hover. */
  readonly title: string
  readonly inside: string
  readonly marked: boolean
  /** Index of a series colour, where colour tells institutions apart. */
  readonly hue?: number
}

interface Props {
  readonly items: readonly GanttPiece[]
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
  readonly svgRef?: RefObject<SVGSVGElement | null>
}

const LANE = 22
const ROW_PAD = 7
const AXIS = 26

/** Time line: one row per institution (or person), conflicts shaded over all rows. */
export function Gantt({ items, selected, onSelect, svgRef }: Props) {
  const [host, width] = useWidth<HTMLDivElement>()
  const layout = useMemo(() => layoutGantt(items), [items])
  const byId = useMemo(() => new Map(items.map((item) => [item.id, item])), [items])
  const labelWidth = width < 620 ? 96 : 210
  const tops = rowTops(layout)
  const height = AXIS + (tops.at(-1) ?? 0) + 4
  const x = (at: number) => labelWidth + at * Math.max(60, width - labelWidth - 8)
  return (
    <div ref={host} className="yj-gantt">
      {width === 0 ? null : (
        <svg
          ref={svgRef}
          width={width}
          height={height}
          role="group"
          aria-label="就诊时间线"
          fontFamily={FONT_FAMILY}
          fontSize={12}
        >
          <Axis layout={layout} x={x} height={height} />
          <Rows layout={layout} tops={tops} width={width} labelWidth={labelWidth} />
          <Conflicts layout={layout} x={x} height={height} />
          {layout.bars.map((bar) => {
            const piece = byId.get(bar.id)
            if (!piece) return null
            const top = AXIS + (tops[bar.row] ?? 0) + ROW_PAD + bar.lane * LANE
            return (
              <Bar
                key={bar.id}
                bar={bar}
                piece={piece}
                x={x}
                top={top}
                selected={bar.id === selected}
                onSelect={onSelect}
              />
            )
          })}
        </svg>
      )}
    </div>
  )
}

function rowTops(layout: GanttLayout): number[] {
  const tops = [0]
  for (const row of layout.rows) tops.push((tops.at(-1) ?? 0) + row.lanes * LANE + ROW_PAD * 2)
  return tops
}

interface AxisProps {
  readonly layout: GanttLayout
  readonly x: (at: number) => number
  readonly height: number
}

function Axis({ layout, x, height }: AxisProps) {
  const { palette } = useTheme()
  return layout.ticks.map((tick) => (
    <g key={tick.label}>
      <line x1={x(tick.at)} x2={x(tick.at)} y1={AXIS - 6} y2={height} stroke={palette.grid} />
      <text x={x(tick.at)} y={14} textAnchor="middle" fill={palette.textTertiary}>
        {tick.label}
      </text>
    </g>
  ))
}

function Rows(props: { layout: GanttLayout; tops: readonly number[]; width: number; labelWidth: number }) {
  const { palette } = useTheme()
  const room = (props.labelWidth - 12) / 12
  return props.layout.rows.map((row, index) => {
    const top = AXIS + (props.tops[index] ?? 0)
    return (
      <g key={row.key}>
        <line x1={0} x2={props.width} y1={top} y2={top} stroke={palette.border} />
        <text x={0} y={top + ROW_PAD + 14} fill={palette.text}>
          <title>{`${row.label} ${row.note}`}</title>
          {cut(row.label, room)}
        </text>
      </g>
    )
  })
}

/** Cuts a text to `room` full-width characters; Latin letters and digits take about 0.6 of one. */
function cut(text: string, room: number): string {
  const width = (part: string) => [...part].reduce((sum, c) => sum + (c.charCodeAt(0) < 256 ? 0.6 : 1), 0)
  if (width(text) <= room) return text
  let shown = ''
  for (const c of text) {
    if (width(shown + c) > room - 1) break
    shown += c
  }
  return `${shown}…`
}

function Conflicts({ layout, x, height }: AxisProps) {
  const { palette } = useTheme()
  return layout.conflicts.map((conflict) => (
    <rect
      key={`${conflict.fromText}${conflict.toText}`}
      x={x(conflict.from)}
      width={Math.max(2, x(conflict.to) - x(conflict.from))}
      y={AXIS}
      height={height - AXIS}
      fill={palette.danger}
      fillOpacity={0.12}
    >
      <title>{`时间重叠：${conflict.fromText} 至 ${conflict.toText}`}</title>
    </rect>
  ))
}

interface BarProps {
  readonly bar: GanttBar
  readonly piece: GanttPiece
  readonly x: (at: number) => number
  readonly top: number
  readonly selected: boolean
  readonly onSelect: (id: string) => void
}

function Bar({ bar, piece, x, top, selected, onSelect }: BarProps) {
  const { palette } = useTheme()
  const left = x(bar.from)
  const width = Math.max(5, x(bar.to) - left)
  const series = palette.series[(piece.hue ?? 0) % palette.series.length] ?? palette.brand
  const colour = bar.conflict || (piece.marked && piece.hue === undefined) ? palette.danger : series
  const hollow = piece.kind !== 'stay'
  const fits = !hollow && width > piece.inside.length * 12 + 8
  return (
    <g
      role="button"
      tabIndex={0}
      aria-label={piece.title}
      aria-pressed={selected}
      style={{ cursor: 'pointer', outlineOffset: 2 }}
      onClick={() => {
        onSelect(piece.id)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onSelect(piece.id)
      }}
    >
      <title>{piece.title}</title>
      {bar.point ? (
        <path
          d={`M${left} ${top + 2}l7 7l-7 7l-7 -7z`}
          fill={colour}
          stroke={selected ? palette.text : palette.surface}
          strokeWidth={selected ? 2 : 1}
        />
      ) : (
        <rect
          x={left}
          y={top}
          width={width}
          height={LANE - 4}
          rx={3}
          fill={hollow ? palette.surface : colour}
          stroke={selected ? palette.text : colour}
          strokeWidth={selected ? 2 : 1.2}
        />
      )}
      {fits ? (
        <text x={left + 6} y={top + 13} fill={palette.surface} style={{ pointerEvents: 'none' }}>
          {piece.inside}
        </text>
      ) : null}
    </g>
  )
}
