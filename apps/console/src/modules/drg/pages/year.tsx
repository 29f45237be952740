import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { ADJUSTMENT_LABELS, DRG_FUNDS, type YearDetail, type YearLine } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { ClientError, downloadUrl, EmptyState, formatAmount, formatCount, formatMoment, PageHeader, Section, toClientError } from '@yijian/web-kit' // prettier-ignore
import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useParam } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { sharedUrl, useShared, useSide, useStep } from '../api.ts'
import { CaseLink, Checks, effectText, Gain, Loaded, Plain, useNotify, WordsDialog, YearTag } from '../parts/bits.tsx'
import '../drg.css'

/** How did the year end, for whom, and who has signed? */
export function YearPage() {
  const year = Number(useParam('year'))
  const { base } = useSide()
  const months = useShared('listMonths', {})
  const busy = (months.data?.job ?? null) !== null
  const query = useShared('getYear', { params: { year } }, { refetchInterval: busy ? 2000 : false })
  const make = useStep('makeYear')
  const canManage = useCan('drg.manage')
  const { done, failed } = useNotify()
  const missing = query.error instanceof ClientError && toClientError(query.error).kind === 'missing'
  const button = canManage ? (
    <Button
      type="primary"
      loading={make.isPending}
      onClick={() => {
        make.mutateAsync({ params: { year } }).then(() => { done('已开始编制，进度在右上角“任务”'); void months.refetch() }, failed) // prettier-ignore
      }}
    >
      {missing ? '编制决算' : '重新编制'}
    </Button>
  ) : null
  if (missing && query.data === undefined)
    return (
      <div className="yj-page">
        <PageHeader back={<Link to={`${base}/years`}>预算与决算</Link>} title={`${year} 年终决算`} actions={button} />
        <Section>
          <EmptyState title={canManage ? '这一年还没有编制决算' : '这一年的决算尚未下发'}>
            编制时按现行参数和已公示的特病单议决定重算全年病例，与台账已拨付金额清算。
          </EmptyState>
        </Section>
      </div>
    )
  return <Loaded query={query}>{(data) => <Body data={data} make={button} />}</Loaded>
}

function Body({ data, make }: { readonly data: YearDetail; readonly make: React.ReactNode }) {
  const { base, isBureau } = useSide()
  const isDraft = data.lines.every(({ state }) => state === 'draft')
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to={`${base}/years`}>预算与决算</Link>}
        title={`${data.year} 年度住院 DRG 付费年终决算`}
        lead={`第 ${data.version} 版（校验值 ${data.hash}），${data.madeBy} 于 ${formatMoment(data.madeAt)} 编制；${data.schemeName}，支付参数第 ${data.parameters} 版。${data.complete ? '' : `尚有未关账月份：${data.openMonths.join('、')}，关账后才能下发。`}`}
        actions={
          <>
            {isDraft ? make : null}
            <Steps data={data} />
            <Button
              icon={<PrinterOutlined />}
              onClick={() => {
                window.print()
              }}
            >
              打印
            </Button>{' '}
            {/* prettier-ignore */}
            <Button icon={<DownloadOutlined />} onClick={() => { downloadUrl(sharedUrl(isBureau, 'yearFile', { params: { year: data.year } })) }}>导出</Button>{' '}
            {/* prettier-ignore */}
          </>
        }
      />
      <div className="yj-stack">
        <Section title="基金" note="金额单位：元">
          <Plain
            label="基金"
            columns={['险种', '病例', ...(isBureau ? ['本地住院预算'] : []), '病组应付', '结余超支后', '预算内', '决算金额', '已拨付', '应补（退）', ...(isBureau ? ['基金结余'] : [])]} // prettier-ignore
            right={[1, 2, 3, 4, 5, 6, 7, 8, 9]}
            rows={data.funds.map((one) => ({ key: one.fund, cells: [<span key="f" title={one.budgetFrom}>{DRG_FUNDS[one.fund]}</span>, formatCount(one.cases), ...(isBureau ? [formatAmount(one.budget)] : []), ...[one.total.payable, one.total.banded, one.total.settled, one.total.final, one.total.paid].map(formatAmount), <Gain key="b" value={one.total.balance} />, ...(isBureau ? [<Gain key="s" value={one.fundSurplus} />] : [])] }))} // prettier-ignore
          />
          {isBureau ? (
            <p className="yj-muted" style={{ marginTop: 8 }}>
              {data.funds.map((one) => `${DRG_FUNDS[one.fund]}：${one.budgetFrom}`).join('；')}
              {data.refused > 0 ? `；另有 ${formatCount(data.refused)} 例暂不能支付` : ''}
            </p>
          ) : null}{' '}
          {/* prettier-ignore */}
        </Section>
        <Section title="核对">
          <Checks checks={data.checks} />
        </Section>
        <Section title="特病单议" note="已公示的决定在本决算中的作用；金额单位：元">
          <Plain
            label="特病单议"
            empty="没有已公示的特病单议。"
            columns={['病例', '医疗机构', '病组', '决定', '月结算应付', '决算应付', '分摊后决算']}
            right={[4, 5, 6]}
            rows={data.special.map((one) => ({ key: one.caseId, cells: [<CaseLink key="c" caseId={one.caseId} />, one.hospital.name, one.drg, effectText(one.decision), one.monthly === null ? '—' : formatAmount(one.monthly), <strong key="p">{formatAmount(one.payable)}</strong>, formatAmount(one.settled)] }))} // prettier-ignore
          />
        </Section>
        <Lines data={data} />
        <Adjustments data={data} />
        <Section title="确认经过">
          <Plain
            label="确认经过"
            empty="尚未下发。"
            columns={['时间', '医疗机构', '操作', '说明', '操作人']}
            rows={data.events.slice(-60).map((one, at) => ({
              key: String(at),
              cells: [formatMoment(one.at), one.hospital, one.what, one.note, one.by],
            }))}
          />{' '}
          {/* prettier-ignore */}
        </Section>
      </div>
    </div>
  )
}

