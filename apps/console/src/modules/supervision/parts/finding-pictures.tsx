import type { FindingDetail } from '@yijian/contract'
import {
  ChartFrame,
  daysText,
  FactList,
  formatField,
  Section,
  describeRank,
  formatAmount,
  formatCount,
  formatLocal,
  formatScaled,
  layoutGantt,
  PeerChart,
  rankOf,
  svgToPng,
  useTheme,
} from '@yijian/web-kit'
import { useRef } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { FindingTab } from '../search.ts'
import type { Visit } from '../contract.ts'
import { DetailPicture } from './detail-picture.tsx'
import { StayTimeline } from './stay-timeline.tsx'
import type { Reveal } from './use-reveal.tsx'

interface Props {
  readonly detail: FindingDetail
  readonly reveal: Reveal
}

/** The picture: stays in time, the subject among its peers, and what the model itself shows. */
export function FindingPictures({ detail, reveal }: Props) {
  const pictures = detail.details.filter((table) => table.kind !== 'table' && table.rows.length > 0)
  const peer = detail.peer !== null && detail.peer.quantiles.length > 2 ? detail.peer : null
  const facts = detail.facts.filter((fact) => fact.value !== null)
  const wide = facts.length > 8
  const count = pictures.length + (peer ? 1 : 0) + (facts.length > 0 && !wide ? 1 : 0)
  return (
    <>
      {reveal.visits.length === 0 ? null : <Timeline visits={reveal.visits} total={detail.visitsTotal} />}
      {count === 0 ? null : (
        <div className="yj-grid picture-grid" data-single={count === 1}>
          {peer ? <Peer peer={peer} /> : null}
          {pictures.map((table) => (
            <section key={table.name} className="yj-card">
              <DetailPicture table={table} />
            </section>
          ))}
          {facts.length === 0 || wide ? null : (
            <Facts facts={facts} missing={detail.facts.length - facts.length} columns={count === 1 ? 4 : 2} />
          )}
        </div>
      )}
      {wide ? <Facts facts={facts} missing={detail.facts.length - facts.length} columns={4} /> : null}
    </>
  )
}

interface FactsProps {
  readonly facts: FindingDetail['facts']
  readonly missing: number
  readonly columns: 2 | 4
}

function Facts({ facts, missing, columns }: FactsProps) {
  return (
    <Section title="关键指标" note={missingNote(missing)}>
      <FactList
        columns={columns}
        facts={facts.map((fact) => ({ label: fact.label, value: formatField(fact.value, fact) }))}
      />
    </Section>
  )
}

function missingNote(missing: number): string | undefined {
  return missing === 0 ? undefined : `另有 ${missing} 项因数据缺失或不适用没有值`
}

function Timeline({ visits, total }: { readonly visits: readonly Visit[]; readonly total: number }) {
  const [tab, setTab] = useSearchState(FindingTab)
  const svg = useRef<SVGSVGElement>(null)
  const { palette } = useTheme()
  const conflicts = layoutGantt(
    visits.map((visit) => ({
      id: visit.mdtrtId,
      row: '',
      rowLabel: '',
      rowNote: '',
      person: visit.psnNo,
      begin: visit.begin,
      end: visit.end,
    })),
  ).conflicts
  return (
    <section className="yj-card">
      <ChartFrame
        title={timelineTitle(visits, conflicts.length)}
        note={`实心为住院，空心为门诊或购药，红色为与疑点直接有关${total > visits.length ? `；共 ${formatCount(total)} 次就诊，这里是前 ${visits.length} 次` : ''}。点一次就诊看它的费用明细。`}
        table={visitTable(visits)}
        png={async () => (svg.current ? svgToPng(svg.current, palette.surface) : null)}
      >
        <StayTimeline
          visits={visits}
          selected={tab.visit}
          svgRef={svg}
          onSelect={(mdtrtId) => {
            setTab({ tab: 'lines', visit: mdtrtId, page: 1 })
          }}
        />
      </ChartFrame>
    </section>
  )
}

function timelineTitle(visits: readonly Visit[], conflicts: number): string {
  const persons = new Set(visits.map((visit) => visit.psnNo)).size
  const institutions = new Set(visits.map((visit) => visit.fixmedinsCode)).size
  const stays = visits.filter((visit) => visit.kind === 'stay')
  const what =
    stays.length === visits.length ? `${stays.length} 次住院` : `${visits.length} 次就诊（住院 ${stays.length} 次）`
  const gap = stays.length === 2 && persons === 1 ? daysText(stays[0]?.end, stays[1]?.begin) : ''
  const clash = conflicts > 0 ? `，${conflicts} 处时间重叠` : ''
  return `${persons > 1 ? `${persons} 人，` : ''}${institutions} 家机构，${what}${gap}${clash}`
}

function visitTable(visits: readonly Visit[]) {
  return {
    columns: ['机构', '入院或就诊', '出院', '天数', '主诊断', '总费用（元）', '基金支付（元）'],
    rows: visits.map((visit) => [
      visit.fixmedinsName,
      formatLocal(visit.begin),
      formatLocal(visit.end),
      visit.los === null ? '—' : String(visit.los),
      visit.mainName ?? visit.mainCode ?? '—',
      visit.cost === null ? '—' : formatAmount(visit.cost),
      visit.fund === null ? '—' : formatAmount(visit.fund),
    ]),
  }
}

function Peer({ peer }: { readonly peer: NonNullable<FindingDetail['peer']> }) {
  const svg = useRef<SVGSVGElement>(null)
  const { palette } = useTheme()
  const rank = describeRank(rankOf(peer.value, peer.quantiles))
  return (
    <section className="yj-card">
      <ChartFrame
        title={`本例 ${[formatScaled(peer.value), peer.unit].filter(Boolean).join(' ')}，${rank}`}
        note={`${peer.label}，${formatCount(peer.n)} 例；每个点代表 5% 的同类，色带为中间 90%。`}
        table={{
          columns: ['分位', peer.unit === '' ? '值' : `值（${peer.unit}）`],
          rows: peer.quantiles.map((value, index) => [`${index * 5}%`, formatScaled(value)]),
        }}
        png={async () => (svg.current ? svgToPng(svg.current, palette.surface) : null)}
        height={260}
      >
        <PeerChart peer={peer} svgRef={svg} />
      </ChartFrame>
    </section>
  )
}
