import { PARAMETER_STATES, type ParametersRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { FactList, formatMoment, PageHeader, Section, Tag } from '@yijian/web-kit'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useCan } from '../../../shell/session.tsx'
import { useAsk, useStep } from '../api.ts'
import { Loaded, useNotify, WordsDialog } from '../parts/bits.tsx'
import '../drg.css'

/** By which numbers is paid, who made them, who approved? */
export function ParametersPage() {
  const query = useAsk('listParameters', {})
  const canManage = useCan('drg.manage')
  const [editing, setEditing] = useState<ParametersRow | null>(null)
  const current = query.data?.rows.find((one) => one.inForce)
  return (
    <div className="yj-page">
      <PageHeader
        title="支付参数"
        lead="费率、系数、倍率、床日、拨付与决算办法。编制与审批分离；每版留存，已固化月份不受影响。"
        actions={
          canManage && current ? (
            <Button
              type="primary"
              onClick={() => {
                setEditing(current)
              }}
            >
              编制新版本
            </Button>
          ) : null
        }
      />
      {editing === null ? null : (
        <Editor
          row={editing}
          onClose={() => {
            setEditing(null)
          }}
        />
      )}
      <Loaded query={query}>
        {({ rows }) => (
          <div className="yj-stack">
            {rows.map((row) => (
              <Version key={row.version} row={row} />
            ))}
          </div>
        )}
      </Loaded>
    </div>
  )
}

function Version({ row }: { readonly row: ParametersRow }) {
  const canApprove = useCan('drg.approve')
  const decide = useStep('decideParameters')
  const [open, setOpen] = useState<'approved' | 'rejected' | null>(null)
  const [text, setText] = useState(false)
  return (
    <Section
      title={`第 ${row.version} 版 ${row.title}`}
      note={`${row.madeBy} 于 ${formatMoment(row.madeAt)} 编制：${row.reason}`}
      actions={
        <>
          <Tag tone={row.inForce ? 'success' : row.status === 'draft' ? 'warning' : 'neutral'}>
            {row.inForce ? '使用中' : PARAMETER_STATES[row.status]}
          </Tag>
          {canApprove && row.status === 'draft' ? (
            <>
              <Button
                size="small"
                onClick={() => {
                  setOpen('rejected')
                }}
              >
                退回
              </Button>{' '}
              {/* prettier-ignore */}
              <Button size="small" type="primary" onClick={() => { setOpen('approved') }}>批准</Button>{' '}
              {/* prettier-ignore */}
            </>
          ) : null}
          {row.inForce ? null : <Link to={`/drg/simulations?parameters=${row.version}`}>模拟</Link>}{' '}
          <Button
            size="small"
            aria-expanded={text}
            onClick={() => {
              setText(!text)
            }}
          >
            {text ? '收起全文' : '看全文'}
          </Button>{' '}
          {/* prettier-ignore */}
        </>
      }
    >
      <FactList columns={2} facts={[{ label: '分组方案', value: row.schemeName }, ...row.facts]} />
      {row.decidedBy === null ? null : (
        <p className="yj-muted">
          {row.decidedBy} 于 {row.decidedAt === null ? '' : formatMoment(row.decidedAt)} {PARAMETER_STATES[row.status]}
          {row.opinion === '' ? '' : `：${row.opinion}`}
        </p>
      )}
      {text ? (
        <pre className="yj-scroll-x" style={{ fontSize: 12 }}>
          {row.content}
        </pre>
      ) : null}
      {open === null ? null : (
        <WordsDialog title={open === 'approved' ? '批准支付参数' : '退回支付参数'} label="意见" okText={open === 'approved' ? '批准' : '退回'} onClose={() => { setOpen(null) }} onOk={(opinion) => decide.mutateAsync({ params: { version: row.version }, body: { decision: open, opinion } })} /> // prettier-ignore
      )}
    </Section>
  )
}

function Editor({ row, onClose }: { readonly row: ParametersRow; readonly onClose: () => void }) {
  const schemes = useAsk('listSchemes', {})
  const draft = useStep('draftParameters')
  const [schemeId, setSchemeId] = useState(row.schemeId)
  const [content, setContent] = useState(row.content)
  const [reason, setReason] = useState('')
  const { done, failed } = useNotify()
  return (
    <Section title="编制新版本" note="写错时会指出位置和原因">
      <label className="drg-field">
        <span>分组方案</span>
        <Select
          aria-label="分组方案"
          value={schemeId}
          options={(schemes.data?.rows ?? []).map((one) => ({ value: one.schemeId, label: one.name }))}
          onChange={setSchemeId}
        />
      </label>{' '}
      {/* prettier-ignore */}
      <label className="drg-field"><span>参数全文</span><Input.TextArea aria-label="参数全文" value={content} rows={22} style={{ fontFamily: 'monospace', fontSize: 12 }} onChange={(event) => { setContent(event.target.value) }} /></label>{' '}
      {/* prettier-ignore */}
      <label className="drg-field"><span>修改说明</span><Input aria-label="修改说明" value={reason} maxLength={500} onChange={(event) => { setReason(event.target.value) }} /></label>{' '}
      {/* prettier-ignore */}
      <span className="yj-row" style={{ gap: 8 }}>
        <Button onClick={onClose}>取消</Button>
        <Button
          type="primary"
          loading={draft.isPending}
          disabled={reason.trim().length < 2 || content === row.content}
          onClick={() => {
            draft.mutateAsync({ body: { schemeId, content, reason } }).then(() => { done('已提交审批'); onClose() }, failed) // prettier-ignore
          }}
        >
          提交审批
        </Button>
      </span>
    </Section>
  )
}
