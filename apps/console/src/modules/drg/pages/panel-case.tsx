import { REVIEW_REASON_LABELS, type BlindCase, type SpecialEffect } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { downloadUrl, FactList, formatAmount, PageHeader, Section } from '@yijian/web-kit'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useParam } from '../../../shell/search-state.ts'
import { client, useAsk, useStep } from '../api.ts'
import { CodeName, effectText, Loaded, Plain, useNotify } from '../parts/bits.tsx'
import { EffectForm } from '../parts/effect-form.tsx'
import '../drg.css'

/** Judge one case without knowing whose it is. */
export function PanelCasePage() {
  const reviewId = useParam('reviewId')
  const query = useAsk('myCase', { params: { reviewId } })
  return <Loaded query={query}>{(data) => <Body data={data} />}</Loaded>
}

function Body({ data }: { readonly data: BlindCase }) {
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to="/panel">待我评议</Link>}
        title={data.number}
        lead={data.reasons.map((one) => REVIEW_REASON_LABELS[one]).join('、')}
      />{' '}
      {/* prettier-ignore */}
      <div className="yj-stack">
        <Section title="病例">
          <FactList
            columns={4}
            facts={[
              { label: '患者', value: `${data.sex}，${data.age}` },
              { label: '医院级别', value: data.tier === '' ? '—' : `${data.tier} 级` },
              { label: '病组', value: <CodeName code={data.drg} name={data.drgName} /> },
              { label: '权重', value: data.weight ?? '—' },
              { label: '住院天数', value: data.los === null ? '—' : `${data.los} 天` },
              ...data.facts,
              { label: '总费用', value: data.cost === null ? '—' : `${formatAmount(data.cost)} 元` },
              { label: '病组标准', value: data.standard === null ? '—' : `${formatAmount(data.standard)} 元` },
            ]}
          />
          <p style={{ margin: '12px 0', whiteSpace: 'pre-wrap' }}>{data.statement}</p>
          <div className="drg-two">
            <Plain label="诊断" columns={['诊断']} rows={data.diagnoses.map((one, at) => ({ key: String(at), cells: [<CodeName key="c" {...one} />] }))} /> {/* prettier-ignore */}
            <Plain label="手术操作" columns={['手术操作']} empty="没有手术操作" rows={data.operations.map((one, at) => ({ key: String(at), cells: [<CodeName key="c" {...one} />] }))} /> {/* prettier-ignore */}
          </div>
          {data.files.map((file) => (
            <Button
              key={file.fileId}
              type="link"
              onClick={() => {
                downloadUrl(client.url('myCaseFile', { params: { reviewId: data.reviewId, fileId: file.fileId } }))
              }}
            >
              {file.name}
            </Button>
          ))}
        </Section>
        {data.own === null ? <OpinionForm data={data} /> : (
          <Section title="我的意见">
            <p>
              <strong>{effectText(data.own.decision)}</strong>：{data.own.reason}
            </p>
          </Section>
        )}
      </div>
    </div>
  )
}

function OpinionForm({ data }: { readonly data: BlindCase }) {
  const declare = useStep('declareConflict')
  const opine = useStep('giveOpinion')
  const [effect, setEffect] = useState<SpecialEffect | null>(null)
  const [reason, setReason] = useState('')
  const { done, failed } = useNotify()
  const { modal } = App.useApp()
  const params = { reviewId: data.reviewId }
  if (data.declared === 'conflict')
    return <Section title="已回避">您已申报与该病例有利益关系，经办机构会更换专家。</Section>
  if (data.declared === null) {
    const say = (declared: 'none' | 'conflict') => {
      declare.mutateAsync({ params, body: { declared } }).catch(failed)
    }
    return (
      <Section title="利益关系申报" note="申报后才能提交意见">
        <p style={{ marginBottom: 12 }}>您是否认出该病例，或与其医疗机构、医师、患者有利益关系？</p>
        <span className="yj-row" style={{ gap: 8 }}>
          <Button
            type="primary"
            onClick={() => {
              say('none')
            }}
          >
            没有利益关系
          </Button>{' '}
          {/* prettier-ignore */}
          <Button onClick={() => { modal.confirm({ title: '申请回避？', content: '申请后不能再评议该病例，由经办机构更换专家。', okText: '申请回避', cancelText: '取消', onOk: () => { say('conflict') } }) }}>有，申请回避</Button>{' '}
          {/* prettier-ignore */}
        </span>
      </Section>
    )
  }
  return (
    <Section title="我的意见">
      <EffectForm onChange={setEffect} />
      <label className="drg-field">
        <span>理由</span>
        <Input.TextArea
          aria-label="理由"
          rows={4}
          maxLength={2000}
          value={reason}
          onChange={(event) => {
            setReason(event.target.value)
          }}
        />
      </label>
      <Button
        type="primary"
        loading={opine.isPending}
        disabled={effect === null || reason.trim().length < 2}
        onClick={() => {
          if (effect === null) return
          const send = () => opine.mutateAsync({ params, body: { decision: effect, reason } }).then(() => { done('意见已提交') }, failed) // prettier-ignore
          modal.confirm({ title: '提交意见？', content: '每位专家提交一次，提交后不能修改。', okText: '确认提交', cancelText: '再想想', onOk: send }) // prettier-ignore
        }}
      >
        提交意见
      </Button>
    </Section>
  )
}
