import { Link } from '@tanstack/react-router'
import { BarList, ChartFrame, formatAmount, formatCount, headlineAmount, yuanAsNumber } from '@yijian/web-kit'
import type { ReactNode } from 'react'
import type { OverviewData } from '../api.ts'
import { reportedHref, institutionHref } from '../../supervision/public.ts'

interface Slice {
  readonly id: string
  readonly label: string
  readonly findings: number
  readonly amtFund: string
}

interface Props {
  readonly slices: readonly Slice[]
  readonly what: string
  readonly href: (slice: Slice) => string
  readonly limit: number
  readonly more?: ReactNode
}

export function ModelRanking({ overview }: { readonly overview: OverviewData }) {
  return (
    <Ranking
      slices={overview.byModel.filter((slice) => !isRule(slice))}
      what="模型"
      limit={12}
      href={(slice) => reportedHref({ model: slice.id })}
    />
  )
}

/** Rules of the libraries stand where models stand, and are told apart by their ids. */
const isRule = ({ id }: Slice): boolean => id.startsWith('rule:')

export function RuleRanking({ overview }: { readonly overview: OverviewData }) {
  return (
    <Ranking
      slices={overview.byModel.filter(isRule)}
      what="规则"
      limit={12}
      href={(slice) => reportedHref({ model: slice.id })}
    />
  )
}

export function PlaceRankings({ overview }: { readonly overview: OverviewData }) {
  return (
    <>
      <Ranking slices={overview.byRegion} what="区县" limit={10} href={(slice) => reportedHref({ admdvs: slice.id })} />
      <Ranking
        slices={overview.byInstitution}
        what="机构"
        limit={10}
        href={(slice) => institutionHref(slice.id)}
        more={<Link to="/institutions">全部机构</Link>}
      />
    </>
  )
}

function Ranking({ slices, what, href, limit, more }: Props) {
  const sorted = [...slices].sort((a, b) => yuanAsNumber(b.amtFund) - yuanAsNumber(a.amtFund))
  const first = sorted[0]
  const shown = sorted.slice(0, limit)
  const byId = new Map(shown.map((slice) => [slice.id, slice]))
  if (!first) return null
  const { text, unit } = headlineAmount(first.amtFund)
  return (
    <section className="yj-card">
      <ChartFrame
        title={`${first.label}涉及基金最多，${text} ${unit}`}
        note={`按${what}，${sorted.length > limit ? `前 ${limit} 位` : `共 ${sorted.length} 个`}；点一行看${what === '机构' ? '报告' : '疑点'}`}
        actions={more}
        table={{
          columns: [what, '疑点数', '涉及基金（元）'],
          rows: sorted.map((slice) => [slice.label, formatCount(slice.findings), formatAmount(slice.amtFund)]),
        }}
      >
        <BarList
          label={`按${what}`}
          items={shown.map((slice) => ({
            id: slice.id,
            label: slice.label,
            amount: slice.amtFund,
            count: slice.findings,
          }))}
          link={(item, children, style) => {
            const slice = byId.get(item.id)
            return (
              <Link to={slice ? href(slice) : '/findings'} style={style}>
                {children}
              </Link>
            )
          }}
        />
      </ChartFrame>
    </section>
  )
}
