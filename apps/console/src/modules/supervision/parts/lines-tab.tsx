import type { FindingDetail } from '@yijian/contract'
import {
  Amount,
  CodeText,
  DataTable,
  EmptyState,
  formatLocal,
  formatNumber,
  Tag,
  type DataColumn,
} from '@yijian/web-kit'
import { Checkbox, Select } from 'antd'
import { useState } from 'react'
import { useFindingLines } from '../api.ts'
import type { Line } from '../contract.ts'
import type { FindingTab } from '../search.ts'

interface Props {
  readonly detail: FindingDetail
  readonly search: FindingTab
  readonly onSearch: (patch: { visit?: string | undefined; page?: number }) => void
}

const quantity = (text: string | null) => (text === null ? '—' : formatNumber(Number(text), 4))

const columns: readonly DataColumn<Line>[] = [
  { key: 'marked', title: '标记', width: 72, render: (line) => (line.marked ? <Tag tone="danger">涉及</Tag> : null) },
  { key: 'time', title: '发生时间', width: 140, render: (line) => (line.time === null ? '—' : formatLocal(line.time)) },
  {
    key: 'item',
    title: '项目',
    width: 280,
    always: true,
    render: (line) => (
      <span className="yj-cell-2">
        <span title={line.itemName ?? ''}>{line.itemName ?? '—'}</span>
        {line.itemCode === null ? null : (
          <small>
            <CodeText value={line.itemCode} short={24} />
          </small>
        )}
      </span>
    ),
  },
  { key: 'chrg', title: '收费类别', width: 110, render: (line) => line.chrgType ?? '—' },
  { key: 'cnt', title: '数量', width: 90, align: 'right', render: (line) => quantity(line.cnt) },
  { key: 'pric', title: '单价（元）', width: 110, align: 'right', render: (line) => quantity(line.pric) },
  { key: 'amt', title: '金额（元）', width: 130, align: 'right', render: (line) => <Amount value={line.amt} /> },
  {
    key: 'inscp',
    title: '政策范围内（元）',
    width: 140,
    align: 'right',
    render: (line) => <Amount value={line.inscp} />,
  },
  { key: 'dept', title: '开单科室', width: 110, optional: true, render: (line) => line.deptCode ?? '—' },
  { key: 'doctor', title: '开单医师', width: 130, optional: true, render: (line) => line.doctorCode ?? '—' },
  {
    key: 'setl',
    title: '结算号',
    width: 190,
    optional: true,
    render: (line) => <CodeText value={line.setlId} short={20} />,
  },
  {
    key: 'sn',
    title: '明细流水号',
    width: 200,
    optional: true,
    render: (line) => <CodeText value={line.feedetlSn} short={22} />,
  },
]

/** Fee lines of the visits concerned; those that the finding counts are marked. */
export function LinesTab({ detail, search, onSearch }: Props) {
  const [markedOnly, setMarkedOnly] = useState(false)
  const [size, setSize] = useState(50)
  const query = useFindingLines({
    params: { findingId: detail.findingId },
    query: {
      page: search.page,
      size,
      ...(search.visit === undefined ? {} : { mdtrtId: search.visit }),
      ...(markedOnly ? { markedOnly: true } : {}),
    },
  })
  return (
    <DataTable
      id="finding-lines"
      label="费用明细"
      columns={columns}
      rows={query.data?.rows}
      total={query.data?.total}
      rowKey={(line) => line.feedetlSn}
      view={{ page: search.page, size }}
      onView={(view) => {
        setSize(view.size)
        onSearch({ page: view.page })
      }}
      loading={query.isFetching && query.isPlaceholderData}
      error={query.error}
      onRetry={() => void query.refetch()}
      empty={
        <EmptyState compact title="没有费用明细">
          {markedOnly
            ? '该疑点没有标到具体明细，取消“只看涉及明细”可看全部。'
            : '这批数据没有交付费用明细，或该就诊没有明细。'}
        </EmptyState>
      }
      toolbar={
        <>
          <Select
            allowClear
            placeholder="全部就诊"
            aria-label="就诊"
            style={{ width: 320 }}
            value={search.visit ?? null}
            options={detail.visits.map((visit) => ({
              value: visit.mdtrtId,
              label: `${formatLocal(visit.begin).slice(0, 10)} ${visit.fixmedinsName}`,
            }))}
            onChange={(visit: string | null | undefined) => {
              onSearch({ visit: visit ?? undefined, page: 1 })
            }}
          />
          <Checkbox
            checked={markedOnly}
            onChange={(event) => {
              setMarkedOnly(event.target.checked)
              onSearch({ page: 1 })
            }}
          >
            只看涉及明细
          </Checkbox>
        </>
      }
    />
  )
}
