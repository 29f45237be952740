import { REVIEW_REASON_LABELS, type ReviewDetail, type SpecialEffect } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { downloadUrl, FactList, formatAmount, formatBytes, formatMoment, PageHeader, Section, Tag } from '@yijian/web-kit' // prettier-ignore
import { Button, Select } from 'antd'
import { useRef, useState } from 'react'
import { useParam } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { sharedUrl, useAsk, useAttach, useShared, useSide, useStep } from '../api.ts'
import { CaseLink, CodeName, effectText, Loaded, Plain, ReviewTag, useNotify, WordsDialog } from '../parts/bits.tsx' // prettier-ignore
import { EffectForm } from '../parts/effect-form.tsx'
import '../drg.css'

/** Is it special, what do the experts say, and what follows? */
export function ReviewPage() {
  const reviewId = useParam('reviewId')
  const query = useShared('getReview', { params: { reviewId } })
  return <Loaded query={query}>{(data) => <Body data={data} />}</Loaded>
}

const SUPPORT = { supported: ['数据支持', 'success'], 'not-supported': ['数据不支持', 'warning'], 'cannot-tell': ['缺数据，无法判断', 'neutral'] } as const // prettier-ignore

function Body({ data }: { readonly data: ReviewDetail }) {
  const { base, isBureau } = useSide()
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to={`${base}/reviews`}>特病单议</Link>}
        title={`特病单议 ${data.reviewId}`}
        lead={<ReviewTag state={data.state} />}
        actions={<Actions data={data} />}
      />
      <div className="yj-stack">
        {data.decision === null ? null : (
          <Section title="决定">
            <p>
              <strong>{effectText(data.decision)}</strong>：{data.decisionReason}
            </p>
            {data.effect === null ? null : (
              <p className="yj-num">
                统筹应付 {data.effect.before === null ? '—' : formatAmount(data.effect.before)} →{' '}
                {formatAmount(data.effect.after)} 元
                {data.state === 'published' ? '，已计入年终决算。' : '，公示后计入年终决算。'}
              </p>
            )}
          </Section>
        )}
        <Section title="申请">
          <FactList
            columns={4}
            facts={[
              { label: '病例', value: <CaseLink caseId={data.caseId} /> },
              ...(isBureau ? [{ label: '医疗机构', value: data.hospital?.name ?? '' }] : []),
              { label: '病组', value: <CodeName code={data.drg} name={data.drgName} /> },
              { label: '主要诊断', value: <CodeName {...data.main} /> },
              { label: '住院天数', value: data.los === null ? '—' : `${data.los} 天` },
              { label: '总费用', value: data.cost === null ? '—' : `${formatAmount(data.cost)} 元` },
              { label: '病组标准', value: data.standard === null ? '—' : `${formatAmount(data.standard)} 元` },
              { label: '申请日期', value: data.appliedOn },
            ]}
          />
          <p style={{ margin: '12px 0', whiteSpace: 'pre-wrap' }}>{data.statement}</p>
          <ul className="drg-lines">
            {data.support.map((one) => (
              <li key={one.reason}>
                <Tag tone={SUPPORT[one.support][1]}>{SUPPORT[one.support][0]}</Tag> {REVIEW_REASON_LABELS[one.reason]}
              </li>
            ))}
          </ul>
          <Files data={data} />
        </Section>
        <Section
          title="专家意见"
          note={
            data.panel === 0
              ? '尚未组成专家组'
              : `${data.opinions}/${data.panel} 人已提交；${data.majority} 人以上同意同一处理方可决定`
          }
        >
          {data.panelNames.length > 0 ? (
            <p className="yj-secondary" style={{ marginBottom: 8 }}>
              专家组：
              {data.panelNames
                .map(
                  (one) =>
                    `${one.name}（${one.declared === 'conflict' ? '申报利益关系，应更换' : one.answered ? '已提交' : one.declared === 'none' ? '评议中' : '待申报'}）`,
                )
                .join('、')}{' '}
              {/* prettier-ignore */}
            </p>
          ) : null}
          <Plain
            label="专家意见"
            empty="专家各自盲审，提交前互不可见；决定前医疗机构不可见。"
            columns={['专家', '意见', '理由', '时间']}
            rows={data.given.map((one) => ({ key: one.expert, cells: [one.expert, effectText(one.decision), one.reason, formatMoment(one.at)] }))} // prettier-ignore
          />
        </Section>
        <Section title="经过">
          <Plain
            label="经过"
            columns={['时间', '操作', '说明', '操作人']}
            empty="等待初审。"
            rows={data.events.map((one, at) => ({
              key: String(at),
              cells: [formatMoment(one.at), one.what, one.text, one.by],
            }))}
          />{' '}
          {/* prettier-ignore */}
        </Section>
      </div>
    </div>
  )
}

function Files({ data }: { readonly data: ReviewDetail }) {
  const { isBureau } = useSide()
  const canAttach = useCan('drg.submit') && data.state === 'applied'
  const attach = useAttach(data.reviewId)
  const input = useRef<HTMLInputElement>(null)
  const { failed } = useNotify()
  return (
    <p style={{ marginTop: 12 }}>
      附件：
      {data.files.length === 0 ? <span className="yj-muted">没有 </span> : null}
      {data.files.map((file) => (
        <Button
          key={file.fileId}
          type="link"
          size="small"
          onClick={() => {
            downloadUrl(sharedUrl(isBureau, 'reviewFile', { params: { reviewId: data.reviewId, fileId: file.fileId } }))
          }}
        >
          {file.name}（{formatBytes(file.bytes)}）
        </Button>
      ))}
      {canAttach ? (
        <>
          <Button
            size="small"
            loading={attach.isPending}
            onClick={() => {
              input.current?.click()
            }}
          >
            补充附件
          </Button>
          <input
            ref={input}
            type="file"
            hidden
            multiple
            accept=".pdf,.png,.jpg,.jpeg"
            aria-label="选择附件"
            onChange={(event) => {
              const files = [...(event.target.files ?? [])]
              event.target.value = ''
              if (files.length > 0) attach.mutateAsync(files).catch(failed)
            }}
          />
        </>
      ) : null}
    </p>
  )
}

