import { DownloadOutlined } from '@ant-design/icons'
import type { DrgMonitor } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { downloadUrl, EmptyState, formatAmount, formatCount, formatNumber, formatPercent, PageHeader, Section, Tag, textField } from '@yijian/web-kit' // prettier-ignore
import { Button } from 'antd'
import { useSearchState } from '../../../shell/search-state.ts'
import { sharedUrl, useShared, useSide } from '../api.ts'
import { Gain, Loaded, Plain } from '../parts/bits.tsx'
import { Structure } from '../parts/structure.tsx'
import { Pick } from './cases.tsx'
import '../drg.css'

const Search = { from: textField(7), to: textField(7), hospital: textField(40) }
type Measure = DrgMonitor['measures'][number]
type Value = DrgMonitor['city'][number]

/** Which indicator is off where, how do hospitals score, and how are the key groups made up? */
export function MonitorPage() {
  const [search, setSearch] = useSearchState(Search)
  const { isBureau } = useSide()
  const query = useShared('drgMonitor', { query: { from: search.from, to: search.to } })
  const months = query.data?.known ?? []
  const pick = (label: string, key: 'from' | 'to') => (
    <Pick
      label={label}
      value={search[key]}
      options={months.map((month) => [month, month])}
      onPick={(month) => {
        setSearch({ [key]: month })
      }}
    />
  )
  return (
    <div className="yj-page">
      <PageHeader
        title="监测与绩效"
        lead={query.data?.from ? `${query.data.from} 至 ${query.data.to ?? ''} 出院病例；越过预警值的指标标出，按绩效办法得分。` : '指标预警、绩效得分与重点病组结构。'} // prettier-ignore
        actions={
          <>
            {pick('起始月份', 'from')}
            {pick('截止月份', 'to')}
            <Button
              icon={<DownloadOutlined />}
              onClick={() => {
                downloadUrl(sharedUrl(isBureau, 'monitorFile', { query: { from: search.from, to: search.to } }))
              }}
            >
              导出
            </Button>
          </>
        }
      />
      <Loaded query={query}>
        {(data) =>
          data.from === null ? (
            <Section>
              <EmptyState title="还没有分组结果">导入住院结算数据后自动试算。</EmptyState>
            </Section>
          ) : (
            <div className="yj-stack">
              <Section title={isBureau ? '全市指标' : '本机构指标'}>
                <Indicators measures={data.measures} values={data.city} />
              </Section>
              {data.scheme === null ? (
                <Section>
                  <p className="yj-muted">
                    现行支付参数没有绩效评价办法（performance），不评分、不预警；补充后自动得分。
                  </p>
                </Section>
              ) : (
                <Scheme data={data} />
              )}
              <Scores
                data={data}
                open={search.hospital}
                onOpen={(hospital) => {
                  setSearch({ hospital })
                }}
              />{' '}
              {/* prettier-ignore */}
              <Structure groups={data.groups} />
            </div>
          )
        }
      </Loaded>
    </div>
  )
}

const shown = (value: number | null, unit: Measure['unit']): string => (value === null ? '—' : unit === 'percent' ? formatPercent(value) : formatNumber(value, 3)) // prettier-ignore
const worse = ({ full, zero }: Measure): string => (full !== null && zero !== null && full > zero ? '低于' : '高于')

function Indicators({
  measures,
  values,
}: {
  readonly measures: readonly Measure[]
  readonly values: readonly Value[]
}) {
  return (
    <div className="drg-figures">
      {measures.map((measure, at) => {
        const value = values[at]
        return (
          <div key={measure.measure} title={measure.method}>
            <span className="yj-muted">{measure.label}</span>
            <strong className="yj-num">{shown(value?.value ?? null, measure.unit)}</strong>
            <span className="yj-small">
              {value?.warned ? <Tag tone="warning">预警</Tag> : null}
              <span className="yj-muted">
                {measure.warn === null ? '' : `${worse(measure)} ${shown(measure.warn, measure.unit)} 预警`}
              </span>{' '}
              {/* prettier-ignore */}
            </span>
          </div>
        )
      })}
    </div>
  )
}

