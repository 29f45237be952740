import { formatNumber } from '@yijian/web-kit'

/** An institution's score of 100 as a figure with a bar of its size. */
export function ScoreBar({ score }: { readonly score: number }) {
  return (
    <span className="score-bar">
      <span aria-hidden="true">
        <i style={{ width: `${Math.min(100, Math.max(0, score))}%` }} />
      </span>
      <b className="yj-num">{formatNumber(score, 1)}</b>
    </span>
  )
}
