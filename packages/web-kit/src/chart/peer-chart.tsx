import { useMemo, type RefObject } from 'react'
import { formatScaled } from '../format/numbers.ts'
import { axisAmount } from '../format/money.ts'
import { FONT_FAMILY } from '../theme/tokens.ts'
import { useTheme } from '../theme/provider.tsx'
import { useWidth } from '../theme/use-width.ts'
import { layoutPeer } from './peer.ts'

interface Props {
  readonly peer: {
    readonly value: number
    readonly median: number
    readonly unit: string
    readonly quantiles: readonly number[]
  }
  readonly svgRef?: RefObject<SVGSVGElement | null>
}

const RADIUS = 6
const TOP = 44
const AXIS = 40

/** Every dot is 5 % of the peers; the subject is the red line. Read without knowing statistics. */
export function PeerChart({ peer, svgRef }: Props) {
  const { palette } = useTheme()
  const [host, width] = useWidth<HTMLDivElement>()
  // Twenty dots need about as many columns to pile up where the peers are.
  const columns = Math.min(26, Math.max(12, Math.floor((width - 24) / (RADIUS * 2 + 1))))
  const layout = useMemo(() => layoutPeer(peer, columns), [peer, columns])
  const stack = Math.max(5, layout.levels) * (RADIUS * 2 + 1)
  const base = TOP + stack
  const x = (at: number) => 12 + at * (width - 24)
  const label = (value: number) => `${peer.unit === '元' ? axisAmount(value) : formatScaled(value)}`
  return (
    <div ref={host}>
      {width === 0 ? null : (
        <svg
          ref={svgRef}
          width={width}
          height={base + AXIS}
          role="img"
          aria-label="同类分布"
          fontFamily={FONT_FAMILY}
          fontSize={12}
        >
          <rect
            x={x(layout.band.from)}
            width={Math.max(0, x(layout.band.to) - x(layout.band.from))}
            y={TOP - 4}
            height={stack + 4}
            fill={palette.band}
            rx={3}
          />
          {layout.dots.map((dot, index) => (
            <circle
              key={index}
              cx={x(dot.x)}
              cy={base - RADIUS - 1 - dot.level * (RADIUS * 2 + 1)}
              r={RADIUS}
              fill={palette.brand}
              fillOpacity={0.72}
            />
          ))}
          <line x1={12} x2={width - 12} y1={base} y2={base} stroke={palette.borderStrong} />
          {layout.ticks.map((tick) => (
            <text key={tick.value} x={x(tick.x)} y={base + 16} textAnchor="middle" fill={palette.textTertiary}>
              {label(tick.value)}
            </text>
          ))}
          <text x={width - 12} y={base + 33} textAnchor="end" fill={palette.textTertiary}>
            {[peer.unit === '' ? '' : `单位：${peer.unit}`, layout.logarithmic ? '对数刻度' : '']
              .filter(Boolean)
              .join('，')}
          </text>
          <Mark
            x={x(layout.median)}
            base={base}
            top={22}
            text={`中位数 ${label(peer.median)}`}
            colour={palette.textSecondary}
            dashed
            width={width}
          />
          <Mark
            x={x(layout.subject)}
            base={base}
            top={6}
            text={`本例 ${label(peer.value)}`}
            colour={palette.danger}
            width={width}
          />
        </svg>
      )}
    </div>
  )
}

interface MarkProps {
  readonly x: number
  readonly base: number
  readonly top: number
  readonly text: string
  readonly colour: string
  readonly dashed?: boolean
  readonly width: number
}

function Mark({ x, base, top, text, colour, dashed = false, width }: MarkProps) {
  const flip = x > width - 120
  return (
    <g>
      <line
        x1={x}
        x2={x}
        y1={top}
        y2={base}
        stroke={colour}
        strokeWidth={dashed ? 1 : 2}
        {...(dashed ? { strokeDasharray: '4 3' } : {})}
      />
      <text
        x={flip ? x - 5 : x + 5}
        y={top + 10}
        textAnchor={flip ? 'end' : 'start'}
        fill={colour}
        fontWeight={dashed ? 400 : 600}
      >
        {text}
      </text>
    </g>
  )
}
