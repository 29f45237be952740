import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { DRG_FUNDS, type Statement } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { downloadUrl, FactList, formatAmount, formatCount, formatMoment, PageHeader, Section } from '@yijian/web-kit'
import { Button, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { useParam } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { sharedUrl, useShared, useSide, useStep } from '../api.ts'
import { CaseLink, Gain, Loaded, MonthTag, Plain, useNotify, WordsDialog } from '../parts/bits.tsx'
import '../drg.css'

/** One hospital's month: what it is paid, from which cases, and what has been done. */
export function StatementPage() {
  const params = { month: useParam('month'), hospital: useParam('hospital') }
  const query = useShared('getStatement', { params })
  return <Loaded query={query}>{(data) => <Body data={data} />}</Loaded>
}

function Body({ data }: { readonly data: Statement }) {
  const { base, isBureau } = useSide()
  const canSubmit = useCan('drg.submit')
  const canManage = useCan('drg.manage')
  const [requesting, setRequesting] = useState<Statement['funds'][number] | null>(null)
  const [correcting, setCorrecting] = useState(false)
  const closed = data.funds.some(({ state }) => state === 'closed')
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to={`${base}/months/${data.month}`}>{data.month} 月度结算</Link>}
        title={`${data.hospital.name} ${data.month} 住院 DRG 结算单`}
        lead={`${data.schemeName}，支付参数第 ${data.parameters} 版，${data.basis}${data.issuedAt === null ? '；尚未下发' : `；${formatMoment(data.issuedAt)} 下发`}`}
        actions={
          <>
            {canManage && closed ? (
              <Button
                onClick={() => {
                  setCorrecting(true)
                }}
              >
                更正
              </Button>
            ) : null}
            <Button
              icon={<PrinterOutlined />}
              onClick={() => {
                window.print()
              }}
            >
              打印
            </Button>
            <Button
              icon={<DownloadOutlined />}
              onClick={() => {
                downloadUrl(sharedUrl(isBureau, 'statementFile', { params: { month: data.month, hospital: data.hospital.code } })) // prettier-ignore
              }}
            >
              导出
            </Button>
          </>
        }
      />
      <div className="yj-stack">
        {data.funds.map((fund) => (
          <Section
            key={fund.fund}
            title={DRG_FUNDS[fund.fund]}
            note={`费率 ${fund.rate}，机构系数 ${fund.coefficient}`}
            actions={
              <>
                <MonthTag state={fund.state} />
                {canSubmit && fund.state === 'stated' ? (
                  <Button
                    type="primary"
                    onClick={() => {
                      setRequesting(fund)
                    }}
                  >
                    发起对账申请
                  </Button>
                ) : null}
              </>
            }
          >
            <FundTable fund={fund} />
            {fund.note === '' ? null : <p style={{ marginTop: 12 }}>对账：{fund.note}</p>}
            {fund.disputed.length > 0 ? (
              <p className="yj-secondary">异议病例：{fund.disputed.map((one) => <span key={one.caseId}><CaseLink caseId={one.caseId} />（{one.drg}） </span>)}</p> // prettier-ignore
            ) : null}
            <p className="drg-no-print" style={{ marginTop: 8 }}>
              <Link
                to={`${base}/cases?month=${data.month}&fund=${fund.fund}${isBureau ? `&hospital=${encodeURIComponent(data.hospital.code)}` : ''}`}
              >
                查看全部 {formatCount(fund.total.cases)} 例
              </Link>
            </p>
          </Section>
        ))}
        {data.refused.length > 0 ? (
          <Section title="暂不能支付的病例" note="改正后可以支付">
            <Plain
              label="暂不能支付"
              columns={['病例', '总费用（元）', '原因']}
              right={[1]}
              rows={data.refused.map((one) => ({
                key: one.caseId,
                cells: [
                  <CaseLink key="c" caseId={one.caseId} />,
                  one.cost === null ? '—' : formatAmount(one.cost),
                  one.reason,
                ],
              }))}
            />{' '}
            {/* prettier-ignore */}
          </Section>
        ) : null}
        <Section title="台账" note="只增不改">
          <Plain
            label="台账"
            columns={['时间', '险种', '操作', '内容', '操作人', '一方']}
            empty="还没有记账。"
            rows={data.ledger.map((one, at) => ({ key: String(at), cells: [formatMoment(one.at), DRG_FUNDS[one.fund], one.what, one.text, one.by, one.side] }))} // prettier-ignore
          />
        </Section>
      </div>
      <div className="drg-print-only drg-signs">
        <span>经办机构（盖章）：</span>
        <span>医疗机构（盖章）：</span>
        <span>日期：</span>
      </div>
      {requesting === null ? null : (
        <RequestDialog
          data={data}
          fund={requesting}
          onClose={() => {
            setRequesting(null)
          }}
        />
      )}
      {correcting ? (
        <CorrectionDialog
          data={data}
          onClose={() => {
            setCorrecting(false)
          }}
        />
      ) : null}
    </div>
  )
}

