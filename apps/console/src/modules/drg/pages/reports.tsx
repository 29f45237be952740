import type { FundReportRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { EmptyState, formatAmount, formatCount, PageHeader, Section, Tag } from '@yijian/web-kit'
import { useAsk } from '../api.ts'
import { FileButtons } from '../parts/report-files.tsx'
import { Gain, Loaded, Plain } from '../parts/bits.tsx'
import '../drg.css'

/** Which reports are there? */
export function ReportsPage() {
  const query = useAsk('listFundReports', {})
  return (
    <div className="yj-page">
      <PageHeader
        title="基金运行报告"
        lead="季度、年度报告由月度结算的数字直接生成，精确到分；可看、可打印，可存为 Word 和 PDF。"
      />
      <Loaded query={query}>
        {({ rows }) => (
          <Section>
            {rows.length === 0 ? (
              <EmptyState title="还没有可报告的时期">有月度结算或试算后自动列出。</EmptyState>
            ) : (
              <Plain
                label="基金运行报告"
                columns={['报告', '状态', '病例', '统筹应付（元）', '记账统筹（元）', '盈亏（元）', '文件']}
                right={[2, 3, 4, 5]}
                rows={rows.map((row) => ({ key: row.period, cells: cells(row) }))}
              />
            )}
          </Section>
        )}
      </Loaded>
    </div>
  )
}

const cells = (row: FundReportRow) => [
  <Link key="p" to={`/drg/reports/${row.period}`}>
    {row.period.includes('Q') ? row.label : <strong>{row.label}</strong>}
  </Link>,
  row.open.length === 0 ? (
    <Tag key="s" tone="success">
      各月均已关账
    </Tag>
  ) : (
    <span key="s" title={row.open.join('、')}>
      <Tag tone="warning">{row.open.length} 个月未关账</Tag>
    </span>
  ),
  formatCount(row.cases),
  formatAmount(row.payable),
  formatAmount(row.actualFund),
  <Gain key="g" value={row.gain} />,
  <FileButtons key="f" period={row.period} small />,
]
