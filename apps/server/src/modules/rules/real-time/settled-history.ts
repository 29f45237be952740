import type { Day } from '@yijian/kernel'
import { dayNumberOf, type Encounter, type VisitMode } from '@yijian/rules'
import type { SettledLine, SettledVisit } from '@yijian/warehouse'
import type { PackedLine } from './pack.ts'
import type { PersonState, StoredEncounter } from './person-state.ts'

/** A settled visit as it is stored: what is the same for all of them is left out, lines as in the log. */
export type PackedVisit = readonly [mdtrtIds: readonly string[], mode: VisitMode | null, medType: string | null, insutype: string | null, adm: string, dsc: string | null, inst: string, tier: number | null, hospType: string | null, dept: string | null, diseaseNo: string | null, dx: readonly string[], ops: readonly string[], batchShare: number | null, inscp: number, lines: readonly PackedLine[]] // prettier-ignore

export function packVisit({ encounter, mdtrtIds, inscp, lines }: SettledVisit): PackedVisit {
  const { mode, medType, insutype, adm, dsc, inst, tier, hospType, dept, diseaseNo, dx, ops, batchShare } = encounter
  return [mdtrtIds, mode, medType, insutype, adm, dsc, inst, tier, hospType, dept, diseaseNo, dx, ops, batchShare, inscp, lines.map(packLine)] // prettier-ignore
}

function packLine({ sn, code, name, time, qty, price, amt, inscp, dept, hasDoctor, rx }: SettledLine): PackedLine {
  return [sn, code, name, time, qty, price, amt, inscp, dept, null, hasDoctor ? 1 : 0, null, rx, 0]
}

function unpackVisit(visit: PackedVisit, psnNo: string): StoredEncounter {
  const [mdtrtIds, mode, medType, insutype, adm, dsc, inst, tier, hospType, dept, diseaseNo, dx, ops, batchShare, inscp, packed] = visit // prettier-ignore
  const mdtrtId = mdtrtIds[0]!
  const encounter: Encounter = {
    ...{ mdtrtId, psnNo, rev: 0, void: false, mode, medType, insutype, adm: adm as Day, dsc: dsc as Day | null, inst },
    ...{ tier, hospType, dept, diseaseNo, internet: false, dx, ops, dscgWay: null, receivingInst: null },
    ...{ birthWeight: null, gestWeeks: null, reportedDays: null, cert: null, instDesignated: null, batchShare },
  }
  return { encounter, admDay: dayNumberOf(encounter.adm), lines: packed, inscp, settledAs: mdtrtIds }
}

/**
 * Puts settled visits behind what the log knows of a person. A visit in both counts once: as it was settled, unless the log has orders of
 * a later day than the settlement (it went on after an interim settlement).
 */
export function addSettled(state: PersonState, visits: readonly PackedVisit[], psnNo: string): void {
  const logged = new Map(state.encounters)
  state.encounters.clear()
  for (const packed of visits) {
    const visit = unpackVisit(packed, psnNo)
    const ids = packed[0].filter((id) => logged.has(id))
    const last = lastDay(visit)
    if (ids.some((id) => lastDay(logged.get(id)!) > last)) continue
    for (const id of ids) {
      state.lines -= logged.get(id)!.lines.length
      logged.delete(id)
    }
    state.encounters.set(visit.encounter.mdtrtId, visit)
    state.lines += visit.lines.length
  }
  for (const [id, stored] of logged) state.encounters.set(id, stored)
}

/** Last day that something was done on: of a log that has not seen the end, the day of the last order. */
function lastDay({ encounter, lines }: StoredEncounter): string {
  let last: string = encounter.dsc ?? encounter.adm
  for (const line of lines) if (line[3].slice(0, 10) > last) last = line[3].slice(0, 10)
  return last
}
