import { DRG_FUNDS, type AccountRow, type MonthDetail } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { FactList, formatAmount, formatCount, formatMoment, PageHeader, Section, Tag } from '@yijian/web-kit'
import { App, Button, Progress } from 'antd'
import { useState } from 'react'
import { useParam } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { useShared, useSide, useStep } from '../api.ts'
import { Checks, Gain, Loaded, MonthTag, Plain, useNotify, WordsDialog } from '../parts/bits.tsx'
import '../drg.css'

/** What is to be done for this month, and does it add up? */
export function MonthPage() {
  const month = useParam('month')
  const first = useShared('getMonth', { params: { month } })
  const query = useShared('getMonth', { params: { month } }, { refetchInterval: first.data?.job ? 1500 : false })
  return <Loaded query={query}>{(data) => <Body data={data} />}</Loaded>
}

function Body({ data }: { readonly data: MonthDetail }) {
  const { base, isBureau } = useSide()
  const { counts } = data
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to={`${base}/months`}>月度结算</Link>}
        title={`${data.month} 月度结算`}
        lead={data.frozen ? `${data.frozenBy ?? ''} 于 ${data.frozenAt === null ? '' : formatMoment(data.frozenAt)} 固化。` : '尚未固化，以下为试算，随数据和清单变化。'} // prettier-ignore
        actions={<Actions data={data} />}
      />
      <div className="yj-stack">
        {data.job ? (
          <Section>
            <span>{data.job.title}</span>
            <Progress percent={Math.round((data.job.progress ?? 0) * 100)} status="active" />
            <span className="yj-muted">{data.job.step}</span>
          </Section>
        ) : null}
        <Section>
          <FactList
            columns={4}
            facts={[
              { label: '病例', value: `${formatCount(counts.read)} = 入组 ${formatCount(counts.grouped)} + QY ${formatCount(counts.ambiguous)} + 未入组 ${formatCount(counts.ungrouped)} + 拒收 ${formatCount(counts.rejected)}` }, // prettier-ignore
              { label: '支付', value: `可支付 ${formatCount(counts.paid)}，暂不能支付 ${formatCount(counts.refused)}` },
              { label: '统筹应付', value: `${formatAmount(data.payable)} 元` },
              { label: '已拨付', value: `${formatAmount(data.paid)} 元` },
              { label: '分组方案', value: `${data.schemeName}（${data.schemeHash}）` },
              { label: '支付参数', value: `第 ${data.parameters} 版` },
              { label: '数据快照', value: data.snapshot },
              ...(data.outside > 0 ? [{ label: '不在结算险种内', value: `${formatCount(data.outside)} 例` }] : []),
            ]}
          />
        </Section>
        {isBureau ? (
          <Section title="核对" note="每次打开重新计算，一分不差才能下发">
            <Checks checks={data.checks} />
          </Section>
        ) : null}
        {data.reasons.length > 0 ? (
          <Section title="暂不能支付的原因">
            <Plain
              label="原因"
              columns={['原因', '病例']}
              right={[1]}
              rows={data.reasons.map((one) => ({
                key: one.reason,
                cells: [
                  one.reason,
                  <Link key="c" to={`${base}/cases?month=${data.month}&refused=1`}>
                    {formatCount(one.cases)}
                  </Link>,
                ],
              }))}
            />{' '}
            {/* prettier-ignore */}
          </Section>
        ) : null}
        <Accounts data={data} />
      </div>
    </div>
  )
}

function Actions({ data }: { readonly data: MonthDetail }) {
  const canManage = useCan('drg.manage')
  const canApprove = useCan('drg.approve')
  const freeze = useStep('freezeMonth')
  const issue = useStep('issueStatements')
  const prepay = useStep('prepay')
  const { modal } = App.useApp()
  const { done, failed } = useNotify()
  const params = { month: data.month }
  const accepted = [...new Set(data.accounts.filter(({ state }) => state === 'accepted').map(({ hospital }) => hospital.code))] // prettier-ignore
  const priced = data.accounts.filter(({ state }) => state === 'priced').length
  const ask = (title: string, content: string, run: () => Promise<string>) => {
    modal.confirm({ title, content, okText: '确定', cancelText: '取消', onOk: () => run().then(done, failed) })
  }
  return (
    <>
      {canManage && !data.frozen ? (
        <Button type="primary" disabled={data.job !== null} onClick={() => { ask(`固化 ${data.month}？`, '按当前结算数据和已合格的清单取定全部病例，分组并计算标准。固化后病例不再随数据变化。', async () => { await freeze.mutateAsync({ params }); return '已开始固化，进度见本页和右上角“任务”' }) }}>固化病例</Button> // prettier-ignore
      ) : null}
      {canManage && priced > 0 ? (
        <Button type="primary" onClick={() => { ask(`下发 ${priced} 张结算单？`, '下发后医疗机构可以查看并发起对账申请。', async () => `已下发 ${(await issue.mutateAsync({ params })).issued} 张结算单`) }}>下发结算单</Button> // prettier-ignore
      ) : null}
      {canApprove && accepted.length > 0 ? (
        <Button type="primary" onClick={() => { ask(`拨付 ${accepted.length} 家医疗机构？`, '按拨付比例和当月预算计算，拨付后关账，不能再改。', async () => { const { paid, amount } = await prepay.mutateAsync({ params, body: { hospitals: accepted } }); return `已拨付 ${paid} 个账户，合计 ${formatAmount(amount)} 元` }) }}>拨付并关账</Button> // prettier-ignore
      ) : null}
    </>
  )
}