function FundTable({ fund }: { readonly fund: Statement['funds'][number] }) {
  const line = (label: string, one: Statement['funds'][number]['total']) => [label, formatCount(one.cases), one.weight, ...[one.cost, one.patientPay, one.otherFunds, one.actualFund, one.payable].map(formatAmount), <Gain key="g" value={one.gain} />] // prettier-ignore
  return (
    <>
      <Plain
        label={`${DRG_FUNDS[fund.fund]}结算单`}
        columns={['类别', '病例', '总权重', '总费用', '个人负担', '其他基金', '记账统筹', '统筹应付', '盈亏']}
        right={[1, 2, 3, 4, 5, 6, 7, 8]}
        rows={[...fund.lines.map((one) => ({ key: one.rule, cells: line(one.label, one) })), { key: 'total', cells: line('合计', fund.total).map((cell, at) => <strong key={at}>{cell}</strong>) }]} // prettier-ignore
      />
      {fund.deposit === null ? null : (
        <FactList
          columns={4}
          facts={[
            { label: '已拨付', value: `${formatAmount(fund.paid)} 元` },
            { label: '留存（质量保证金）', value: `${formatAmount(fund.deposit)} 元` },
          ]}
        />
      )}
    </>
  )
}

/** The hospital agrees, or names the cases that it does not agree with. */
function RequestDialog({
  data,
  fund,
  onClose,
}: {
  readonly data: Statement
  readonly fund: Statement['funds'][number]
  readonly onClose: () => void
}) {
  // prettier-ignore
  const [cases, setCases] = useState<string[]>([])
  const request = useStep('requestReconciliation')
  const list = useShared('listDrgCases', { query: { month: data.month, fund: fund.fund, hospital: data.hospital.code, size: 200 } }) // prettier-ignore
  return (
    <WordsDialog
      title={`对账申请：${DRG_FUNDS[fund.fund]}，统筹应付 ${formatAmount(fund.total.payable)} 元`}
      label="说明（无异议请写明核对无误，有异议请写明理由）"
      okText="提交对账申请"
      onClose={onClose}
      onOk={(note) => request.mutateAsync({ params: { month: data.month }, body: { hospital: data.hospital.code, fund: fund.fund, note, caseIds: cases } })} // prettier-ignore
    >
      <label className="drg-field">
        <span>有异议的病例（没有可不选）</span>
        <Select
          mode="multiple"
          aria-label="有异议的病例"
          value={cases}
          maxTagCount={6}
          options={(list.data?.rows ?? []).map((row) => ({ value: row.caseId, label: `${row.caseId} ${row.drg} ${row.main.name}` }))} // prettier-ignore
          onChange={setCases}
        />
      </label>
    </WordsDialog>
  )
}

/** Posted in a later month that is open: the closed one stays as it is. */
function CorrectionDialog({ data, onClose }: { readonly data: Statement; readonly onClose: () => void }) {
  const months = useShared('listMonths', {}).data?.rows ?? []
  const later = months.map(({ month }) => month).filter((month) => month > data.month)
  const [into, setInto] = useState<string | undefined>()
  const [fund, setFund] = useState<'employee' | 'resident'>('employee')
  const [payable, setPayable] = useState<number | null>(null)
  const [amount, setAmount] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const step = useStep('correctClosed')
  const { done, failed } = useNotify()
  const ready = into !== undefined && payable !== null && amount !== null && reason.trim().length >= 2
  return (
    <Modal
      open
      title={`更正 ${data.month}`}
      okText="记账"
      cancelText="取消"
      okButtonProps={{ disabled: !ready }}
      confirmLoading={step.isPending}
      onCancel={onClose}
      onOk={() => {
        step.mutateAsync({ params: { month: into ?? '' }, body: { hospital: data.hospital.code, fund, corrects: data.month, payable: (payable ?? 0).toFixed(2), amount: (amount ?? 0).toFixed(2), reason } }).then(() => { done('已记入台账'); onClose() }, failed) // prettier-ignore
      }}
    >
      <label className="drg-field">
        <span>记入月份（尚未关账）</span>
        <Select
          aria-label="记入月份"
          value={into ?? null}
          options={later.map((month) => ({ value: month, label: month }))}
          onChange={(next: string | null) => {
            setInto(next ?? undefined)
          }}
        />
      </label>{' '}
      {/* prettier-ignore */}
      <label className="drg-field"><span>险种</span><Select aria-label="险种" value={fund} options={Object.entries(DRG_FUNDS).map(([value, label]) => ({ value: value as typeof fund, label }))} onChange={setFund} /></label>{' '}
      {/* prettier-ignore */}
      <label className="drg-field"><span>应付增减（元，减用负数）</span><InputNumber aria-label="应付增减" style={{ width: '100%' }} precision={2} value={payable} onChange={setPayable} /></label>{' '}
      {/* prettier-ignore */}
      <label className="drg-field"><span>拨付增减（元）</span><InputNumber aria-label="拨付增减" style={{ width: '100%' }} precision={2} value={amount} onChange={setAmount} /></label>{' '}
      {/* prettier-ignore */}
      <label className="drg-field"><span>原因</span><Input aria-label="原因" value={reason} maxLength={500} onChange={(event) => { setReason(event.target.value) }} /></label>{' '}
      {/* prettier-ignore */}
    </Modal>
  )
}
