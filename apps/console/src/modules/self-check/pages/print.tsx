import { CHECK_STATUS_LABELS, SELF_HIT_MARK_LABELS, type CheckDetail, type SubmissionDetail } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { Amount, ErrorState, formatCount, formatMoment, PageSkeleton } from '@yijian/web-kit'
import { Button } from 'antd'
import { PrinterOutlined } from '@ant-design/icons'
import { useParam } from '../../../shell/search-state.ts'
import { useSession } from '../../../shell/session.tsx'
import { useCheck, useHits, useSubmission, type Side } from '../api.ts'
import '../self-check.css'
import '../print.css'

type Report = CheckDetail | SubmissionDetail

export function CheckPrint() {
  const checkId = useParam('checkId')
  const query = useCheck(checkId)
  return query.data ? <Sheet report={query.data} side="institution" /> : <Waiting query={query} />
}

export function SubmissionPrint() {
  const checkId = useParam('checkId')
  const query = useSubmission(checkId)
  return query.data ? <Sheet report={query.data} side="bureau" /> : <Waiting query={query} />
}

function Waiting({
  query,
}: {
  readonly query: { readonly isError: boolean; readonly error: unknown; readonly refetch: () => unknown }
}) {
  return query.isError ? (
    <div className="yj-page">
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    </div>
  ) : (
    <PageSkeleton />
  )
}

/** Hits on paper; the workbook has them all. */
const MOST_HITS = 200

/** 自查报告 on A4: what was checked, what was found, what is done about it, who answers for it. */
function Sheet({ report, side }: { readonly report: Report; readonly side: Side }) {
  const session = useSession()
  const back =
    side === 'institution' ? `/self-check/checks/${report.checkId}` : `/self-check/submissions/${report.checkId}`
  return (
    <div className="yj-page print-page">
      <div className="print-bar">
        <Link to={back}>← 返回</Link>
        <Button
          type="primary"
          icon={<PrinterOutlined />}
          onClick={() => {
            window.print()
          }}
        >
          打印
        </Button>
      </div>
      <article className="sheet" aria-label="自查报告">
        <header>
          <h1>医疗机构医保基金使用自查自纠报告</h1>
          <p className="sheet-institution">{report.fixmedinsName}</p>
        </header>
        <Summary report={report} />
        <Groups report={report} />
        <RemediesOnPaper report={report} />
        <ConfirmedHits report={report} side={side} />
        <Appendix report={report} />
        <Signatures report={report} />
        <p className="sheet-note">
          本报告由医鉴生成，{session.displayName} {formatMoment(new Date().toISOString())}{' '}
          打印。人员编号已脱敏；含医保敏感数据，不得外传。
        </p>
      </article>
    </div>
  )
}

