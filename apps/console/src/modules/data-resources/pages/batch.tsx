import { Link } from '@tanstack/react-router'
import {
  choiceField,
  CodeText,
  countField,
  ErrorState,
  FactList,
  formatBytes,
  formatCount,
  formatDuration,
  formatMoment,
  PageHeader,
  PageSkeleton,
  Section,
  Tag,
  textField,
  type Tone,
} from '@yijian/web-kit'
import { Tabs } from 'antd'
import { useParam, useSearchState } from '../../../shell/search-state.ts'
import { useBatch, type BatchData } from '../api.ts'
import { TableCounts } from '../../../shell/table-counts.tsx'
import { RejectDownload } from '../parts/reject-download.tsx'
import { RejectList } from '../parts/reject-list.tsx'

const Search = {
  tab: choiceField(['tables', 'rejects', 'files']),
  table: textField(),
  page: countField(1),
  size: countField(50),
}

/** What came in with this batch, and what did not. */
export function BatchPage() {
  const query = useBatch(useParam('batchId'))
  if (query.data === undefined) {
    return query.isError ? (
      <div className="yj-page">
        <Link to="/data">← 数据</Link>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    ) : (
      <PageSkeleton />
    )
  }
  return <BatchBody batch={query.data} />
}

function BatchBody({ batch }: { readonly batch: BatchData }) {
  const [search, setSearch] = useSearchState(Search)
  const rate = batch.durationMs > 0 ? `${formatCount(batch.read / (batch.durationMs / 1000))} 行/秒` : '—'
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to="/data">← 数据</Link>}
        title={`${formatMoment(batch.at)} 导入`}
        lead={`来源：${batch.source}`}
      />
      <div className="yj-stack">
        <Section>
          <FactList
            columns={4}
            facts={[
              { label: '读取', value: <strong className="figure">{formatCount(batch.read)}</strong> },
              { label: '接收', value: <strong className="figure">{formatCount(batch.accepted)}</strong> },
              {
                label: '拒收',
                value: (
                  <strong className={batch.rejected > 0 ? 'figure danger-text' : 'figure'}>
                    {formatCount(batch.rejected)}
                  </strong>
                ),
              },
              {
                label: '用时',
                value: (
                  <>
                    <strong className="figure">{formatDuration(batch.durationMs)}</strong>{' '}
                    <span className="yj-muted">{rate}</span>
                  </>
                ),
              },
              { label: '批次号', value: <CodeText value={batch.batchId} /> },
              { label: '导入人', value: batch.by },
            ]}
          />
        </Section>
        <section className="yj-card card-with-tabs">
          <Tabs
            activeKey={search.tab}
            destroyOnHidden
            onChange={(tab) => {
              setSearch({ tab: tab as typeof search.tab, page: 1, table: undefined }, { push: true })
            }}
            items={[
              {
                key: 'tables',
                label: '按表',
                children: (
                  <Tables
                    batch={batch}
                    onRejects={(table) => {
                      setSearch({ tab: 'rejects', table, page: 1 }, { push: true })
                    }}
                  />
                ),
              },
              {
                key: 'rejects',
                label: `拒收（${formatCount(batch.rejected)}）`,
                children: <RejectList batch={batch} search={search} onChange={setSearch} />,
              },
              { key: 'files', label: `文件（${batch.files.length}）`, children: <Files batch={batch} /> },
            ]}
          />
        </section>
      </div>
    </div>
  )
}

function Tables({ batch, onRejects }: { readonly batch: BatchData; readonly onRejects: (table: string) => void }) {
  return (
    <TableCounts
      tables={batch.tables}
      columns={[
        { title: '读取', of: ({ read }) => read },
        { title: '接收', of: ({ accepted }) => accepted },
        { title: '重复', of: ({ duplicate }) => duplicate },
        { title: '更正替换', of: ({ superseded }) => superseded },
        { title: '提醒', of: ({ warnings }) => warnings },
        {
          title: '拒收',
          of: ({ table, rejected }) =>
            rejected === 0 ? (
              '0'
            ) : (
              <a
                href={`?tab=rejects&table=${table}`}
                className="danger-link"
                onClick={(event) => {
                  event.preventDefault()
                  onRejects(table)
                }}
              >
                {formatCount(rejected)}
              </a>
            ),
        },
      ]}
      rejects={({ table }) => <RejectDownload batchId={batch.batchId} table={table} />}
    />
  )
}

const STATUSES = {
  imported: ['已导入', 'success'],
  duplicate: ['重复，未再导入', 'neutral'],
  refused: ['整个文件被拒绝', 'danger'],
  ignored: ['已忽略', 'neutral'],
} as const satisfies Record<BatchData['files'][number]['status'], readonly [string, Tone]>

function Files({ batch }: { readonly batch: BatchData }) {
  return (
    <div className="yj-scroll-x">
      <table className="yj-plain-table" aria-label="文件">
        <thead>
          <tr>
            <th>文件</th>
            <th>表</th>
            <th>结果</th>
            <th>原因</th>
            <th className="yj-right">大小</th>
          </tr>
        </thead>
        <tbody>
          {batch.files.map((file) => (
            <tr key={file.file}>
              <td>
                <code>{file.file}</code>
              </td>
              <td>{file.table === null ? '—' : <code>{file.table}</code>}</td>
              <td>
                <Tag tone={STATUSES[file.status][1]}>{STATUSES[file.status][0]}</Tag>
              </td>
              <td>{file.reason ?? ''}</td>
              <td className="yj-right yj-num">{formatBytes(file.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
