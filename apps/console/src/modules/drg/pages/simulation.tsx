import { DownloadOutlined } from '@ant-design/icons'
import { DRG_FUNDS, type SimulationDetail, type SimulationResult, type SimulationSums } from '@yijian/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { axisAmount, ChartFrame, downloadUrl, EChart, formatAmount, formatCount, formatMoment, formatPercent, HeadlineAmount, PageHeader, Section, useTheme, yuanAsNumber } from '@yijian/web-kit' // prettier-ignore
import { Button, Input, Modal, Progress, Select } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { useCancelJob, useJob } from '../../../shell/jobs.ts'
import { useParam } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { client, useAsk, useStep } from '../api.ts'
import { Checks, Figures, Gain, Loaded, Plain, useNotify } from '../parts/bits.tsx'
import { SplitFigures } from '../parts/split-result.tsx'
import { StateTag } from './simulations.tsx'
import '../drg.css'

/** What would change, for whom, by how much? */
export function SimulationPage() {
  const simulationId = useParam('simulationId')
  const query = useAsk('getSimulation', { params: { simulationId } })
  return <Loaded query={query}>{(data) => <Body data={data} again={() => void query.refetch()} />}</Loaded>
}

function Body({ data, again }: { readonly data: SimulationDetail; readonly again: () => void }) {
  const isSplit = data.kind === 'split'
  const canManage = useCan('drg.manage')
  const [saving, setSaving] = useState(false)
  const { result } = data
  const publishable = isSplit && result?.split?.problems.length === 0
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to="/drg/simulations">政策模拟</Link>}
        title={data.title}
        lead={`${data.madeBy} 于 ${formatMoment(data.madeAt)} 发起；改动前为支付参数第 ${data.parameters} 版、${data.schemeName}。模拟不改变任何结算。`}
        actions={
          <>
            <StateTag state={data.state} />
            {isSplit && data.input.kind === 'split' ? (
              <Link to={`/drg/split?scheme=${encodeURIComponent(data.input.schemeId)}&rule=${encodeURIComponent(data.input.ruleId)}&from=${data.simulationId}`}>修改后再试</Link> // prettier-ignore
            ) : null}
            {canManage && publishable ? (
              <Button
                type="primary"
                onClick={() => {
                  setSaving(true)
                }}
              >
                存为草案
              </Button>
            ) : null}
            {result === null ? null : (
              <Button
                icon={<DownloadOutlined />}
                onClick={() => {
                  downloadUrl(client.url('simulationFile', { params: { simulationId: data.simulationId } }))
                }}
              >
                导出
              </Button>
            )}
          </>
        }
      />
      <div className="yj-stack">
        <Section title="改动">
          <ul className="drg-lines">
            {data.changes.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Section>
        {result === null ? <Running data={data} again={again} /> : <Result result={result} />}
      </div>
      {saving ? (
        <SaveDialog
          simulationId={data.simulationId}
          onClose={() => {
            setSaving(false)
          }}
        />
      ) : null}
    </div>
  )
}

function Running({ data, again }: { readonly data: SimulationDetail; readonly again: () => void }) {
  const job = useJob(data.jobId).data
  const cancel = useCancelJob()
  const restart = useStep('startSimulation')
  const navigate = useNavigate()
  const { failed } = useNotify()
  const ended = job !== undefined && job.finishedAt !== null
  useEffect(() => {
    if (ended) again()
  }, [ended])
  if (data.state === 'failed' || data.state === 'cancelled')
    return (
      <Section>
        <p>{data.state === 'cancelled' ? '模拟已取消，没有结果。' : `模拟没有完成：${data.error ?? ''}`}</p>
        <Button
          style={{ marginTop: 10 }}
          loading={restart.isPending}
          onClick={() => {
            restart.mutateAsync({ body: data.input }).then(({ simulationId }) => navigate({ to: `/drg/simulations/${simulationId}` }), failed) // prettier-ignore
          }}
        >
          再算一次
        </Button>
      </Section>
    )
  return (
    <Section>
      <Progress percent={Math.round((job?.progress ?? 0) * 100)} status="active" />
      <span className="yj-row" style={{ justifyContent: 'space-between' }}>
        <span className="yj-muted">{job?.step ?? '等待开始'}；离开本页不影响计算</span>
        <Button
          size="small"
          loading={cancel.isPending}
          onClick={() => {
            cancel.mutateAsync(data.jobId).catch(failed)
          }}
        >
          取消模拟
        </Button>
      </span>
    </Section>
  )
}

