import { formatAmount, formatLocal, Gantt, useTheme, type GanttPiece } from '@yijian/web-kit'
import { useMemo, type RefObject } from 'react'
import type { Visit } from '../contract.ts'

interface Props {
  readonly visits: readonly Visit[]
  readonly selected: string | undefined
  readonly onSelect: (mdtrtId: string) => void
  readonly svgRef?: RefObject<SVGSVGElement | null>
}

const KINDS = { stay: '住院', outpatient: '门诊', pharmacy: '药店购药', other: '其他就诊' } as const

/** Stays by institution; for a group of persons by person, so that their common days stand in one column. */
export function StayTimeline({ visits, selected, onSelect, svgRef }: Props) {
  const items = useMemo(() => toPieces(visits), [visits])
  return (
    <>
      <Gantt items={items} selected={selected} onSelect={onSelect} {...(svgRef ? { svgRef } : {})} />
      <Hues visits={visits} />
    </>
  )
}

const severalPersons = (visits: readonly Visit[]) => new Set(visits.map((visit) => visit.psnNo)).size > 1
const institutionsOf = (visits: readonly Visit[]) => [
  ...new Map(visits.map((visit) => [visit.fixmedinsCode, visit.fixmedinsName])),
]

/** Which colour is which institution, where rows are persons. */
function Hues({ visits }: { readonly visits: readonly Visit[] }) {
  const { palette } = useTheme()
  const institutions = institutionsOf(visits)
  if (!severalPersons(visits) || institutions.length < 2) return null
  return (
    <ul className="hues" aria-label="颜色与机构">
      {institutions.slice(0, palette.series.length).map(([code, name], index) => (
        <li key={code}>
          <i style={{ background: palette.series[index] }} />
          {name}
        </li>
      ))}
    </ul>
  )
}

function toPieces(visits: readonly Visit[]): GanttPiece[] {
  const byPerson = severalPersons(visits)
  const codes = institutionsOf(visits).map(([code]) => code)
  return visits.map((visit) => ({
    id: visit.mdtrtId,
    row: byPerson ? visit.psnNo : visit.fixmedinsCode,
    rowLabel: byPerson ? visit.psnNo : visit.fixmedinsName,
    rowNote: byPerson ? '' : visit.fixmedinsCode,
    person: visit.psnNo,
    begin: visit.begin,
    end: visit.end,
    kind: visit.kind,
    marked: visit.marks.length > 0,
    ...(byPerson ? { hue: codes.indexOf(visit.fixmedinsCode) } : {}),
    inside: insideText(visit, byPerson),
    title: titleText(visit),
  }))
}

function insideText(visit: Visit, byPerson: boolean): string {
  if (byPerson) return visit.fixmedinsName.slice(0, 8)
  return visit.los === null ? '' : `${visit.los} 天`
}

function titleText(visit: Visit): string {
  const parts = [
    KINDS[visit.kind],
    visit.fixmedinsName,
    visit.begin === visit.end ? formatLocal(visit.begin) : `${formatLocal(visit.begin)} 至 ${formatLocal(visit.end)}`,
    visit.mainName ?? visit.mainCode,
    visit.cost === null ? null : `总额 ${formatAmount(visit.cost)} 元`,
    ...visit.marks,
  ]
  return parts.filter((part) => part !== null && part !== '').join('，')
}
