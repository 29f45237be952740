import { compileRelease, createEvaluator, findConflicts, RULE_KINDS } from '@yijian/rules'
import { seededLibrary } from '../packages/rules/src/conflicts/seeded-library.ts'

/** Conflicts of a whole library (targets: ≥ 12,000 points in ≤ 10 s, all of 1,000 planted ones found, ≤ 1 % false, every witness real). */
export function benchConflicts(): void {
  for (const seed of [1, 2, 3]) {
    const { input, planted } = seededLibrary({ points: 12_000, conflicts: 1_000, seed })
    const before = process.cpuUsage()
    const conflicts = findConflicts(input)
    const { user, system } = process.cpuUsage(before)
    const names = conflicts.map(({ code, points }) => [code, ...points].join('|'))
    const found = names.filter((name) => planted.has(name)).length
    console.log(
      `${input.points.length.toLocaleString()} points: ${((user + system) / 1e6).toFixed(2)} CPU s, found ${found} of ${planted.size}, ` +
        `false ${names.length - found}, real witnesses ${realWitnesses(input, conflicts)} of ${conflicts.length}`,
    )
    console.log(`  ${byClass(planted, new Set(names))}`)
  }
}

/** `K1 84/84 …`: found of planted, class by class. */
function byClass(planted: ReadonlySet<string>, found: ReadonlySet<string>): string {
  const classes = Map.groupBy(planted, (name) => name.slice(0, name.indexOf('|')))
  return [...classes].map(([code, names]) => `${code} ${names.filter((name) => found.has(name)).length}/${names.length}`).join(', ') // prettier-ignore
}

/** Each point of each conflict compiled and judged alone, apart from the analysis. */
function realWitnesses(
  input: Parameters<typeof findConflicts>[0],
  conflicts: ReturnType<typeof findConflicts>,
): number {
  const byRef = new Map(input.points.map((point) => [`${point.kpId}@${point.version}`, point]))
  return conflicts.filter(({ points, witness }) =>
    points.every((ref) => {
      const point = byRef.get(ref)
      if (!point || !witness) return false
      const rules = [{ kind: point.kind, version: 1, severity: null, stages: null }]
      const release = compileRelease({ rules, points: [point], sets: input.sets, hash: '' }, RULE_KINDS)
      return createEvaluator(release).evaluate(witness.claims).hits.length > 0
    }),
  ).length
}