function Lines({ data }: { readonly data: YearDetail }) {
  const judged = data.lines.some((one) => one.score !== null || one.performanceDeduction !== '0.00')
  const cells = (one: YearLine) => [one.hospital.name, DRG_FUNDS[one.fund], formatCount(one.cases), formatAmount(one.payable), formatAmount(one.actual), <Gain key="r" value={one.rerunDifference} />, formatAmount(one.settled), formatAmount(one.deductions), formatAmount(one.additions), ...(judged ? [one.score ?? '不评分', formatAmount(one.performanceDeduction)] : []), formatAmount(one.final), formatAmount(one.paid), <Gain key="b" value={one.balance} />, <YearTag key="s" state={one.state} />] // prettier-ignore
  return (
    <Section title="各医疗机构" note="金额单位：元；与月结算差额 = 按最终参数重算后 − 月结算单（含更正）">
      <Plain
        label="各医疗机构决算"
        columns={['医疗机构', '险种', '病例', '病组应付', '记账统筹', '与月结算差额', '预算内', '扣减', '补付', ...(judged ? ['绩效得分', '绩效扣减'] : []), '决算金额', '已拨付', '应补（退）', '状态']} // prettier-ignore
        right={[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ...(judged ? [12, 13] : [])]}
        rows={data.lines.map((one) => ({ key: `${one.hospital.code}|${one.fund}`, cells: cells(one) }))}
      />
    </Section>
  )
}

function Steps({ data }: { readonly data: YearDetail }) {
  const can = { manage: useCan('drg.manage'), approve: useCan('drg.approve'), submit: useCan('drg.submit') }
  const step = useStep('stepYear')
  const final = useStep('finaliseYear')
  const sign = useStep('signYear')
  const [open, setOpen] = useState<'publish' | 'reject' | 'rework' | 'final' | 'sign' | 'object' | null>(null)
  const inState = (state: YearLine['state']) => [...new Set(data.lines.filter((one) => one.state === state).map((one) => one.hospital.code))] // prettier-ignore
  const [drafts, published, objected, signed] = [inState('draft'), inState('published'), inState('objected'), inState('signed')] // prettier-ignore
  const params = { year: data.year }
  const all = {
    publish: ['下发决算', `下发给 ${drafts.length} 家医疗机构`, (note: string) => step.mutateAsync({ params, body: { step: 'publish', hospitals: drafts, note } })],
    reject: ['驳回异议', `涉及 ${objected.length} 家医疗机构`, (note: string) => step.mutateAsync({ params, body: { step: 'reject', hospitals: objected, note } })],
    rework: ['退回重做', `涉及 ${objected.length} 家医疗机构`, (note: string) => step.mutateAsync({ params, body: { step: 'rework', hospitals: objected, note } })],
    final: ['核定决算', `核定 ${signed.length} 家已确认的医疗机构`, (note: string) => final.mutateAsync({ params, body: { hospitals: signed, note } })],
    sign: ['确认决算', '确认后不能更改', (note: string) => sign.mutateAsync({ params, body: { step: 'sign', hospital: published[0] ?? '', note } })],
    object: ['提出异议', '请写明病例和理由', (note: string) => sign.mutateAsync({ params, body: { step: 'object', hospital: published[0] ?? '', note } })],
  } as const // prettier-ignore
  const button = (which: keyof typeof all, primary = false) =>
    <Button key={which} type={primary ? 'primary' : 'default'} onClick={() => { setOpen(which) }}>{all[which][0]}</Button> // prettier-ignore
  return (
    <>
      {can.manage && drafts.length > 0 && data.complete ? button('publish', true) : null}
      {can.manage && objected.length > 0 ? [button('rework'), button('reject')] : null}
      {can.approve && signed.length > 0 ? button('final', true) : null}
      {can.submit && published.length > 0 ? [button('object'), button('sign', true)] : null}
      {open === null ? null : (
        <WordsDialog title={all[open][0]} label="说明" okText={all[open][0]} onClose={() => { setOpen(null) }} onOk={all[open][2]}><p className="yj-secondary">{all[open][1]}</p></WordsDialog> // prettier-ignore
      )}
    </>
  )
}

