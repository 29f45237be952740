import type { CheckDetail, Remedy } from '@yijian/contract'
import { Amount, EmptyState, formatCount, Tag } from '@yijian/web-kit'
import { Button } from 'antd'
import { useState } from 'react'
import { Attachments } from './attachments.tsx'
import { RemedyForm } from './remedy-form.tsx'

interface Props {
  readonly check: CheckDetail
  readonly editable: boolean
}

/** 整改: one entry for each rule with admitted hits. */
export function Remedies({ check, editable }: Props) {
  const first = check.remedies.find(({ complete }) => !complete)?.kindId
  const [open, setOpen] = useState<string | undefined>(editable ? first : undefined)
  return (
    <div className="yj-stack">
      {check.remedies.length === 0 ? (
        <EmptyState compact title="还没有标为属实的命中">
          把命中标为属实后，按规则在这里写原因、整改措施、责任科室、完成日期和拟退回金额。
        </EmptyState>
      ) : (
        <ul className="remedy-list">
          {check.remedies.map((remedy) => (
            <li key={remedy.kindId}>
              <RemedyHead
                remedy={remedy}
                open={open === remedy.kindId}
                editable={editable}
                onToggle={() => {
                  setOpen(open === remedy.kindId ? undefined : remedy.kindId)
                }}
              />
              {open === remedy.kindId && editable ? (
                <RemedyForm
                  checkId={check.checkId}
                  remedy={remedy}
                  depts={check.byDept.map(({ name }) => name)}
                  onSaved={(saved) => {
                    setOpen(saved.remedies.find(({ complete }) => !complete)?.kindId)
                  }}
                />
              ) : (
                <RemedyText remedy={remedy} />
              )}
            </li>
          ))}
        </ul>
      )}
      <Attachments check={check} editable={editable} />
    </div>
  )
}

interface HeadProps {
  readonly remedy: Remedy
  readonly open: boolean
  readonly editable: boolean
  readonly onToggle: () => void
}

function RemedyHead({ remedy, open, editable, onToggle }: HeadProps) {
  return (
    <div className="remedy-head">
      <strong>{remedy.kindName}</strong>
      <span className="yj-muted">
        属实 {formatCount(remedy.confirmed)} 条，对应 <Amount value={remedy.suggested} /> 元
      </span>
      <Tag tone={remedy.complete ? 'success' : 'warning'}>{remedy.complete ? '已填完' : '未填完'}</Tag>
      {editable ? (
        <Button size="small" aria-expanded={open} onClick={onToggle}>
          {open ? '收起' : remedy.complete ? '修改' : '填写'}
        </Button>
      ) : null}
    </div>
  )
}

/** As read: also on the bureau's page and in print. */
export function RemedyText({ remedy }: { readonly remedy: Remedy }) {
  const { cause, measures, dept, dueOn, refund } = remedy
  if (cause === '' && measures === '') return null
  return (
    <dl className="remedy-text">
      <dt>原因</dt>
      <dd>{cause}</dd>
      <dt>整改措施</dt>
      <dd>{measures}</dd>
      <dt>责任科室</dt>
      <dd>{dept}</dd>
      <dt>完成日期</dt>
      <dd className="yj-num">{dueOn ?? '—'}</dd>
      <dt>拟退回金额</dt>
      <dd>
        <Amount value={refund} /> 元
      </dd>
    </dl>
  )
}
