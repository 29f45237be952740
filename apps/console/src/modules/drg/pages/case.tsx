import { DRG_FUNDS, REVIEW_REASON_LABELS, WHAT_IF_LABELS, type DrgCaseDetail } from '@yijian/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { FactList, formatAmount, PageHeader, Section, Tag } from '@yijian/web-kit'
import { Button, Checkbox, Input, Modal } from 'antd'
import { useState } from 'react'
import { useParam } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { useShared, useSide, useStep } from '../api.ts'
import { CodeName, Gain, Loaded, Plain, useNotify } from '../parts/bits.tsx'
import '../drg.css'

/** Why is this case in this group, how was it paid, and what would have moved it? */
export function CasePage() {
  const caseId = useParam('caseId')
  const query = useShared('getDrgCase', { params: { caseId } })
  return <Loaded query={query}>{(data) => <Body data={data} />}</Loaded>
}

function Body({ data }: { readonly data: DrgCaseDetail }) {
  const { base, isBureau } = useSide()
  const [applying, setApplying] = useState(false)
  const canApply = useCan('drg.submit') && data.reviewId === null && data.refused === null
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to={`${base}/cases`}>DRG 病例</Link>}
        title={data.status === '分组成功' ? `${data.drg} ${data.drgName}` : `${data.status}：${data.reason ?? ''}`}
        lead={sentence(data)}
        actions={
          <>
            {data.listId === null ? null : (
              <Link to={`${base}/lists/${encodeURIComponent(data.listId)}`}>
                <Button>结算清单</Button>
              </Link>
            )}
            {data.reviewId === null ? null : (
              <Link to={`${base}/reviews/${encodeURIComponent(data.reviewId)}`}>
                <Button>特病单议</Button>
              </Link>
            )}
            {canApply ? (
              <Button
                type="primary"
                onClick={() => {
                  setApplying(true)
                }}
              >
                申请特病单议
              </Button>
            ) : null}
          </>
        }
      />
      <div className="yj-stack">
        <Section>
          <FactList
            columns={4}
            facts={[
              { label: '病例号', value: <code>{data.caseId}</code> },
              ...(isBureau ? [{ label: '医疗机构', value: data.hospital.name }] : []),
              { label: '人员', value: `${data.person.psnNo}，${data.person.sex}，${data.person.age}` },
              { label: '险种', value: data.fund === null ? '—' : DRG_FUNDS[data.fund] },
              ...data.facts,
              { label: '总费用', value: data.cost === null ? '未提供' : `${formatAmount(data.cost)} 元` },
              { label: '同组近一年', value: data.peers.n === 0 ? '—' : `${data.peers.n} 例，中位 ${formatAmount(data.peers.median ?? '0.00')}，90 分位 ${formatAmount(data.peers.p90 ?? '0.00')} 元` }, // prettier-ignore
            ]}
          />
          {data.listNewer ? <Tag tone="warning">清单在固化后有修正，重算时采用</Tag> : null}
        </Section>
        <div className="drg-two">
          <Section title="怎样支付的" note={data.ruleLabel}>
            {data.refused === null ? (
              <ol className="drg-lines" aria-label="支付说明">
                {data.explain.map((line) => (
                  <li key={line} className="yj-num">
                    {line}
                  </li>
                ))}
              </ol>
            ) : (
              <p>
                <Tag tone="warning">暂不能支付</Tag> {data.refused}
              </p>
            )}
          </Section>
          <Section title="怎样移动一组" note="同一 ADRG 内，按本机构费率与系数">
            <Moves data={data} />
          </Section>
        </div>
        <Trace data={data} />
        <WhatIf data={data} />
      </div>
      {applying ? (
        <ApplyDialog
          caseId={data.caseId}
          onClose={() => {
            setApplying(false)
          }}
        />
      ) : null}
    </div>
  )
}

