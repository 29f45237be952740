import { formatAmount, formatLocal, Gantt, type GanttPiece } from '@yijian/web-kit'
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
  return <Gantt items={items} selected={selected} onSelect={onSelect} {...(svgRef ? { svgRef } : {})} />
}

function toPieces(visits: readonly Visit[]): GanttPiece[] {
  const byPerson = new Set(visits.map((visit) => visit.psnNo)).size > 1
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
