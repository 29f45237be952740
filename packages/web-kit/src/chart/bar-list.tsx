import type { ReactNode } from 'react'
import { formatAmount, headlineAmount, yuanAsNumber } from '../format/money.ts'
import { formatCount } from '../format/numbers.ts'

export interface BarItem {
  readonly id: string
  readonly label: string
  readonly amount: string
  readonly count: number
  readonly countLabel?: string
}

interface Props {
  readonly items: readonly BarItem[]
  readonly label: string
  /** Wraps a row in the link that shows its findings. */
  readonly link: (item: BarItem, children: ReactNode, style: React.CSSProperties) => ReactNode
}

/** Ranking by amount with direct labels; every row leads to its findings. */
export function BarList({ items, label, link }: Props) {
  const largest = Math.max(1, ...items.map((item) => yuanAsNumber(item.amount)))
  return (
    <ol className="yj-bars" aria-label={label}>
      {items.map((item) => {
        const { text, unit } = headlineAmount(item.amount)
        const share = Math.max(0.5, (100 * yuanAsNumber(item.amount)) / largest)
        return (
          <li key={item.id}>
            {link(
              item,
              <>
                <span className="yj-ellipsis" title={item.label}>
                  {item.label}
                </span>
                <span className="yj-bars-count yj-num">
                  {formatCount(item.count)} {item.countLabel ?? '条'}
                </span>
                <span className="yj-bars-amount yj-num" title={`${formatAmount(item.amount)} 元`}>
                  {text} {unit}
                </span>
              </>,
              { '--share': `${share}%` } as React.CSSProperties,
            )}
          </li>
        )
      })}
    </ol>
  )
}