function Adjustments({ data }: { readonly data: YearDetail }) {
  const canManage = useCan('drg.manage')
  const [adding, setAdding] = useState(false)
  return (
    <Section
      title="扣减与补付"
      note="违规扣减、新技术补偿、中医激励、带量采购结余留用等；登记后重新编制生效"
      actions={canManage ? <Button size="small" onClick={() => { setAdding(true) }}>登记</Button> : null} // prettier-ignore
    >
      <Plain
        label="扣减与补付"
        empty="没有。"
        columns={['医疗机构', '险种', '类别', '金额（元）', '依据', '登记人']}
        right={[3]}
        rows={data.adjustments.map((one, at) => ({
          key: String(at),
          cells: [one.hospital.name, DRG_FUNDS[one.fund], one.kind, formatAmount(one.amount), one.basis, one.by],
        }))}
      />{' '}
      {/* prettier-ignore */}
      {adding ? (
        <AdjustmentDialog
          data={data}
          onClose={() => {
            setAdding(false)
          }}
        />
      ) : null}
    </Section>
  )
}

type Kind = keyof typeof ADJUSTMENT_LABELS

function AdjustmentDialog({ data, onClose }: { readonly data: YearDetail; readonly onClose: () => void }) {
  const add = useStep('addAdjustment')
  const [hospital, setHospital] = useState<string>('')
  const [fund, setFund] = useState<'employee' | 'resident'>('employee')
  const [kind, setKind] = useState<Kind>('violation')
  const [amount, setAmount] = useState<number | null>(null)
  const hospitals = [...new Map(data.lines.map((one) => [one.hospital.code, one.hospital.name]))]
  return (
    <WordsDialog
      title="登记扣减与补付"
      label="依据（文号或决定书）"
      okText="登记"
      onClose={onClose}
      onOk={(basis) => add.mutateAsync({ params: { year: data.year }, body: { hospital, fund, kind, amount: (amount ?? 0).toFixed(2), basis } })} // prettier-ignore
    >
      <label className="drg-field">
        <span>医疗机构</span>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          aria-label="医疗机构"
          value={hospital || null}
          options={hospitals.map(([value, label]) => ({ value, label }))}
          onChange={(next: string | null) => {
            setHospital(next ?? '')
          }}
        />
      </label>{' '}
      {/* prettier-ignore */}
      <label className="drg-field"><span>险种</span><Select aria-label="险种" value={fund} options={Object.entries(DRG_FUNDS).map(([value, label]) => ({ value: value as typeof fund, label }))} onChange={setFund} /></label>{' '}
      {/* prettier-ignore */}
      <label className="drg-field"><span>类别</span><Select aria-label="类别" value={kind} options={Object.entries(ADJUSTMENT_LABELS).map(([value, label]) => ({ value: value as Kind, label }))} onChange={setKind} /></label>{' '}
      {/* prettier-ignore */}
      <label className="drg-field"><span>金额（元）</span><InputNumber aria-label="金额" style={{ width: '100%' }} precision={2} min={0.01} value={amount} onChange={setAmount} /></label>{' '}
      {/* prettier-ignore */}
    </WordsDialog>
  )
}
