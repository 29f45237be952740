import { EXPERT_FIELD_LABELS, POINT_STATUS_LABELS } from '@yijian/contract'
import { BlockSkeleton, EmptyState, ErrorState, FactList, formatMoment, Tag, SeverityTag } from '@yijian/web-kit'
import { usePoint, type PointDetailData } from '../api.ts'
import { basisText, CodeList, lawText } from './point-columns.tsx'
import { ConditionList } from './condition-list.tsx'
import { PointMoves } from './point-moves.tsx'
import { PointTools } from './point-tools.tsx'
import { PointStatusTag } from './tags.tsx'

/** One knowledge point: what it says, on what ground, since when by law and since when known to us, and how it came about. */
export function PointPanel({ kpId }: { readonly kpId: string | undefined }) {
  const query = usePoint(kpId)
  if (query.data === undefined) {
    return query.isError ? (
      <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <BlockSkeleton rows={8} />
    )
  }
  return <PointBody detail={query.data} />
}

function PointBody({ detail }: { readonly detail: PointDetailData }) {
  const point = detail.current
  return (
    <div className="yj-stack">
      <div className="yj-row">
        <strong>{point.name}</strong>
        <PointStatusTag status={point.status} />
        <SeverityTag severity={point.severity} />
        {point.inForce ? <Tag tone="success">当前生效</Tag> : null}
      </div>
      {point.failure === null ? null : (
        <p className="danger-text" role="alert">
          不可执行，未参与判定：{point.failure}
        </p>
      )}
      <FactList
        facts={[
          { label: '规则', value: `${point.kindId} ${point.kindName}` },
          { label: '编号', value: <code>{`${point.kpId} · 第 ${point.version} 版`}</code> },
          { label: '对象编码', value: <CodeList codes={point.keys} limit={6} /> },
          { label: '对应编码', value: <CodeList codes={point.partners} limit={6} /> },
          { label: '参数', value: point.paramsText === '' ? '按规则默认' : point.paramsText },
          { label: '统筹区', value: point.area ?? '不限' },
          ...(point.exemption === null ? [] : [{ label: '豁免文件', value: point.exemption }]),
        ]}
      />
      <div>
        <h3 className="sub-title">依据</h3>
        <p>{point.basis.text}</p>
        <p className="yj-secondary">
          {basisText(point.basis)}
          {point.basis.date === null ? '' : `，${point.basis.date}`}
        </p>
      </div>
      <TwoClocks detail={detail} />
      <PointTools detail={detail} />
      {detail.conditions.length > 0 ? (
        <div>
          <h3 className="sub-title">试运行退出条件</h3>
          <ConditionList conditions={detail.conditions} />
        </div>
      ) : null}
      <PointMoves key={`${point.kpId}-${point.version}-${point.status}`} detail={detail} />
      <Events detail={detail} />
    </div>
  )
}

function TwoClocks({ detail }: { readonly detail: PointDetailData }) {
  return (
    <div>
      <h3 className="sub-title">版本（{detail.versions.length}）</h3>
      <p className="yj-muted yj-small">
        适用日期是政策时间，按费用发生日期取用；登记时间是系统时间，查当时依据的是哪一版。
      </p>
      <table className="yj-plain-table" aria-label="知识点版本">
        <thead>
          <tr>
            <th>版</th>
            <th>适用日期</th>
            <th>登记时间</th>
            <th>参数</th>
            <th>状态</th>
          </tr>
        </thead>
        <tbody>
          {detail.versions.map((version) => (
            <tr key={version.version}>
              <td className="yj-num">{version.version}</td>
              <td className="yj-num">{lawText(version)}</td>
              <td className="yj-num">{formatMoment(version.recordedAt)}</td>
              <td>{version.paramsText === '' ? '默认' : version.paramsText}</td>
              <td>
                <PointStatusTag status={version.status} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Events({ detail }: { readonly detail: PointDetailData }) {
  return (
    <div>
      <h3 className="sub-title">经过</h3>
      {detail.events.length === 0 ? (
        <EmptyState compact title="还没有流转记录">
          随知识批次导入的知识点，来源见依据和来源批次。
        </EmptyState>
      ) : (
        <ul className="history">
          {detail.events.map((event, index) => (
            <li key={index}>
              <div className="yj-row">
                <strong>{POINT_STATUS_LABELS[event.to]}</strong>
                <span className="yj-muted">
                  第 {event.version} 版 · {event.by} · {formatMoment(event.at)}
                </span>
              </div>
              <p>{event.opinion}</p>
              {event.experts.map((expert, at) => (
                <p key={at} className="yj-secondary">
                  {EXPERT_FIELD_LABELS[expert.field]}专家 {expert.name}：{expert.opinion}
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
