import { Tooltip } from 'antd'
import { formatAmount, headlineAmount } from './money.ts'
import { ABSENT } from './numbers.ts'

/** An amount in a row: exact, two decimals, right-aligned by its cell. */
export function Amount({ value }: { readonly value: string | null }) {
  return <span className="yj-num">{value === null ? ABSENT : formatAmount(value)}</span>
}

/** An amount in a headline: 万元 or 亿元, exact on hover and for reading aloud. */
export function HeadlineAmount({ value }: { readonly value: string }) {
  const { text, unit } = headlineAmount(value)
  const exact = `${formatAmount(value)} 元`
  return (
    <Tooltip title={exact}>
      <span className="yj-headline yj-num" aria-label={exact}>
        {text}
        <small>{unit}</small>
      </span>
    </Tooltip>
  )
}