function sentence(data: DrgCaseDetail): string {
  const { trace, weight, payable, gain, drg } = data
  if (trace.hit === null) return data.reason ?? '没有入组。'
  const why = `主要诊断 ${data.main.code} ${data.main.name}${trace.hit.hits.length > 0 ? '，' : ''}符合“${trace.hit.condition}”，入 ${trace.hit.adrg} ${trace.hit.name}`
  const deciding = trace.complications.filter((one) => one.deciding !== null).map((one) => one.name || one.code)
  const severity = deciding.length > 0 ? `；因${deciding.join('、')}细分到 ${drg}` : ''
  const money = payable === null ? '' : `；权重 ${weight ?? '无'}，统筹应付 ${formatAmount(payable)} 元，盈亏 ${formatAmount(gain ?? '0.00')} 元` // prettier-ignore
  return `${why}${severity}${money}。`
}

function Moves({ data }: { readonly data: DrgCaseDetail }) {
  const { moves } = data.trace
  if (moves.length === 0) return <p className="yj-muted">该 ADRG 不再细分，没有相邻的组。</p>
  return (
    <ul className="drg-steps" aria-label="移动一组">
      {moves.map((move) => (
        <li key={move.direction}>
          <strong>
            {move.direction === 'up' ? '上移' : '下移'}到 {move.drg} {move.name}
          </strong>
          <div className="yj-secondary">{move.needs}</div>
          {move.codes.length > 0 ? (
            <div className="yj-secondary">
              {move.direction === 'up' ? '现被排除：' : '涉及：'}
              {move.codes.map((one) => `${one.code} ${one.name}`).join('、')}
            </div>
          ) : null}
          <div className="yj-num">
            权重 {data.weight ?? '无'} → {move.weight ?? '无'}，标准相差 <Gain value={move.amount} /> 元
          </div>
        </li>
      ))}
    </ul>
  )
}

const VERDICTS = { passed: '不符合入组条件', left: '符合，但没有适用的病组', taken: '入组' } as const

function Trace({ data }: { readonly data: DrgCaseDetail }) {
  const [all, setAll] = useState(false)
  const { trace, diagnoses, operations } = data
  const shown = all ? trace.mdcs : trace.mdcs.filter((one) => one.verdict !== 'passed' || one.tried.length > 0)
  const levelOf = new Map(trace.complications.map((one) => [one.code, one]))
  return (
    <Section
      title="分组过程"
      note={`方案 ${data.scheme.name}（校验值 ${data.scheme.hash}）`}
      actions={
        <Button
          size="small"
          onClick={() => {
            setAll(!all)
          }}
        >
          {all ? '只看相关大类' : `看全部 ${trace.mdcs.length} 个已试大类`}
        </Button>
      }
    >
      <div className="drg-two">
        <div>
          <ol className="drg-steps" aria-label="分组过程">
            {shown.map((one) => (
              <li key={one.mdc} data-verdict={one.verdict}>
                <strong>
                  {one.mdc} {one.name}
                </strong>{' '}
                {VERDICTS[one.verdict]}
                {one.failed.length > 0 ? <div className="yj-secondary">不满足：{one.failed.join('；')}</div> : null}
                {one.tried.map((rule) => (
                  <div key={rule.ruleId} className="yj-secondary">
                    试 {rule.adrg} {rule.name}：{rule.failed.length > 0 ? `缺 ${rule.failed.join('；')}` : '未采用'}
                  </div>
                ))}
                {one.verdict === 'taken' && trace.hit !== null ? (
                  <div>
                    命中 {trace.hit.adrg} {trace.hit.name}：{trace.hit.condition}
                    {trace.hit.hits.length > 0 ? (
                      <span className="yj-secondary">
                        （{trace.hit.hits.map((hit) => `${hit.code} ${hit.name}`).join('、')}）
                      </span>
                    ) : null}
                  </div>
                ) : null}
              </li>
            ))}
          </ol>
          {trace.mapped.length > 0 ? (
            <p className="yj-secondary" style={{ marginTop: 12 }}>
              历史编码映射（专家确认，按映射后的编码分组）：
              {trace.mapped
                .map((one) => `${one.kind === 'dx' ? '诊断' : '手术'} ${one.from} → ${one.to.code} ${one.to.name}`)
                .join('；')}
            </p>
          ) : null}
          {trace.quality.length > 0 ? (
            <p className="yj-secondary" style={{ marginTop: 12 }}>
              编码问题（不影响分组）：{trace.quality.map((one) => one.message).join('；')}
            </p>
          ) : null}
        </div>
        <div>
          <Plain
            label="诊断"
            columns={['诊断', '并发症级别', '作用']}
            rows={diagnoses.map((one, at) => {
              const level = levelOf.get(one.code)
              return {
                key: `${one.code}-${at}`,
                cells: [
                  <CodeName key="c" {...one} />,
                  at === 0 ? <Tag tone="brand">主要诊断</Tag> : (level?.level ?? '—'),
                  level === undefined ? '' : level.excluded ? `被排除表 ${level.table ?? ''} 排除` : level.deciding === 'sole' ? '决定本组' : level.deciding === 'shared' ? '与其他共同决定' : level.effective ? '有效' : '', // prettier-ignore
                ],
              }
            })}
          />
          <div style={{ height: 12 }} />
          <Plain
            label="手术操作"
            columns={['手术操作', '']}
            empty="没有手术操作"
            rows={operations.map((one, at) => ({ key: `${one.code}-${at}`, cells: [<CodeName key="c" {...one} />, at === 0 ? '主要手术' : ''] }))} // prettier-ignore
          />
        </div>
      </div>
    </Section>
  )
}