type Open = 'accept' | 'reject' | 'assign' | 'decide' | 'publish' | 'withdraw'

function Actions({ data }: { readonly data: ReviewDetail }) {
  const can = { manage: useCan('drg.manage'), approve: useCan('drg.approve'), submit: useCan('drg.submit') }
  const [open, setOpen] = useState<Open | null>(null)
  const steps = useReviewSteps(data.reviewId)
  const close = () => {
    setOpen(null)
  }
  const button = (which: Open, label: string, primary = false) => (
    <Button
      key={which}
      type={primary ? 'primary' : 'default'}
      onClick={() => {
        setOpen(which)
      }}
    >
      {label}
    </Button>
  )
  const { state } = data
  const unanswered = data.given.length === 0
  return (
    <>
      {can.submit && (state === 'applied' || state === 'screened') ? button('withdraw', '撤回申请') : null}
      {can.manage && state === 'applied' ? [button('reject', '初审不通过'), button('accept', '初审通过', true)] : null}
      {can.manage && (state === 'screened' || (state === 'assigned' && unanswered))
        ? button('assign', state === 'screened' ? '组成专家组' : '更换专家组', state === 'screened')
        : null}{' '}
      {/* prettier-ignore */}
      {can.manage && state === 'voted' ? button('decide', '作出决定', true) : null}
      {can.approve && state === 'decided' ? button('publish', '公示', true) : null}
      {open === 'withdraw' ? (
        <WordsDialog title="撤回申请" label="原因" okText="撤回" onClose={close} onOk={steps.withdraw} />
      ) : null}{' '}
      {/* prettier-ignore */}
      {open === 'accept' ? (
        <WordsDialog
          title="初审通过"
          label="初审意见"
          okText="通过"
          onClose={close}
          onOk={(note) => steps.screen('accept', note)}
        />
      ) : null}{' '}
      {/* prettier-ignore */}
      {open === 'reject' ? (
        <WordsDialog
          title="初审不通过"
          label="理由"
          okText="不通过"
          onClose={close}
          onOk={(note) => steps.screen('reject', note)}
        />
      ) : null}{' '}
      {/* prettier-ignore */}
      {open === 'publish' ? (
        <WordsDialog title="公示决定" label="公示说明" okText="公示" onClose={close} onOk={steps.publish} />
      ) : null}{' '}
      {/* prettier-ignore */}
      {open === 'assign' ? <AssignDialog data={data} onClose={close} /> : null}
      {open === 'decide' ? <DecideDialog reviewId={data.reviewId} onClose={close} /> : null}
    </>
  )
}

function useReviewSteps(reviewId: string) {
  const screen = useStep('screenReview')
  const publish = useStep('publishReview')
  const withdraw = useStep('withdrawReview')
  const params = { reviewId }
  return {
    screen: (step: 'accept' | 'reject', note: string) => screen.mutateAsync({ params, body: { step, note } }),
    publish: (note: string) => publish.mutateAsync({ params, body: { note } }),
    withdraw: (note: string) => withdraw.mutateAsync({ params, body: { note } }),
  }
}

function AssignDialog({ data, onClose }: { readonly data: ReviewDetail; readonly onClose: () => void }) {
  const experts = useAsk('listExperts', {})
  const assign = useStep('assignReview')
  const [chosen, setChosen] = useState<string[]>([])
  const tied = (codes: readonly { readonly code: string }[]) => codes.some(({ code }) => code === data.hospital?.code)
  return (
    <WordsDialog
      title="组成专家组"
      label="说明"
      initial="按专业抽取"
      okText="组成专家组"
      onClose={onClose}
      onOk={() => assign.mutateAsync({ params: { reviewId: data.reviewId }, body: { experts: chosen } })}
    >
      <label className="drg-field">
        <span>专家（不少于 {data.panelSize} 人；与申请机构有利益关系的应回避）</span>
        <Select
          mode="multiple"
          aria-label="专家"
          value={chosen}
          options={(experts.data?.rows ?? []).map((one) => ({ value: one.expert, disabled: tied(one.conflicts), label: `${one.name}${one.specialties.length > 0 ? `（${one.specialties.join('、')}）` : ''}${tied(one.conflicts) ? '：应回避' : one.open > 0 ? `：在评 ${one.open} 例` : ''}` }))} // prettier-ignore
          onChange={setChosen}
        />
      </label>
    </WordsDialog>
  )
}

function DecideDialog({ reviewId, onClose }: { readonly reviewId: string; readonly onClose: () => void }) {
  const decide = useStep('decideReview')
  const [effect, setEffect] = useState<SpecialEffect | null>(null)
  return (
    <WordsDialog
      title="作出决定"
      label="理由"
      okText="决定"
      onClose={onClose}
      onOk={async (reason) => {
        if (effect === null) throw new Error('请填写完整的处理意见')
        await decide.mutateAsync({ params: { reviewId }, body: { decision: effect, reason } })
      }}
    >
      <EffectForm onChange={setEffect} />
    </WordsDialog>
  )
}
