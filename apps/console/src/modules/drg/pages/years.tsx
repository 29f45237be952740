import { BUDGET_STATE_LABELS, DRG_FUNDS, YEAR_STATE_LABELS, type BudgetRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import {
  EmptyState,
  FactList,
  formatAmount,
  formatCount,
  formatNumber,
  PageHeader,
  Section,
  Tag,
} from '@yijian/web-kit'
import { App, Button, Input, InputNumber, Modal, Progress, Select } from 'antd'
import { useState } from 'react'
import { useCan } from '../../../shell/session.tsx'
import { useShared, useSide, useStep } from '../api.ts'
import { Gain, Loaded, Plain, useNotify } from '../parts/bits.tsx'
import '../drg.css'

/** How much may be spent this year, and how did the years end? */
export function YearsPage() {
  const { base } = useSide()
  const years = useShared('listYears', {})
  const budgets = useShared('listBudgets', {})
  const canManage = useCan('drg.manage')
  const [editing, setEditing] = useState<BudgetRow | 'new' | null>(null)
  return (
    <div className="yj-page">
      <PageHeader
        title="预算与决算"
        lead="年初编制并公布总额预算，年终按最终参数重算全部病例，清算结余、超支与预付。"
        actions={
          canManage ? (
            <Button
              type="primary"
              onClick={() => {
                setEditing('new')
              }}
            >
              编制总额预算
            </Button>
          ) : null
        }
      />
      <div className="yj-stack">
        <Section title="年终决算">
          <Loaded query={years}>
            {({ rows }) => (
              <Plain
                label="年终决算"
                empty="还没有结算年度。"
                columns={['年度', '月份', '已关账', '病例', '统筹应付（元）', '应补（退）（元）', '状态']}
                right={[1, 2, 3, 4, 5]}
                rows={rows.map((row) => ({
                  key: String(row.year),
                  cells: [
                    <Link key="y" to={`${base}/years/${row.year}`}>
                      {row.year} 年
                    </Link>,
                    row.months,
                    row.closed,
                    formatCount(row.cases),
                    formatAmount(row.payable),
                    <Gain key="b" value={row.balance} />,
                    row.made ? <Tag key="s" tone="brand">{row.state === 'mixed' ? '部分机构已确认' : (YEAR_STATE_LABELS[row.state as 'draft'] ?? '')}</Tag> : <span key="s" className="yj-muted">未编制</span>, // prettier-ignore
                  ],
                }))}
              />
            )}
          </Loaded>
        </Section>
        <Loaded query={budgets}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Section title="总额预算">
                <EmptyState title={canManage ? '还没有编制总额预算' : '还没有公布的总额预算'}>
                  预算 = 上年实际支出 ×（1 + 增长率），按上年本地、异地支出比例分配；职工、居民分开。
                </EmptyState>
              </Section>
            ) : (
              <>
                {rows.map((row) => (
                  <Budget
                    key={`${row.year}|${row.fund}`}
                    row={row}
                    onEdit={() => {
                      setEditing(row)
                    }}
                  />
                ))}
              </>
            )
          }
        </Loaded>
      </div>
      {editing === null ? null : (
        <BudgetDialog
          row={editing === 'new' ? null : editing}
          onClose={() => {
            setEditing(null)
          }}
        />
      )}
    </div>
  )
}

const percent = (ratio: string): string => `${formatNumber(Number(ratio) * 100, 2)}%`

function Budget({ row, onEdit }: { readonly row: BudgetRow; readonly onEdit: () => void }) {
  const can = { manage: useCan('drg.manage'), approve: useCan('drg.approve') }
  const step = useStep('stepBudget')
  const { modal } = App.useApp()
  const { done, failed } = useNotify()
  const go = (name: 'approve' | 'publish', label: string) => {
    modal.confirm({ title: `${label} ${row.year} 年${DRG_FUNDS[row.fund]}预算？`, content: name === 'publish' ? '公布后除突发公共卫生事件外不再调整，医疗机构可以查看。' : '', okText: label, cancelText: '取消', onOk: () => step.mutateAsync({ body: { year: row.year, fund: row.fund, step: name, emergency: '' } }).then(() => { done(`已${label}`) }, failed) }) // prettier-ignore
  }
  const used = Number(row.local) === 0 ? 0 : Math.round((100 * Number(row.used)) / Number(row.local))
  return (
    <Section
      title={`${row.year} 年${DRG_FUNDS[row.fund]}总额预算`}
      note={row.late ? '首月之后公布' : ''}
      actions={
        <>
          <Tag tone={row.state === 'published' ? 'success' : 'warning'}>{BUDGET_STATE_LABELS[row.state]}</Tag>
          {can.manage && row.state !== 'published' ? (
            <Button size="small" onClick={onEdit}>
              修改
            </Button>
          ) : null}
          {can.approve && row.state === 'drafted' ? (
            <Button
              size="small"
              type="primary"
              onClick={() => {
                go('approve', '审批')
              }}
            >
              审批
            </Button>
          ) : null}{' '}
          {/* prettier-ignore */}
          {can.approve && row.state === 'approved' ? (
            <Button
              size="small"
              type="primary"
              onClick={() => {
                go('publish', '公布')
              }}
            >
              公布
            </Button>
          ) : null}{' '}
          {/* prettier-ignore */}
        </>
      }
    >
      <FactList
        columns={4}
        facts={[
          { label: '年度预算', value: `${formatAmount(row.total)} 元` },
          { label: '本地住院', value: `${formatAmount(row.local)} 元` },
          { label: '异地住院', value: `${formatAmount(row.offSite)} 元` },
          { label: '基金支出增长率', value: percent(row.growth) },
          { label: '增长因素', value: row.factors.map((one) => `${one.name} ${percent(one.growth)} × ${percent(one.share)}`).join('；') }, // prettier-ignore
          { label: '历年结余补足', value: `${formatAmount(row.fromSurplus)} 元` },
          { label: '仍有缺口', value: `${formatAmount(row.uncovered)} 元` },
          { label: '突发事件调整', value: `${formatAmount(row.adjustments)} 元` },
        ]}
      />
      <Progress
        percent={used}
        status={used > 100 ? 'exception' : 'normal'}
        format={() => `${used}%`}
        aria-label="预算执行"
      />
      <span className="yj-muted">本地住院预算执行：本年统筹应付 {formatAmount(row.used)} 元</span>
    </Section>
  )
}

