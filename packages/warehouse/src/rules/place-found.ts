import type { Day } from '@yijian/kernel'
import { nameInstitution, type Found } from '@yijian/rules'
import type { ExplainedHit, HitLine } from './history.ts'
import { dayOf } from './days.ts'
import type { Finding } from './walk-history.ts'

export interface Place {
  readonly inst: string
  readonly day: Day
}

/** Institution and day a hit is counted under: those of its first violating row that lies in the period. */
export function placeOf({ feed, words, from }: Finding, { draft }: Found): Place {
  const row = draft.violating.find((candidate) => feed.day[candidate]! >= from) ?? draft.violating[0]!
  return { inst: words[feed.visitWord.inst[feed.visit[row]!]!] ?? '', day: dayOf(feed.day[row]!) }
}

/** The hit in words, with its rows. */
export function explain(finding: Finding, found: Found): ExplainedHit {
  const { feed, words, institutionNames } = finding
  const { facts, message, basis, ruleName } = nameInstitution(
    found.judge(),
    (code) => institutionNames.get(code) ?? code,
  )
  const dept = feed.dept[found.draft.violating[0]!]!
  const lines = (rows: readonly number[], role: HitLine['role']) => rows.map((row) => lineOf(finding, row, role))
  return {
    ...found.hit(),
    ...placeOf(finding, found),
    ruleName,
    basis,
    message,
    facts: Object.entries(facts).map(([label, value]) => ({ label, value })),
    dept: words[dept] ?? null,
    lines: [...lines(found.draft.violating, 'violating'), ...lines(found.draft.involved, 'involved')],
  }
}

function lineOf({ feed, result }: Finding, row: number, role: HitLine['role']): HitLine {
  const { table } = result
  const isLine = feed.src[row] === 0
  const amount = isLine ? feed.amt[row]! : feed.inscp[row]!
  return {
    sn: table.sn[row]!,
    code: table.codeText(row),
    name: table.name[row]!,
    day: dayOf(feed.day[row]!),
    cnt: isLine && !Number.isNaN(feed.qty[row]!) ? String(feed.qty[row]! / 10_000) : '',
    amountFen: Number.isNaN(amount) ? '0' : String(amount),
    role,
  }
}
