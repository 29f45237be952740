import { Amount, CodeText, EmptyState, formatCount, formatLocal, sumYuan, Tag } from '@yijian/web-kit'
import { Button } from 'antd'
import type { Visit } from '../contract.ts'

interface Props {
  readonly visits: readonly Visit[]
  readonly total: number
  readonly onOpen: (mdtrtId: string) => void
}

const KINDS = { stay: '住院', outpatient: '门诊', pharmacy: '药店', other: '其他' } as const

/** The rows that the finding rests on, each with its marks. */
export function VisitTable({ visits, total, onOpen }: Props) {
  if (visits.length === 0) {
    return (
      <EmptyState compact title="该疑点不落在具体就诊上">
        机构或项目层面的疑点以汇总指标为依据，见“推算依据”。
      </EmptyState>
    )
  }
  return (
    <div className="yj-scroll-x">
      <table className="yj-plain-table visit-table" aria-label="涉及就诊">
        <thead>
          <tr>
            <th>类别</th>
            <th>机构</th>
            <th>参保人</th>
            <th>起止</th>
            <th className="yj-right">天数</th>
            <th>主诊断</th>
            <th>科室</th>
            <th className="yj-right">总费用（元）</th>
            <th className="yj-right">基金支付（元）</th>
            <th>标记</th>
            <th>明细</th>
          </tr>
        </thead>
        <tbody>
          {visits.map((visit) => (
            <VisitRow key={visit.mdtrtId} visit={visit} onOpen={onOpen} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={7}>
              合计 · {formatCount(visits.length)} 次{total > visits.length ? `（共 ${formatCount(total)} 次）` : ''}
            </td>
            <td className="yj-right">
              <Amount value={sumYuan(visits.map((visit) => visit.cost))} />
            </td>
            <td className="yj-right">
              <Amount value={sumYuan(visits.map((visit) => visit.fund))} />
            </td>
            <td colSpan={2} />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function VisitRow({ visit, onOpen }: { readonly visit: Visit; readonly onOpen: (mdtrtId: string) => void }) {
  return (
    <tr>
      <td>{KINDS[visit.kind]}</td>
      <td>
        <span className="yj-cell-2" style={{ maxWidth: 220 }}>
          <span title={visit.fixmedinsName}>{visit.fixmedinsName}</span>
          <small>
            <CodeText value={visit.mdtrtId} short={22} />
          </small>
        </span>
      </td>
      <td>
        <code>{visit.psnNo}</code>
      </td>
      <td className="yj-num">
        {visit.begin === visit.end ? (
          formatLocal(visit.begin)
        ) : (
          <>
            {formatLocal(visit.begin)}
            <br />
            <span className="yj-muted">至 {formatLocal(visit.end)}</span>
          </>
        )}
      </td>
      <td className="yj-right yj-num">{visit.los === null ? '—' : `${visit.los} 天`}</td>
      <td>
        <span className="yj-cell-2" style={{ maxWidth: 180 }}>
          <span title={visit.mainName ?? ''}>{visit.mainName ?? '—'}</span>
          {visit.mainCode === null ? null : (
            <small>
              <code>{visit.mainCode}</code>
            </small>
          )}
        </span>
      </td>
      <td>{visit.dept ?? '—'}</td>
      <td className="yj-right">
        <Amount value={visit.cost} />
      </td>
      <td className="yj-right">
        <Amount value={visit.fund} />
      </td>
      <td>
        <span className="yj-row" style={{ gap: 4 }}>
          {visit.marks.map((mark) => (
            <Tag key={mark} tone="danger">
              {mark}
            </Tag>
          ))}
        </span>
      </td>
      <td>
        <Button
          type="link"
          size="small"
          style={{ padding: 0 }}
          onClick={() => {
            onOpen(visit.mdtrtId)
          }}
        >
          费用
        </Button>
      </td>
    </tr>
  )
}