interface Form {
  readonly year: number
  readonly fund: 'employee' | 'resident'
  readonly lastLocal: number
  readonly lastOffSite: number
  readonly income: number
  readonly surplus: number
  readonly keep: number
  readonly lowest: number
  readonly highest: number
  readonly factors: readonly { readonly name: string; readonly growth: number; readonly share: number }[]
}

const BLANK: Form = { year: new Date().getFullYear(), fund: 'employee', lastLocal: 0, lastOffSite: 0, income: 0, surplus: 0, keep: 0.05, lowest: 0, highest: 0.1, factors: [{ name: '基金收入', growth: 0.05, share: 0.4 }, { name: '住院人次', growth: 0.03, share: 0.3 }, { name: '经济增长', growth: 0.05, share: 0.3 }] } // prettier-ignore

function BudgetDialog({ row, onClose }: { readonly row: BudgetRow | null; readonly onClose: () => void }) {
  const [form, setForm] = useState<Form>(row === null ? BLANK : { year: row.year, fund: row.fund, lastLocal: Number(row.lastLocal), lastOffSite: Number(row.lastOffSite), income: Number(row.income), surplus: Number(row.surplus), keep: Number(row.keep), lowest: Number(row.lowest), highest: Number(row.highest), factors: row.factors.map((one) => ({ name: one.name, growth: Number(one.growth), share: Number(one.share) })) }) // prettier-ignore
  const save = useStep('saveBudget')
  const { done, failed } = useNotify()
  const money = (name: 'lastLocal' | 'lastOffSite' | 'income' | 'surplus', label: string) =>
    <label className="drg-field"><span>{label}</span><InputNumber aria-label={label} style={{ width: '100%' }} precision={2} min={0} value={form[name]} onChange={(next) => { setForm({ ...form, [name]: next ?? 0 }) }} /></label> // prettier-ignore
  const ratio = (name: 'keep' | 'lowest' | 'highest', label: string) =>
    <label className="drg-field"><span>{label}</span><InputNumber aria-label={label} style={{ width: '100%' }} step={0.01} value={form[name]} onChange={(next) => { setForm({ ...form, [name]: next ?? 0 }) }} /></label> // prettier-ignore
  return (
    <Modal
      open
      width={760}
      title="编制总额预算"
      okText="保存"
      cancelText="取消"
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => {
        const two = (n: number) => n.toFixed(2)
        save.mutateAsync({ body: { year: form.year, fund: form.fund, lastLocal: two(form.lastLocal), lastOffSite: two(form.lastOffSite), income: two(form.income), surplus: two(form.surplus), keep: String(form.keep), lowest: String(form.lowest), highest: String(form.highest), factors: form.factors.map((one) => ({ name: one.name, growth: String(one.growth), share: String(one.share) })) } }).then((made) => { done(`年度预算 ${formatAmount(made.total)} 元`); onClose() }, failed) // prettier-ignore
      }}
    >
      <div className="drg-edit">
        <label className="drg-field">
          <span>年度</span>
          <InputNumber
            aria-label="年度"
            style={{ width: '100%' }}
            value={form.year}
            disabled={row !== null}
            onChange={(next) => {
              setForm({ ...form, year: next ?? form.year })
            }}
          />
        </label>{' '}
        {/* prettier-ignore */}
        <label className="drg-field"><span>险种</span><Select aria-label="险种" value={form.fund} disabled={row !== null} options={Object.entries(DRG_FUNDS).map(([value, label]) => ({ value: value as Form['fund'], label }))} onChange={(fund) => { setForm({ ...form, fund }) }} /></label>{' '}
        {/* prettier-ignore */}
        {money('lastLocal', '上年本地住院统筹支出（元）')}
        {money('lastOffSite', '上年异地住院统筹支出（元）')}
        {money('income', '本年可用于住院的预计收入（元）')}
        {money('surplus', '历年结余（元）')}
        {ratio('keep', '略有结余比例')}
        {ratio('lowest', '增长率下限')}
        {ratio('highest', '增长率上限')}
      </div>
      <Plain
        label="增长因素"
        columns={['增长因素', '增长率', '占比']}
        rows={form.factors.map((one, at) => {
          const set = (patch: Partial<typeof one>) => {
            setForm({ ...form, factors: form.factors.map((other, i) => (i === at ? { ...other, ...patch } : other)) })
          }
          return { key: String(at), cells: [<Input key="n" aria-label="增长因素名称" value={one.name} onChange={(event) => { set({ name: event.target.value }) }} />, <InputNumber key="g" aria-label="增长率" step={0.01} value={one.growth} onChange={(next) => { set({ growth: next ?? 0 }) }} />, <InputNumber key="s" aria-label="占比" step={0.1} value={one.share} onChange={(next) => { set({ share: next ?? 0 }) }} />] } // prettier-ignore
        })}
      />
    </Modal>
  )
}
