import { Link } from '@tanstack/react-router'
import { formatCount, formatMoment, formatPercent } from '@yijian/web-kit'
import { Button } from 'antd'
import { useState } from 'react'
import { LinkButton } from '../../../shell/link-button.tsx'
import { useCan } from '../../../shell/session.tsx'
import type { PointDetailData } from '../api.ts'
import { useBacktests } from '../lifecycle-api.ts'
import { backtestHref, editorHref } from '../search.ts'
import { BacktestDialog } from './backtest-dialog.tsx'

/** What an editor does with a point: the next version, a copy, a backtest of the newest version; and the backtests there are. */
export function PointTools({ detail }: { readonly detail: PointDetailData }) {
  const canEdit = useCan('rules.edit')
  const [asking, setAsking] = useState(false)
  const newest = detail.versions[0] ?? detail.current
  if (!canEdit) return null
  return (
    <>
      <div className="yj-row" role="group" aria-label="编制">
        <LinkButton href={editorHref({ point: newest.kpId })}>修订</LinkButton>
        <LinkButton href={editorHref({ copy: newest.kpId })}>复制</LinkButton>
        <Button onClick={() => setAsking(true)}>回测第 {newest.version} 版</Button>
      </div>
      <Backtests kpId={newest.kpId} />
      {asking ? <BacktestDialog point={newest} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

function Backtests({ kpId }: { readonly kpId: string }) {
  const list = useBacktests({ kpId, page: 1, size: 5 })
  const rows = list.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <div>
      <h3 className="sub-title">回测</h3>
      <ul className="history">
        {rows.map((row) => (
          <li key={row.backtestId}>
            <Link to={backtestHref(row.backtestId)}>
              第 {row.version} 版，{formatMoment(row.madeAt)}
            </Link>
            <p className="yj-secondary">
              {row.finishedAt === null
                ? '尚未完成'
                : `命中 ${formatCount(row.hits ?? 0)} 次，涉及 ${row.amount ?? '0.00'} 元${row.precision?.value === null || row.precision === null ? '，样本未核对' : `，准确率 ${formatPercent(row.precision.value)}`}`}
            </p>
          </li>
        ))}
      </ul>
    </div>
  )
}
