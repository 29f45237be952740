import type { ImportRow } from '@yijian/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import {
  DataTable,
  DayInput,
  EmptyState,
  formatCount,
  formatMoment,
  PageHeader,
  toClientError,
  type DataColumn,
} from '@yijian/web-kit'
import { Alert, Button, Input, Modal } from 'antd'
import { useRef, useState } from 'react'
import { useImports, useUploadPoints } from '../lifecycle-api.ts'
import { importHref } from '../search.ts'
import '../rules.css'
import '../lifecycle.css'

/** Which official rows were read, and which of them wait for an expert? */
export function ImportsPage() {
  const list = useImports()
  const [uploading, setUploading] = useState(false)
  const rows = list.data?.rows
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to="/rules/kinds">← 规则库</Link>}
        title="导入知识点"
        lead="读国家批次和本地表格；解析出的参数只是建议，逐条确认后成为草稿，再走论证、试运行、发布。"
        actions={
          <Button type="primary" onClick={() => setUploading(true)}>
            导入文件
          </Button>
        }
      />
      <div className="yj-card yj-card-flush">
        <DataTable<ImportRow>
          id="rule-imports"
          label="导入批次"
          columns={COLUMNS}
          rows={rows}
          total={rows?.length}
          rowKey={(row) => row.importId}
          view={{ page: 1, size: 50 }}
          onView={() => undefined}
          error={list.error}
          onRetry={() => void list.refetch()}
          empty={
            <EmptyState title="还没有导入过">
              支持国家“两库”批次的 CSV、按官方明细整理的
              Excel（列名“药品名称”“限定支付范围”“医保药品代码”等），以及本系统格式的表格。
            </EmptyState>
          }
        />
      </div>
      {uploading ? <UploadDialog onClose={() => setUploading(false)} /> : null}
    </div>
  )
}

const COLUMNS: readonly DataColumn<ImportRow>[] = [
  {
    key: 'file',
    title: '文件',
    minWidth: 240,
    always: true,
    render: (row) => (
      <span className="yj-cell-2">
        <Link to={importHref(row.importId)}>{row.file}</Link>
        <small>{row.shape === 'official' ? '官方明细' : '本系统格式'}</small>
      </span>
    ),
  },
  { key: 'points', title: '读入', width: 90, align: 'right', render: (row) => formatCount(row.points) },
  { key: 'open', title: '待确认', width: 90, align: 'right', render: (row) => formatCount(row.open) },
  { key: 'confirmed', title: '已确认', width: 90, align: 'right', render: (row) => formatCount(row.confirmed) },
  { key: 'skipped', title: '不采用', width: 90, align: 'right', render: (row) => formatCount(row.skipped) },
  { key: 'unreadable', title: '不能执行', width: 90, align: 'right', render: (row) => formatCount(row.unreadable) },
  { key: 'errors', title: '退回的行', width: 90, align: 'right', render: (row) => formatCount(row.errors) },
  {
    key: 'by',
    title: '导入',
    width: 160,
    render: (row) => (
      <span className="yj-cell-2">
        <span>{row.by}</span>
        <small className="yj-num">{formatMoment(row.at)}</small>
      </span>
    ),
  },
]

function UploadDialog({ onClose }: { readonly onClose: () => void }) {
  const [file, setFile] = useState<File>()
  const [document, setDocument] = useState('')
  const [date, setDate] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const upload = useUploadPoints()
  const navigate = useNavigate()
  return (
    <Modal
      open
      title="导入知识点"
      okText="读取"
      cancelText="取消"
      okButtonProps={{ disabled: file === undefined }}
      confirmLoading={upload.isPending}
      onCancel={onClose}
      onOk={() => {
        if (!file) return
        upload.mutate(
          {
            file,
            ...(document.trim() === '' ? {} : { document: document.trim() }),
            ...(date === undefined ? {} : { date }),
          },
          { onSuccess: ({ importId }) => void navigate({ href: importHref(importId) }) },
        )
      }}
    >
      {upload.error ? (
        <Alert type="error" showIcon title={toClientError(upload.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <div className="yj-stack-8">
        <div className="yj-row">
          <Button onClick={() => input.current?.click()}>选择文件</Button>
          <span className={file ? '' : 'yj-muted'}>{file?.name ?? '.xlsx 或 .csv，20 MB 以内'}</span>
          <input
            ref={input}
            hidden
            type="file"
            accept=".xlsx,.csv"
            aria-label="选择要导入的表格"
            onChange={(event) => setFile(event.target.files?.[0])}
          />
        </div>
        <Input
          aria-label="依据文件"
          placeholder="依据文件（表中没有写明时填）"
          maxLength={300}
          value={document}
          onChange={(event) => setDocument(event.target.value)}
        />
        <div className="yj-row">
          <span className="yj-secondary">文件日期</span>
          <DayInput label="文件日期" value={date} onChange={setDate} />
        </div>
        <p className="yj-muted yj-small">读取不改变知识库。有错的行逐行列出原因，其余照常进入待确认。</p>
      </div>
    </Modal>
  )
}
