import { DownloadOutlined, UploadOutlined } from '@ant-design/icons'
import { Page, QUALITY_KIND_LABELS, type ListRow, type ListScore, type UploadAnswer } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { choiceField, DataTable, downloadUrl, EmptyState, formatCount, formatMoment, formatPercent, PageHeader, Section, Tag, textField, type DataColumn } from '@yijian/web-kit' // prettier-ignore
import { Button, Modal, Progress, Segmented } from 'antd'
import { useRef, useState } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { client, useShared, useSide, useUploadLists } from '../api.ts'
import { CodeName, Figures, Loaded, Plain, useNotify } from '../parts/bits.tsx'
import { Pick } from './cases.tsx'
import { departmentName } from '../parts/departments.ts'
import '../drg.css'

const STATES = ['all', 'failed', 'warned', 'passed'] as const
const Search = { ...Page.shape, month: textField(7), hospital: textField(40), dept: textField(60), rule: textField(60), state: choiceField(STATES), source: textField(12) } // prettier-ignore

/** How good are the lists, and what is to be corrected? */
export function ListsPage() {
  const [search, setSearch] = useSearchState(Search)
  const { isBureau } = useSide()
  const canSubmit = useCan('drg.submit')
  const [uploading, setUploading] = useState(false)
  const scores = useShared('listScores', { query: { month: search.month, hospital: search.hospital } })
  const months = scores.data?.months ?? []
  return (
    <div className="yj-page">
      <PageHeader
        title="结算清单"
        lead={`按 ${formatCount(scores.data?.rules ?? 296)} 条规则检查完整性、及时性、规范性、合理性；有错误的清单改正后才能进入结算。`}
        actions={
          <>
            <Pick
              label="出院月份"
              value={search.month}
              options={months.map((month) => [month, month])}
              onPick={(month) => {
                setSearch({ month, page: 1 })
              }}
            />
            {canSubmit ? (
              <>
                <Button
                  icon={<DownloadOutlined />}
                  onClick={() => {
                    downloadUrl(client.url('listTemplate', {}))
                  }}
                >
                  表格样例
                </Button>
                <Button
                  type="primary"
                  icon={<UploadOutlined />}
                  onClick={() => {
                    setUploading(true)
                  }}
                >
                  上传清单
                </Button>
              </>
            ) : null}
          </>
        }
      />
      <div className="yj-stack">
        <Loaded query={scores}>
          {(data) =>
            data.total === null ? (
              <Section>
                <EmptyState title="还没有结算清单">
                  {canSubmit
                    ? '上传 4101/4101A 报文或表格，系统立即质控并告诉您怎样改。'
                    : '医疗机构上传清单，或试算完成后，这里显示质量得分。'}
                </EmptyState>
              </Section>
            ) : (
              <>
                <Total score={data.total} />
                <div className="drg-two">
                  <Section
                    title={isBureau && search.hospital === undefined ? '各医疗机构得分' : '各科室得分'}
                    note="低分在前"
                  >
                    <Scores rows={data.rows} />
                  </Section>
                  <Section title="最常见的问题" note="点一行看清单">
                    <Plain
                      label="最常见的问题"
                      columns={['问题', '类别', '清单']}
                      right={[2]}
                      empty="没有发现问题。"
                      rows={data.worst.map((one) => ({
                        key: one.ruleId,
                        cells: [
                          <Link key="r" to="." search={{ ...(search.month === undefined ? {} : { month: search.month }), rule: one.ruleId }}>{one.message}</Link>, // prettier-ignore
                          <span key="k">{QUALITY_KIND_LABELS[one.kind]}{one.severity === 'error' ? '，错误' : '，提示'}</span>, // prettier-ignore
                          formatCount(one.lists),
                        ],
                      }))}
                    />
                  </Section>
                </div>
              </>
            )
          }
        </Loaded>
        <Lists />
      </div>
      {uploading ? (
        <UploadDialog
          onClose={() => {
            setUploading(false)
          }}
        />
      ) : null}
    </div>
  )
}

function Total({ score }: { readonly score: ListScore }) {
  const items = [
    ['平均得分', score.score, '满分 100'],
    ['清单', formatCount(score.lists), `医院上传 ${formatCount(score.uploaded)}，其余取自结算数据`],
    ['合格率', formatPercent(score.passed / Math.max(1, score.lists)), `没有错误的清单 ${formatCount(score.passed)}`],
    ...score.kinds.map(({ kind, judged, failed, deducted }) => judged === 0
      ? [QUALITY_KIND_LABELS[kind], '—', '没有可判定的项目'] as const
      : [QUALITY_KIND_LABELS[kind], formatPercent(1 - failed / judged, 2), `平均扣 ${deducted} 分`] as const),
  ] as const // prettier-ignore
  return (
    <Section>
      <Figures items={items} />
    </Section>
  )
}

function Scores({ rows }: { readonly rows: readonly ListScore[] }) {
  const [search] = useSearchState(Search)
  return (
    <Plain
      label="得分"
      columns={['名称', '清单', '合格', '得分']}
      right={[1, 2]}
      rows={rows.slice(0, 14).map((one) => ({
        key: `${one.hospital.code}|${one.dept}`,
        cells: [
          <Link key="n" to="." search={{ ...(search.month === undefined ? {} : { month: search.month }), ...(one.dept === '' ? { hospital: one.hospital.code } : { ...(search.hospital === undefined ? {} : { hospital: search.hospital }), dept: one.dept }) }}>{one.dept === '' ? one.hospital.name || '未写科室' : departmentName(one.dept)}</Link>, // prettier-ignore
          formatCount(one.lists),
          formatCount(one.passed),
          <Progress key="p" percent={Number(one.score)} size="small" format={() => one.score} aria-label={`得分 ${one.score}`} />, // prettier-ignore
        ],
      }))}
    />
  )
}