function WhatIf({ data }: { readonly data: DrgCaseDetail }) {
  return (
    <Section title="换一种填写会怎样" note="逐一把其他诊断、手术改为主要，去掉每个并发症；只列改变分组的">
      <Plain
        label="推算"
        empty="怎样改都还是这个组。"
        columns={['假设', '编码', '将分到', '权重', '标准相差（元）']}
        right={[3, 4]}
        rows={data.whatIf.map((one, at) => ({
          key: `${one.sweep}-${one.code}-${at}`,
          cells: [
            WHAT_IF_LABELS[one.sweep],
            <CodeName key="c" code={one.code} name={one.name} />,
            <CodeName key="d" code={one.drg} name={one.drgName} />,
            `${one.weightFrom ?? '无'} → ${one.weightTo ?? '无'}`,
            <Gain key="g" value={one.amount} />,
          ],
        }))}
      />
    </Section>
  )
}

type Reason = keyof typeof REVIEW_REASON_LABELS

function ApplyDialog({ caseId, onClose }: { readonly caseId: string; readonly onClose: () => void }) {
  const [reasons, setReasons] = useState<Reason[]>([])
  const [statement, setStatement] = useState('')
  const apply = useStep('applyReview')
  const navigate = useNavigate()
  const { failed } = useNotify()
  return (
    <Modal
      open
      title="申请特病单议"
      okText="提交申请"
      cancelText="取消"
      confirmLoading={apply.isPending}
      okButtonProps={{ disabled: reasons.length === 0 || statement.trim().length < 2 }}
      onCancel={onClose}
      onOk={() => {
        apply.mutateAsync({ body: { caseId, reasons, statement } }).then((review) => navigate({ href: `/own-drg/reviews/${review.reviewId}` }), failed) // prettier-ignore
      }}
    >
      <label className="drg-field">
        <span>申请理由</span>
        <Checkbox.Group
          value={reasons}
          options={Object.entries(REVIEW_REASON_LABELS).map(([value, label]) => ({ value, label }))}
          onChange={(next) => {
            setReasons(next as Reason[])
          }}
        />
      </label>
      <label className="drg-field">
        <span>病情与费用说明（专家盲审，请勿写医院、医师和患者姓名）</span>
        <Input.TextArea
          aria-label="病情与费用说明"
          rows={5}
          maxLength={2000}
          showCount
          value={statement}
          onChange={(event) => {
            setStatement(event.target.value)
          }}
        />
      </label>
    </Modal>
  )
}
