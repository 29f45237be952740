import { CALIBRATION_SOURCE_LABELS, EXPERT_FIELD_LABELS, rulesEndpoints, type CalibrationRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import {
  DataTable,
  downloadUrl,
  EmptyState,
  formatMoment,
  omit,
  PageHeader,
  Tag,
  type DataColumn,
} from '@yijian/web-kit'
import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { client } from '../api.ts'
import { useCalibrations } from '../lifecycle-api.ts'
import { CalibrationDialog } from '../parts/calibration-dialog.tsx'
import { SearchBox } from '../../../shell/search-box.tsx'
import { ruleHref } from '../search.ts'
import '../rules.css'
import '../lifecycle.css'

const Search = rulesEndpoints.listCalibrations.query.shape

/** Who changed what in a rule, on what medical ground? */
export function CalibrationsPage() {
  const [search, setSearch] = useSearchState(Search)
  const [adding, setAdding] = useState(false)
  const canEdit = useCan('rules.edit')
  const list = useCalibrations(search)
  return (
    <div className="yj-page">
      <PageHeader
        title="专家校准记录"
        lead="临床、编码、价格专家对知识点的每一次校准：改了什么、依据什么、谁在哪天决定。登记后不可更改。"
        actions={
          canEdit ? (
            <Button type="primary" onClick={() => setAdding(true)}>
              登记校准
            </Button>
          ) : null
        }
      />
      <div className="yj-card yj-card-flush">
        <DataTable<CalibrationRow>
          id="rule-calibrations"
          label="专家校准记录"
          columns={COLUMNS}
          rows={list.data?.rows}
          total={list.data?.total}
          rowKey={(row) => String(row.recordId)}
          view={search}
          onView={({ page, size }) => setSearch({ page, size })}
          loading={list.isFetching && list.isPlaceholderData}
          error={list.error}
          onRetry={() => void list.refetch()}
          toolbar={
            <SearchBox
              value={search.q}
              label="搜索校准记录"
              placeholder="知识点、专家、依据"
              onChange={(q) => setSearch({ q, page: 1 })}
            />
          }
          actions={
            <Button
              icon={<DownloadOutlined />}
              disabled={(list.data?.total ?? 0) === 0}
              onClick={() => downloadUrl(client.url('exportCalibrations', { query: omit(search, 'page', 'size') }))}
            >
              导出
            </Button>
          }
          empty={
            <EmptyState title="还没有校准记录">
              确认导入的建议参数、修订知识点和专家论证时形成；也可以在这里登记会议上的决定。
            </EmptyState>
          }
        />
      </div>
      {adding ? <CalibrationDialog onClose={() => setAdding(false)} /> : null}
    </div>
  )
}

const COLUMNS: readonly DataColumn<CalibrationRow>[] = [
  { key: 'day', title: '日期', width: 110, render: (row) => <span className="yj-num">{row.day}</span> },
  {
    key: 'point',
    title: '知识点',
    minWidth: 200,
    always: true,
    render: (row) => (
      <span className="yj-cell-2">
        <Link to={ruleHref(row.kindId, { tab: 'points', open: row.kpId })}>{row.name}</Link>
        <small>
          {row.kindId} {row.kindName} · 第 {row.version} 版
        </small>
      </span>
    ),
  },
  {
    key: 'expert',
    title: '专家',
    width: 130,
    render: (row) => (
      <span className="yj-row">
        {row.expert}
        <Tag>{EXPERT_FIELD_LABELS[row.field]}</Tag>
      </span>
    ),
  },
  { key: 'before', title: '校准前', minWidth: 170, render: (row) => <span className="yj-clamp-2" title={row.before}>{row.before}</span> }, // prettier-ignore
  { key: 'after', title: '校准后', minWidth: 170, render: (row) => <span className="yj-clamp-2" title={row.after}>{row.after}</span> }, // prettier-ignore
  { key: 'evidence', title: '依据', minWidth: 220, render: (row) => <span className="yj-clamp-2" title={row.evidence}>{row.evidence}</span> }, // prettier-ignore
  { key: 'source', title: '来源', width: 90, render: (row) => CALIBRATION_SOURCE_LABELS[row.source] },
  {
    key: 'by',
    title: '登记',
    width: 150,
    render: (row) => (
      <span className="yj-cell-2">
        <span>{row.by}</span>
        <small className="yj-num">{formatMoment(row.at)}</small>
      </span>
    ),
  },
]
