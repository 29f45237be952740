import type { ClaimSet } from '@yijian/rules'

/** The fewest messages that still fail: one person first, then ever smaller pieces of visits and lines are left out. */
export async function shrinkClaims(claims: ClaimSet, fails: (claims: ClaimSet) => Promise<boolean>): Promise<ClaimSet> {
  const owners = new Map(claims.encounters.map((visit) => [visit.mdtrtId, visit.psnNo]))
  let best = claims
  for (const person of claims.persons) {
    const encounters = claims.encounters.filter((visit) => visit.psnNo === person.psnNo)
    const lines = claims.lines.filter((line) => owners.get(line.mdtrtId) === person.psnNo)
    const alone = { persons: [person], encounters, lines, aggregates: [] }
    if (await fails(alone)) {
      best = alone
      break
    }
  }
  best = { ...best, lines: await fewest(best.lines, (lines) => fails({ ...best, lines })) }
  return { ...best, encounters: await fewest(best.encounters, (encounters) => fails({ ...best, encounters })) }
}

async function fewest<T>(items: readonly T[], fails: (items: readonly T[]) => Promise<boolean>): Promise<readonly T[]> {
  let kept = items
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length;) {
      const fewer = [...kept.slice(0, from), ...kept.slice(from + size)]
      if (await fails(fewer)) kept = fewer
      else from += size
    }
  }
  return kept
}