function Accounts({ data }: { readonly data: MonthDetail }) {
  const { base, isBureau } = useSide()
  const canManage = useCan('drg.manage')
  const [answering, setAnswering] = useState<{ row: AccountRow; answer: 'accept' | 'reject' | 'restate' } | null>(null)
  const order = ['requested', 'priced', 'stated', 'accepted', 'closed', 'open']
  const rows = data.accounts.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  const buttons = (row: AccountRow) => (
    <span className="yj-row" style={{ gap: 4 }}>
      {(['accept', 'restate', 'reject'] as const).map((answer) => (
        <Button
          key={answer}
          size="small"
          type={answer === 'accept' ? 'primary' : 'default'}
          onClick={() => {
            setAnswering({ row, answer })
          }}
        >
          {ANSWERS[answer]}
        </Button>
      ))}
    </span>
  )
  return (
    <Section
      title="结算单"
      note={`${formatCount(new Set(rows.map((one) => one.hospital.code)).size)} 家医疗机构，职工、居民分开`}
    >
      <Plain
        label="结算单"
        columns={['医疗机构', '险种', '状态', '病例', '记账统筹（元）', '统筹应付（元）', '盈亏（元）', '已拨付（元）', ...(canManage ? ['对账'] : [])]} // prettier-ignore
        right={[3, 4, 5, 6, 7]}
        rows={rows.map((row) => ({
          key: `${row.hospital.code}|${row.fund}`,
          cells: [
            <Link key="h" to={`${base}/months/${data.month}/${encodeURIComponent(row.hospital.code)}`}>{isBureau ? row.hospital.name : '查看结算单'}</Link>, // prettier-ignore
            DRG_FUNDS[row.fund],
            <span key="s"><MonthTag state={row.state} />{row.disputed.length > 0 ? <> <Tag tone="warning">{`异议 ${row.disputed.length} 例`}</Tag></> : null}</span>, // prettier-ignore
            formatCount(row.cases),
            formatAmount(row.actualFund),
            formatAmount(row.payable),
            <Gain key="g" value={row.gain} />,
            formatAmount(row.paid),
            ...(canManage ? [row.state === 'requested' ? buttons(row) : ''] : []),
          ],
        }))}
      />
      {answering === null ? null : (
        <AnswerDialog
          {...answering}
          onClose={() => {
            setAnswering(null)
          }}
        />
      )}
    </Section>
  )
}

const ANSWERS = { accept: '受理确认', restate: '受理并重算', reject: '退回' } as const

function AnswerDialog({
  row,
  answer,
  onClose,
}: {
  readonly row: AccountRow
  readonly answer: keyof typeof ANSWERS
  readonly onClose: () => void
}) {
  // prettier-ignore
  const step = useStep('answerRequest')
  return (
    <WordsDialog
      title={`${ANSWERS[answer]}：${row.hospital.name} ${DRG_FUNDS[row.fund]}`}
      label="经办意见"
      okText={ANSWERS[answer]}
      onClose={onClose}
      onOk={(opinion) => step.mutateAsync({ params: { month: row.month }, body: { hospital: row.hospital.code, fund: row.fund, answer, opinion } })} // prettier-ignore
    >
      <p className="yj-secondary">医院说明：{row.note}</p>
      {row.disputed.length > 0 ? <p className="yj-secondary">涉及病例：{row.disputed.join('、')}</p> : null}
      {answer === 'restate' ? (
        <p className="yj-secondary">按该机构已修正并合格的清单重新分组、计算，再次下发结算单。</p>
      ) : null}
    </WordsDialog>
  )
}
