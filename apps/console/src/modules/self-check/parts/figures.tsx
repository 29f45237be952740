import type { CheckDetail, SelfHitGroup } from '@yijian/contract'
import { Amount, formatCount, headlineAmount, formatAmount, HeadlineAmount } from '@yijian/web-kit'
import type { ReactNode } from 'react'

type Head = Pick<CheckDetail, 'hits' | 'amount' | 'marks' | 'confirmedAmount' | 'refund' | 'scanned'>

/** What was found, what of it is admitted, and what goes back. */
export function HeadFigures({ check }: { readonly check: Head }) {
  return (
    <div className="finding-figures">
      <Figure
        label="命中"
        note={`筛查 ${formatCount(check.scanned?.visits ?? 0)} 次就诊、${formatCount(check.scanned?.lines ?? 0)} 行费用`}
      >
        <span className="yj-num">{formatCount(check.hits)}</span>
        <small> 条</small>
      </Figure>
      <MoneyFigure label="涉及金额" amount={check.amount} note="同一费用行只计一次" />
      <MoneyFigure
        label={`属实金额（${formatCount(check.marks.confirmed)} 条）`}
        amount={check.confirmedAmount}
        note="同一费用行只计一次"
      />
      <MoneyFigure label="拟退回金额" amount={check.refund} note="各规则整改措施之和" />
    </div>
  )
}

function MoneyFigure({
  label,
  amount,
  note,
}: {
  readonly label: string
  readonly amount: string
  readonly note: string
}) {
  const rounded = headlineAmount(amount).unit !== '元'
  return (
    <Figure label={label} note={rounded ? `${formatAmount(amount)} 元，${note}` : note}>
      <HeadlineAmount value={amount} />
    </Figure>
  )
}

function Figure({
  label,
  note,
  children,
}: {
  readonly label: string
  readonly note: string
  readonly children: ReactNode
}) {
  return (
    <div>
      <span className="yj-muted">{label}</span>
      <strong>{children}</strong>
      <small className="yj-muted">{note}</small>
    </div>
  )
}

interface GroupProps {
  readonly label: string
  readonly head: string
  readonly groups: readonly SelfHitGroup[]
  /** Shows the hits of a group. */
  readonly onPick?: (id: string) => void
}

/** Sums by rule or department; every row leads to its hits. */
export function GroupTable({ label, head, groups, onPick }: GroupProps) {
  return (
    <div className="yj-scroll-x">
      <table className="yj-plain-table" aria-label={label}>
        <thead>
          <tr>
            <th>{head}</th>
            <th className="yj-right">命中</th>
            <th className="yj-right">涉及金额（元）</th>
            <th className="yj-right">属实</th>
            <th className="yj-right">属实金额（元）</th>
            <th className="yj-right">未处理</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.id}>
              <td>
                {onPick ? (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => {
                      onPick(group.id)
                    }}
                  >
                    {group.name}
                  </button>
                ) : (
                  group.name
                )}
              </td>
              <td className="yj-right yj-num">{formatCount(group.hits)}</td>
              <td className="yj-right">
                <Amount value={group.amount} />
              </td>
              <td className="yj-right yj-num">{formatCount(group.confirmed)}</td>
              <td className="yj-right">
                <Amount value={group.confirmedAmount} />
              </td>
              <td className="yj-right yj-num">{group.open === 0 ? '—' : formatCount(group.open)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