function Result({ result }: { readonly result: SimulationResult }) {
  const { total } = result
  const items = [
    ['病例', formatCount(total.cases), `${result.from} 至 ${result.to} 出院；金额有变化 ${formatCount(total.changed)} 例`],
    ['改动前统筹应付', <HeadlineAmount key="b" value={total.before} />, `总权重 ${total.weightBefore}`],
    ['改动后统筹应付', <HeadlineAmount key="a" value={total.after} />, `总权重 ${total.weightAfter}`],
    ['差额', <Gain key="d" value={total.difference} />, `元；${share(total)}`],
    ['改动后盈亏', <Gain key="g" value={total.gainAfter} />, '元；统筹应付 − 记账统筹'],
    ['暂不能支付', `${formatCount(total.unpaidBefore)} → ${formatCount(total.unpaidAfter)}`, '例'],
  ] as const // prettier-ignore
  return (
    <>
      <Section>
        <Figures items={items} />
      </Section>
      {result.split === null ? null : <SplitFigures split={result.split} />}
      <Section>
        <Hospitals result={result} />
      </Section>
      <Section title="各医疗机构" note="按差额排列，减少最多的在前">
        <Plain
          label="各医疗机构"
          columns={['医疗机构', '级别', '病例', '金额有变化', ...AMOUNTS]}
          right={[2, 3, 4, 5, 6, 7, 8]}
          rows={[
            ...result.hospitals.map((one) => ({ key: one.hospital.code, cells: [<Link key="h" to={`/drg/cases?hospital=${encodeURIComponent(one.hospital.code)}`}>{one.hospital.name}</Link>, `${one.tier} 级`, formatCount(one.cases), formatCount(one.changed), ...amounts(one)] })), // prettier-ignore
            { key: 'total', cells: [<strong key="t">合计</strong>, '', formatCount(total.cases), formatCount(total.changed), ...amounts(total)] }, // prettier-ignore
          ]}
        />
      </Section>
      <div className="drg-two">
        <Section title="变化最大的病组" note="按改动前的病组">
          <Plain
            label="变化最大的病组"
            columns={['病组', '病例', '差额（元）']}
            right={[1, 2]}
            empty="没有病组的金额有变化。"
            rows={result.groups.slice(0, 20).map((one) => ({ key: one.drg, cells: [<span key="d"><code>{one.drg}</code> {one.name}</span>, formatCount(one.cases), <Gain key="g" value={one.difference} />] }))} // prettier-ignore
          />
        </Section>
        <Section title="险种与月份">
          <Plain
            label="险种"
            columns={['险种', '改动前（元）', '改动后（元）', '差额（元）']}
            right={[1, 2, 3]}
            rows={result.funds.map((one) => ({ key: one.fund, cells: [DRG_FUNDS[one.fund], formatAmount(one.before), formatAmount(one.after), <Gain key="g" value={one.difference} />] }))} // prettier-ignore
          />
          <div style={{ marginTop: 14 }} />
          <Plain
            label="月份"
            columns={['月份', '改动前（元）', '改动后（元）', '差额（元）']}
            right={[1, 2, 3]}
            rows={result.months.map((one) => ({ key: one.month, cells: [one.month, formatAmount(one.before), formatAmount(one.after), <Gain key="g" value={one.difference} />] }))} // prettier-ignore
          />
        </Section>
      </div>
      {result.moves.length === 0 ? null : (
        <Section title="换组" note="改动后进入另一病组的病例">
          <Plain
            label="换组"
            columns={['原病组', '新病组', '病例']}
            right={[2]}
            rows={result.moves.slice(0, 40).map((one) => ({ key: `${one.from}>${one.to}`, cells: [<code key="a">{one.from}</code>, <code key="b">{one.to}</code>, formatCount(one.cases)] }))} // prettier-ignore
          />
        </Section>
      )}
      <Section title="核对">
        <Checks checks={result.checks} />
      </Section>
    </>
  )
}

const AMOUNTS = ['改动前（元）', '改动后（元）', '差额（元）', '变化', '改动后盈亏（元）']
const share = ({ before, difference }: SimulationSums): string => {
  const [base, change] = [yuanAsNumber(before), yuanAsNumber(difference)]
  if (change === 0) return '—'
  return base === 0 ? '—' : `${change > 0 ? '+' : ''}${formatPercent(change / base)}`
}
const amounts = (one: SimulationSums) => [formatAmount(one.before), formatAmount(one.after), <Gain key="d" value={one.difference} />, share(one), <Gain key="g" value={one.gainAfter} />] // prettier-ignore