function Scheme({ data }: { readonly data: DrgMonitor }) {
  const own = data.measures.filter(({ points }) => points !== null)
  return (
    <Section
      title={data.scheme?.title ?? ''}
      note={`支付参数第 ${data.scheme?.parameters ?? ''} 版；各指标在零分值与满分值之间按比例得分，合计折算为百分；病例少于 ${data.scheme?.fewest ?? 0} 例的机构不评分`}
    >
      <Plain
        label="绩效办法"
        columns={['指标', '算法', '分值', '满分值', '零分值', '预警']}
        right={[2, 3, 4, 5]}
        rows={own.map((one) => ({ key: one.measure, cells: [one.label, one.method, one.points, shown(one.full, one.unit), shown(one.zero, one.unit), one.warn === null ? '—' : `${worse(one)} ${shown(one.warn, one.unit)}`] }))} // prettier-ignore
      />
    </Section>
  )
}

function Scores({
  data,
  open,
  onOpen,
}: {
  readonly data: DrgMonitor
  readonly open: string | undefined
  readonly onOpen: (hospital: string | undefined) => void
}) {
  // prettier-ignore
  const { base, isBureau } = useSide()
  const columns = data.measures.filter(({ points }) => points !== null)
  const places = columns.map((one) => data.measures.indexOf(one))
  const off = data.hospitals.filter(({ warnings }) => warnings > 0).length
  const chosen = data.hospitals.find(({ hospital }) => hospital.code === open)
  return (
    <>
      <Section
        title={isBureau ? `${formatCount(off)} 家医疗机构有指标预警` : '绩效得分'}
        note="按得分排列，标出的为预警指标"
      >
        <Plain
          label="绩效得分"
          columns={['医疗机构', ...(isBureau ? ['名次'] : []), '得分', '预警', ...columns.map(({ label }) => label), '病例', '盈亏（元）']} // prettier-ignore
          right={Array.from({ length: columns.length + 5 }, (_, at) => at + 1)}
          rows={data.hospitals.map((one) => ({
            key: one.hospital.code,
            cells: [
              <Button key="h" type="link" size="small" style={{ padding: 0 }} onClick={() => { onOpen(one.hospital.code === open ? undefined : one.hospital.code) }}>{one.hospital.name}</Button>, // prettier-ignore
              ...(isBureau ? [one.rank ?? '—'] : []),
              one.score === null ? <span key="s" className="yj-muted" title="病例太少，不评分">—</span> : <strong key="s">{one.score.toFixed(2)}</strong>, // prettier-ignore
              one.warnings === 0 ? '' : <Tag key="w" tone="warning">{one.warnings} 项</Tag>, // prettier-ignore
              ...places.map((at) => <Cell key={at} measure={data.measures[at]!} value={one.values[at]} />),
              <Link key="c" to={`${base}/cases?hospital=${encodeURIComponent(one.hospital.code)}`}>{formatCount(one.cases)}</Link>, // prettier-ignore
              <Gain key="g" value={one.gain} />,
            ],
          }))}
        />
      </Section>
      {chosen === undefined ? null : (
        <Section
          title={`${chosen.hospital.name}：逐项得分`}
          note={
            chosen.score === null
              ? '病例太少，不评分'
              : `得分 ${chosen.score.toFixed(2)}，盈亏 ${formatAmount(chosen.gain)} 元`
          }
        >
          {' '}
          {/* prettier-ignore */}
          <Plain
            label="逐项得分"
            columns={['指标', '本机构', '全市', '得分', '分值', '']}
            right={[1, 2, 3, 4]}
            rows={data.measures.map((one, at) => ({ key: one.measure, cells: [<span key="m" title={one.method}>{one.label}</span>, shown(chosen.values[at]?.value ?? null, one.unit), isBureau ? shown(data.city[at]?.value ?? null, one.unit) : '—', chosen.values[at]?.points ?? '—', one.points ?? '不计分', chosen.values[at]?.warned ? <Tag key="w" tone="warning">预警</Tag> : ''] }))} // prettier-ignore
          />
        </Section>
      )}
    </>
  )
}

function Cell({ measure, value }: { readonly measure: Measure; readonly value: Value | undefined }) {
  const text = shown(value?.value ?? null, measure.unit)
  return value?.warned ? (
    <span
      className="drg-warned"
      title={`${measure.label}：${worse(measure)} ${shown(measure.warn, measure.unit)} 预警`}
    >
      {text}
    </span>
  ) : (
    <span>{text}</span>
  )
}