const columns: readonly DataColumn<ListRow>[] = [
  { key: 'id', title: '就诊ID', width: 180, always: true, render: (row) => <ListLink row={row} /> },
  { key: 'hospital', title: '医疗机构', minWidth: 160, ellipsis: true, render: (row) => row.hospital.name },
  {
    key: 'dept',
    title: '出院科别',
    width: 110,
    ellipsis: true,
    render: (row) => <span title={row.dept}>{row.dept === '' ? '—' : departmentName(row.dept)}</span>,
  },
  { key: 'discharged', title: '出院日期', width: 110, render: (row) => row.discharged ?? '—' },
  { key: 'main', title: '主要诊断', minWidth: 180, ellipsis: true, render: (row) => <CodeName {...row.main} /> },
  {
    key: 'source',
    title: '来源',
    width: 92,
    render: (row) => (row.source === 'upload' ? `上传 v${row.version}` : '结算数据'),
  },
  { key: 'score', title: '得分', width: 76, align: 'right', render: (row) => <span className="yj-num">{row.score}</span> }, // prettier-ignore
  { key: 'state', title: '质控', width: 190, render: (row) => <Quality row={row} /> },
  { key: 'at', title: '更新时间', width: 140, optional: true, render: (row) => formatMoment(row.updatedAt) },
]

function ListLink({ row }: { readonly row: ListRow }) {
  const { base } = useSide()
  return <Link to={`${base}/lists/${encodeURIComponent(row.listId)}`}>{row.mdtrtId}</Link>
}

function Quality({ row }: { readonly row: ListRow }) {
  return (
    <span className="yj-row" style={{ gap: 4 }}>
      {row.errors > 0 ? <Tag tone="danger">{`错误 ${row.errors}`}</Tag> : <Tag tone="success">合格</Tag>}
      {row.warnings > 0 ? <Tag tone="warning">{`提示 ${row.warnings}`}</Tag> : null}
      {row.matched ? null : <Tag tone="warning">未找到结算</Tag>}
    </span>
  )
}

function Lists() {
  const [search, setSearch] = useSearchState(Search)
  const { isBureau } = useSide()
  const { state, page, size, month, hospital, dept, rule } = search
  const source = search.source === 'upload' || search.source === 'warehouse' ? search.source : undefined
  const query = useShared('listLists', { query: { page, size, month, hospital, dept, rule, source, state: state === 'all' ? undefined : state } }) // prettier-ignore
  return (
    <div className="yj-card yj-card-flush">
      <DataTable
        id="drg-lists"
        label="结算清单"
        columns={isBureau ? columns : columns.filter(({ key }) => key !== 'hospital')}
        rows={query.data?.rows}
        total={query.data?.total}
        rowKey={(row) => row.listId}
        view={search}
        onView={(view) => {
          setSearch({ page: view.page, size: view.size })
        }}
        loading={query.isFetching && query.isPlaceholderData}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={<EmptyState title="没有符合条件的清单" />}
        toolbar={
          <>
            <Segmented
              aria-label="质控结果"
              value={state}
              options={[{ value: 'all', label: '全部' }, { value: 'failed', label: '有错误' }, { value: 'warned', label: '仅提示' }, { value: 'passed', label: '合格' }]} // prettier-ignore
              onChange={(next) => {
                setSearch({ state: next as typeof state, page: 1 })
              }}
            />
            <Pick
              label="来源"
              value={source}
              options={[
                ['upload', '医院上传'],
                ['warehouse', '结算数据'],
              ]}
              onPick={(next) => {
                setSearch({ source: next, page: 1 })
              }}
            />
            {(rule ?? hospital ?? dept) ? (
              <Link to="." search={month === undefined ? {} : { month }}>
                清除{rule === undefined ? '' : `规则 ${rule} `}筛选
              </Link>
            ) : null}
          </>
        }
      />
    </div>
  )
}

function UploadDialog({ onClose }: { readonly onClose: () => void }) {
  const upload = useUploadLists()
  const input = useRef<HTMLInputElement>(null)
  const [answer, setAnswer] = useState<UploadAnswer | null>(null)
  const { failed } = useNotify()
  return (
    <Modal open title="上传结算清单" footer={<Button onClick={onClose}>关闭</Button>} onCancel={onClose} width={680}>
      <p className="yj-secondary" style={{ marginBottom: 12 }}>
        接受 4101/4101A
        报文（.json，一条、数组或每行一条）和表格（.csv，表头见“表格样例”）。有问题的行写明原因退回，其余照常收下；同一清单再次上传即为新版本。
      </p>
      <Button
        type="primary"
        icon={<UploadOutlined />}
        loading={upload.isPending}
        onClick={() => {
          input.current?.click()
        }}
      >
        选择文件
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept=".json,.jsonl,.csv"
        aria-label="选择结算清单文件"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          if (files.length > 0) upload.mutateAsync(files).then(setAnswer, failed)
        }}
      />
      {answer?.files.map((file) => (
        <div key={file.file} style={{ marginTop: 16 }}>
          <strong>{file.file}</strong>
          <p>
            读到 {file.read} 张：收下 {file.accepted} 张（合格 {file.passed}，有错误 {file.failed}），无变化{' '}
            {file.unchanged} 张，退回 {file.refused.length} 张
          </p>
          <Plain
            label="退回的清单"
            columns={['行', '原因']}
            empty=""
            rows={file.refused.map((one, at) => ({ key: String(at), cells: [`第 ${one.line} 行`, one.reason] }))}
          />
        </div>
      ))}
    </Modal>
  )
}