const SHOWN = 12
function Hospitals({ result }: { readonly result: SimulationResult }) {
  const { palette } = useTheme()
  const { hospitals: all } = result
  const hospitals = useMemo(() => all.filter(({ changed }) => changed > 0), [all])
  const shown = useMemo(() => (hospitals.length <= 2 * SHOWN ? hospitals : [...hospitals.slice(0, SHOWN), ...hospitals.slice(-SHOWN)]), [hospitals]) // prettier-ignore
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 70, top: 8, bottom: 4, containLabel: true },
      tooltip: { trigger: 'item', backgroundColor: palette.surfaceRaised, borderColor: palette.border, textStyle: { color: palette.text } }, // prettier-ignore
      xAxis: { type: 'value', axisLabel: { color: palette.textTertiary, formatter: axisAmount }, splitLine: { lineStyle: { color: palette.grid } } }, // prettier-ignore
      yAxis: { type: 'category', inverse: true, data: shown.map(({ hospital }) => hospital.name), axisLabel: { color: palette.text, width: 180, overflow: 'truncate' }, axisLine: { show: false }, axisTick: { show: false } }, // prettier-ignore
      series: [
        {
          type: 'bar',
          barMaxWidth: 14,
          data: shown.map(({ difference }) => ({ value: yuanAsNumber(difference), itemStyle: { color: difference.startsWith('-') ? palette.series[2] : palette.series[0] } })), // prettier-ignore
          label: { show: true, position: 'right', color: palette.textSecondary, formatter: ({ value }: { value: number }) => axisAmount(value) }, // prettier-ignore
        },
      ],
    }),
    [shown, palette],
  )
  if (hospitals.length === 0) return <p className="yj-muted">没有医疗机构的金额有变化。</p>
  const less = hospitals.filter(({ difference }) => difference.startsWith('-')).length
  const more = hospitals.filter(({ difference }) => !difference.startsWith('-') && difference !== '0.00').length
  return (
    <ChartFrame
      title={`${formatCount(more)} 家医疗机构增加，${formatCount(less)} 家减少`}
      note="改动后 − 改动前，元"
      table={{ columns: ['医疗机构', '差额（元）'], rows: hospitals.map((one) => [one.hospital.name, formatAmount(one.difference)]) }} // prettier-ignore
    >
      <EChart option={option} height={Math.max(200, shown.length * 24)} label="各医疗机构差额" />
    </ChartFrame>
  )
}

function SaveDialog({ simulationId, onClose }: { readonly simulationId: string; readonly onClose: () => void }) {
  const splits = useAsk('listSplits', {})
  const draft = useStep('draftSplit')
  const [from, setFrom] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const { done, failed } = useNotify()
  const starts = useMemo(() => monthsFrom(splits.data?.earliest), [splits.data])
  return (
    <Modal
      open
      title="存为细分组草案"
      okText="提交审批"
      cancelText="取消"
      okButtonProps={{ disabled: from === null || reason.trim().length < 2 }}
      confirmLoading={draft.isPending}
      onCancel={onClose}
      onOk={() => {
        draft.mutateAsync({ body: { simulationId, validFrom: from ?? '', reason } }).then(() => { done('已提交审批，见“本地细分组”'); onClose() }, failed) // prettier-ignore
      }}
    >
      <label className="drg-field">
        <span>从哪天出院的病例起启用</span>
        <Select
          aria-label="启用日期"
          value={from}
          options={starts.map((day) => ({ value: day, label: day }))}
          onChange={setFrom}
        />
      </label>
      <label className="drg-field">
        <span>理由</span>
        <Input.TextArea
          aria-label="理由"
          rows={3}
          maxLength={500}
          value={reason}
          onChange={(event) => {
            setReason(event.target.value)
          }}
        />
      </label>
    </Modal>
  )
}

function monthsFrom(earliest: string | undefined): string[] {
  if (earliest === undefined) return []
  const [year = 0, month = 1] = earliest.split('-').map(Number)
  return Array.from({ length: 18 }, (_, at) => new Date(Date.UTC(year, month - 1 + at, 1)).toISOString().slice(0, 10))
}
