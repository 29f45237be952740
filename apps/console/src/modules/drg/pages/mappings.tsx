import { DownloadOutlined } from '@ant-design/icons'
import { MAPPING_KINDS, MAPPING_STATES, Page, type MappingRow } from '@yijian/contract'
import { choiceField, DataTable, downloadUrl, EmptyState, formatCount, formatMoment, PageHeader, Tag, textField, type DataColumn } from '@yijian/web-kit' // prettier-ignore
import { Button, Input, Modal, Segmented, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { client, useAsk, useStep } from '../api.ts'
import { CodeName, useNotify } from '../parts/bits.tsx'
import '../drg.css'

const STATES = ['open', 'confirmed', 'none'] as const
const KINDS = ['dx', 'op'] as const
const KIND_CHOICES = ['all', ...KINDS] as const
const Search = { ...Page.shape, state: choiceField(STATES), kind: choiceField(KIND_CHOICES), q: textField(60) }

/** Which codes and names of old records have no 医保版 code yet, what may they be, and what was confirmed? */
export function MappingsPage() {
  const isExpert = useCan('drg.review')
  const canManage = useCan('drg.manage')
  const [search, setSearch] = useSearchState(Search)
  const [gathering, setGathering] = useState(false)
  const [deciding, setDeciding] = useState<MappingRow | null>(null)
  const state = search.state ?? 'open'
  const kind = search.kind === 'all' ? undefined : search.kind
  const query = useAsk(isExpert ? 'panelMappings' : 'listMappings', { query: { ...search, kind, state } })
  const counts = query.data?.counts
  const columns = useMemo(() => columnsFor(isExpert, setDeciding), [isExpert])
  return (
    <div className="yj-page">
      <PageHeader
        title="历史编码映射"
        lead="编码库外的编码和没有编码的病名，由系统给出建议、专家逐条确认。确认后，未固化月份重新试算时按确认的编码分组；已固化月份不变。"
        actions={
          canManage || !isExpert ? (
            <>
              <Button
                icon={<DownloadOutlined />}
                onClick={() => {
                  downloadUrl(client.url('mappingsFile', { query: { kind: kind ?? 'dx' } }))
                }}
              >
                导出已确认的{MAPPING_KINDS[kind ?? 'dx']}映射
              </Button>
              {canManage ? (
                <Button
                  type="primary"
                  onClick={() => {
                    setGathering(true)
                  }}
                >
                  收集编码
                </Button>
              ) : null}
            </>
          ) : null
        }
      />
      <div className="yj-card yj-card-flush">
        <DataTable
          id="drg-mappings"
          label="历史编码映射"
          columns={columns}
          rows={query.data?.rows}
          total={query.data?.total}
          rowKey={(row) => row.mappingId}
          view={search}
          onView={(view) => {
            setSearch({ page: view.page, size: view.size })
          }}
          loading={query.isFetching && query.isPlaceholderData}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={<EmptyState title={state === 'open' ? '没有待确认的编码' : '没有这类编码'}>{canManage ? '点“收集编码”，检查现有病例，或上传医疗机构的历史编码清单。' : '由 DRG 经办收集后在这里确认。'}</EmptyState>} // prettier-ignore
          toolbar={
            <>
              <Segmented
                value={state}
                options={STATES.map((one) => ({ value: one, label: `${MAPPING_STATES[one]} ${counts === undefined ? '' : formatCount(counts[one])}` }))} // prettier-ignore
                onChange={(next) => {
                  setSearch({ state: next, page: 1 })
                }}
              />
              <Select
                aria-label="类别"
                style={{ width: 120 }}
                value={search.kind ?? 'all'}
                options={KIND_CHOICES.map((one) => ({
                  value: one,
                  label: one === 'all' ? '诊断和手术' : MAPPING_KINDS[one],
                }))}
                onChange={(next) => {
                  setSearch({ kind: next, page: 1 })
                }}
              />
              <Input.Search
                allowClear
                placeholder="编码或名称"
                aria-label="搜索编码"
                style={{ width: 200 }}
                onSearch={(q) => {
                  setSearch({ q: q.trim() === '' ? undefined : q.trim(), page: 1 })
                }}
              />{' '}
              {/* prettier-ignore */}
            </>
          }
        />
      </div>
      {gathering ? (
        <Gather
          onClose={() => {
            setGathering(false)
          }}
        />
      ) : null}{' '}
      {/* prettier-ignore */}
      {deciding === null ? null : (
        <Decide
          row={deciding}
          onClose={() => {
            setDeciding(null)
          }}
        />
      )}{' '}
      {/* prettier-ignore */}
    </div>
  )
}

function columnsFor(isExpert: boolean, onDecide: (row: MappingRow) => void): readonly DataColumn<MappingRow>[] {
  return [
    { key: 'kind', title: '类别', width: 90, render: (row) => MAPPING_KINDS[row.kind] },
    { key: 'source', title: '原编码与名称', minWidth: 200, always: true, render: (row) => <CodeName code={row.code === '' ? '（无编码）' : row.code} name={row.name} /> }, // prettier-ignore
    { key: 'cases', title: '例数', width: 84, align: 'right', render: (row) => <span className="yj-num">{formatCount(row.cases)}</span> }, // prettier-ignore
    { key: 'mains', title: '作首位', width: 84, align: 'right', render: (row) => <span className="yj-num">{formatCount(row.mains)}</span> }, // prettier-ignore
    { key: 'suggested', title: '建议', minWidth: 260, render: (row) => <Suggested row={row} /> },
    { key: 'target', title: '确认结果', minWidth: 200, render: (row) => <Decided row={row} /> },
    ...(isExpert ? [{ key: 'act', title: '', width: 90, render: (row: MappingRow) => <Button size="small" type={row.state === 'open' ? 'primary' : 'default'} onClick={() => { onDecide(row) }}>{row.state === 'open' ? '确认' : '修改'}</Button> }] : []), // prettier-ignore
  ]
}

function Suggested({ row }: { readonly row: MappingRow }) {
  const [first] = row.suggestions
  if (first === undefined) return <span className="yj-muted">没有相近的编码</span>
  return (
    <span title={row.suggestions.map((one) => `${one.code} ${one.name}（${one.why}）`).join('\n')}>
      <CodeName code={first.code} name={first.name} /> <span className="yj-muted yj-small">{first.why}</span>
    </span>
  )
}

function Decided({ row }: { readonly row: MappingRow }) {
  if (row.state === 'open') return <Tag tone="warning">{MAPPING_STATES.open}</Tag>
  return (
    <span>
      {row.target === null ? (
        <Tag tone="neutral">{MAPPING_STATES.none}</Tag>
      ) : (
        <CodeName code={row.target} name={row.targetName} />
      )}{' '}
      {/* prettier-ignore */}
      <br />
      <span className="yj-muted yj-small">
        {row.decidedBy} {row.decidedAt === null ? '' : formatMoment(row.decidedAt)} {row.note}
      </span>
    </span>
  )
}

const NONE = '-'

/** The expert chooses among the suggestions, looks for another code, or says that there is none. */
function Decide({ row, onClose }: { readonly row: MappingRow; readonly onClose: () => void }) {
  const [target, setTarget] = useState<string>(row.target ?? row.suggestions[0]?.code ?? '')
  const [q, setQ] = useState('')
  const [note, setNote] = useState(row.note)
  const found = useAsk('searchIcdCodes', { query: { kind: row.kind, q } }, q !== '')
  const decide = useStep('decideMapping')
  const { done, failed } = useNotify()
  const options = [
    ...row.suggestions.map((one) => ({ value: one.code, label: `${one.code} ${one.name}（${one.why}）` })),
    ...(found.data?.rows ?? []).filter((one) => !row.suggestions.some(({ code }) => code === one.code)).map((one) => ({ value: one.code, label: `${one.code} ${one.name}` })), // prettier-ignore
    { value: NONE, label: '没有对应的编码，不映射' },
  ]
  return (
    <Modal
      open
      title={`${MAPPING_KINDS[row.kind]}：${row.code} ${row.name}`}
      okText="确认"
      cancelText="取消"
      okButtonProps={{ disabled: target === '' }}
      confirmLoading={decide.isPending}
      onCancel={onClose}
      onOk={() => {
        decide.mutateAsync({ params: { mappingId: row.mappingId }, body: { target: target === NONE ? null : target, note } }).then(() => { done('已确认'); onClose() }, failed) // prettier-ignore
      }}
    >
      <label className="drg-field">
        <span>查找其他编码</span>
        <Input.Search
          aria-label="查找编码"
          placeholder="编码开头或名称"
          onSearch={(text) => {
            setQ(text.trim())
          }}
        />{' '}
        {/* prettier-ignore */}
      </label>
      <label className="drg-field">
        <span>医保版编码</span>
        <Select
          aria-label="医保版编码"
          value={target === '' ? null : target}
          options={options}
          onChange={(next: string | null) => {
            setTarget(next ?? '')
          }}
        />{' '}
        {/* prettier-ignore */}
      </label>
      <label className="drg-field">
        <span>说明（可不写）</span>
        <Input
          aria-label="说明"
          value={note}
          maxLength={300}
          onChange={(event) => {
            setNote(event.target.value)
          }}
        />{' '}
        {/* prettier-ignore */}
      </label>
    </Modal>
  )
}

/** Codes of the cases, and a list of a hospital's old records when there is one. */
function Gather({ onClose }: { readonly onClose: () => void }) {
  const gather = useStep('gatherMappings')
  const [csv, setCsv] = useState('')
  const { done, failed } = useNotify()
  const refused = gather.data?.refused ?? []
  return (
    <Modal
      open
      title="收集编码"
      okText="收集"
      cancelText="关闭"
      confirmLoading={gather.isPending}
      onCancel={onClose}
      onOk={() => {
        gather.mutateAsync({ body: { csv } }).then((answer) => { done(`编码库外 ${answer.found} 条，新增 ${answer.added} 条`); if (answer.refused.length === 0) onClose() }, failed) // prettier-ignore
      }}
    >
      <p className="yj-secondary" style={{ marginBottom: 12 }}>
        检查现有病例的诊断和手术编码；有历史清单时可一并粘贴（首行 kind,code,name,n，kind 为 dx 或 op）。
      </p>
      <Input.TextArea
        aria-label="历史编码清单"
        rows={7}
        placeholder={'kind,code,name,n\ndx,I63.9,脑梗塞,120\nop,,阑尾切除,35'}
        style={{ fontFamily: 'monospace' }}
        value={csv}
        onChange={(event) => {
          setCsv(event.target.value)
        }}
      />
      {refused.length === 0 ? null : (
        <ul className="drg-lines" style={{ marginTop: 10 }}>
          {refused.slice(0, 20).map((one) => (
            <li key={one.line}>
              第 {one.line} 行：{one.reason}
            </li>
          ))}
        </ul>
      )}
    </Modal>
  )
}
