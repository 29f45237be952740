import { SELF_HIT_MARK_LABELS, type CheckRow, type SelfHitMark } from '@yijian/contract'
import { formatCount } from '@yijian/web-kit'

const ORDER: readonly SelfHitMark[] = ['confirmed', 'denied', 'pending', 'open']

interface Props {
  readonly marks: CheckRow['marks']
  readonly compact?: boolean
  /** Shows the hits of one conclusion. */
  readonly onPick?: (mark: SelfHitMark) => void
}

/** How far the hits are dealt with, each part with its number. */
export function MarkBar({ marks, compact = false, onPick }: Props) {
  const total = ORDER.reduce((sum, mark) => sum + marks[mark], 0)
  const done = total - marks.open
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total)
  return (
    <div className="mark-bar" data-compact={compact}>
      <div
        className="mark-bar-track"
        role="progressbar"
        aria-label="自查进度"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        {ORDER.filter((mark) => marks[mark] > 0).map((mark) => (
          <span key={mark} data-mark={mark} style={{ flexGrow: marks[mark] }} title={label(mark, marks[mark])} />
        ))}
      </div>
      {compact ? (
        <small className="yj-num yj-muted">
          {formatCount(done)} / {formatCount(total)}
        </small>
      ) : (
        <ul className="mark-bar-legend">
          {ORDER.map((mark) => (
            <li key={mark} data-mark={mark}>
              <button
                type="button"
                onClick={() => {
                  onPick?.(mark)
                }}
              >
                {SELF_HIT_MARK_LABELS[mark]} <b className="yj-num">{formatCount(marks[mark])}</b>
              </button>
            </li>
          ))}
          <li className="yj-muted">已处理 {percent}%</li>
        </ul>
      )}
    </div>
  )
}

function label(mark: SelfHitMark, n: number): string {
  return `${SELF_HIT_MARK_LABELS[mark]} ${formatCount(n)} 条`
}