function Summary({ report }: { readonly report: Report }) {
  const { marks } = report
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    ['机构编码', report.fixmedinsCode],
    ['所属统筹区', report.admdvsName],
    ['自查数据', report.source === 'settled' ? '医保结算数据' : '机构上传文件'],
    ['费用期间', report.from === null ? '—' : `${report.from} 至 ${report.to ?? ''}`],
    ['规则集', report.releaseTitle],
    ['状态', CHECK_STATUS_LABELS[report.status]],
    [
      '筛查范围',
      `参保人 ${formatCount(report.scanned?.persons ?? 0)} 人，就诊 ${formatCount(report.scanned?.visits ?? 0)} 次，费用明细 ${formatCount(report.scanned?.lines ?? 0)} 行`,
    ],
    [
      '筛查命中',
      <>
        {formatCount(report.hits)} 条，涉及金额 <Amount value={report.amount} /> 元
      </>,
    ],
    [
      '自查结论',
      (['confirmed', 'denied', 'pending', 'open'] as const)
        .map((mark) => `${SELF_HIT_MARK_LABELS[mark]} ${formatCount(marks[mark])} 条`)
        .join('，'),
    ],
    [
      '属实金额',
      <>
        <Amount value={report.confirmedAmount} /> 元
      </>,
    ],
    [
      '拟退回金额',
      <>
        <Amount value={report.refund} /> 元
      </>,
    ],
  ]
  return (
    <section>
      <h2>一、自查概况</h2>
      <table className="sheet-facts">
        <tbody>
          {rows.map(([label, value]) => (
            <tr key={label}>
              <th>{label}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {report.statement === '' ? null : <p>情况说明：{report.statement}</p>}
      <p className="sheet-small">金额口径：同一费用行命中多条规则的，只计一次。</p>
    </section>
  )
}

function Groups({ report }: { readonly report: Report }) {
  const found = report.byKind.filter(({ confirmed }) => confirmed > 0)
  return (
    <section>
      <h2>二、自查发现的问题</h2>
      {found.length === 0 ? (
        <p>未认定属实的问题。</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th>规则</th>
              <th>命中（条）</th>
              <th>属实（条）</th>
              <th>属实金额（元）</th>
            </tr>
          </thead>
          <tbody>
            {found.map((group) => (
              <tr key={group.id}>
                <td>{group.name}</td>
                <td className="num">{formatCount(group.hits)}</td>
                <td className="num">{formatCount(group.confirmed)}</td>
                <td className="num">
                  <Amount value={group.confirmedAmount} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function RemediesOnPaper({ report }: { readonly report: Report }) {
  return (
    <section>
      <h2>三、原因和整改措施</h2>
      {report.remedies.length === 0 ? <p>无。</p> : null}
      {report.remedies.map((remedy, at) => (
        <div key={remedy.kindId} className="sheet-remedy">
          <h3>
            {at + 1}. {remedy.kindName}
          </h3>
          <p>原因：{remedy.cause || '（未填写）'}</p>
          <p>整改措施：{remedy.measures || '（未填写）'}</p>
          <p>
            责任科室：{remedy.dept || '—'}　完成日期：{remedy.dueOn ?? '—'}　拟退回金额：
            <Amount value={remedy.refund} /> 元
          </p>
        </div>
      ))}
    </section>
  )
}

function ConfirmedHits({ report, side }: { readonly report: Report; readonly side: Side }) {
  const list = useHits(side, {
    checkId: report.checkId,
    query: { mark: 'confirmed', page: 1, size: MOST_HITS, sort: 'kind', order: 'asc' },
  })
  const rows = list.data?.rows ?? []
  const total = list.data?.total ?? 0
  return (
    <section>
      <h2>四、属实问题清单</h2>
      {total === 0 ? <p>无。</p> : null}
      {rows.length === 0 ? null : (
        <table className="sheet-hits">
          <thead>
            <tr>
              <th>规则和疑似问题</th>
              <th>就诊号</th>
              <th>科室</th>
              <th>日期</th>
              <th>金额（元）</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.jrId}>
                <td>
                  <b>{row.kindName}</b>：{row.message}
                </td>
                <td>{row.mdtrtId}</td>
                <td>{row.dept}</td>
                <td>{row.day}</td>
                <td className="num">
                  <Amount value={row.amount} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {total > rows.length ? (
        <p className="sheet-small">
          共 {formatCount(total)} 条，此处列前 {rows.length} 条，全部见报告工作簿。
        </p>
      ) : null}
    </section>
  )
}

function Appendix({ report }: { readonly report: Report }) {
  return (
    <section>
      <h2>五、未能判断的规则和附件</h2>
      <p>
        因数据缺失未能判断的规则 {report.cannotTell.length} 条
        {report.cannotTell.length === 0
          ? ''
          : `（${report.cannotTell
              .slice(0, 12)
              .map(({ name }) => name)
              .join('、')}${report.cannotTell.length > 12 ? '等' : ''}）`}
        ，未执行成功的规则 {report.failed.length} 条；这些规则没有命中不代表没有问题。
      </p>
      <p>
        附件 {report.files.length} 个
        {report.files.length === 0 ? '' : `：${report.files.map(({ name }) => name).join('、')}`}。
      </p>
    </section>
  )
}

function Signatures({ report }: { readonly report: Report }) {
  return (
    <section className="sheet-signatures">
      <p>本机构承诺以上自查内容真实、完整，并按整改措施按期完成整改。</p>
      <div className="sheet-sign-grid">
        <div>经办人（签字）：</div>
        <div>医保办负责人（签字）：</div>
        <div>机构负责人（签字）：</div>
        <div className="sheet-seal">
          {report.fixmedinsName}（盖章）
          <span>　　　　年　　月　　日</span>
        </div>
      </div>
    </section>
  )
}
