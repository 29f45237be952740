import type { FixtureFinding, FixtureRun } from './fixture-run.ts'

export const DISTRICTS = ['410102', '410103', '410104', '410105'] as const
const MODELS = [
  'decomposed-hospitalization',
  'low-standard-admission',
  'frequent-hospitalization',
  'service-interruption',
  'group-hospitalization',
  'resource-drug-benchmark',
] as const

/** Three institutions in each district and one that belongs to none. */
export const INSTITUTIONS = [
  ...DISTRICTS.flatMap((admdvs, d) =>
    [1, 2, 3].map((n) => ({
      fixmedins_code: `H${d}${n}`,
      fixmedins_name: `样例医院${d}${n}`,
      hosp_lv: ['02', '05', '08'][n - 1] ?? '11',
      tier: ['3', '2', '1'][n - 1] ?? '0',
      admdvs,
    })),
  ),
]

/** A small deterministic generator: the same seed, the same run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** A run of `count` findings over all districts, models, levels and kinds, some without institution, some overlapping. */
export function fixtureCity({ count, seed, runId }: { count: number; seed: number; runId: string }): FixtureRun {
  const random = randomFrom(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const findings = Array.from({ length: count }, (_, at): FixtureFinding => {
    const institution = random() < 0.9 ? pick(INSTITUTIONS) : undefined
    const model_id = pick(MODELS)
    const psn_no = `P${String(1000000 + Math.floor(random() * 5000))}`
    const visits = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
      mdtrt_id: `M${Math.floor(random() * count * 2)}`,
      psn_no,
      amt_fund: random() < 0.5 ? null : (random() * 900).toFixed(2),
      fund: (random() * 3000).toFixed(2),
    }))
    const unique = [...new Map(visits.map((visit) => [visit.mdtrt_id, visit])).values()]
    const isGroup = model_id === 'group-hospitalization'
    return {
      finding_id: `${runId.length}${seed}${String(at).padStart(8, '0')}`.padStart(32, 'f'),
      model_id,
      psn_no: isGroup ? null : psn_no,
      subject_type: isGroup ? 'group' : 'visit',
      ...(isGroup ? { related_psn_nos: [psn_no, `${psn_no}9`] } : {}),
      fixmedins_code: institution?.fixmedins_code ?? null,
      admdvs: institution?.admdvs ?? null,
      score: Math.floor(random() * 101),
      amt_fund: (random() * 50_000).toFixed(2),
      amt_total: (random() * 90_000).toFixed(2),
      excluded_by: random() < 0.15 ? 'EX-ONCO' : null,
      period_from: `2025-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-15`,
      visits: unique,
    }
  })
  return { runId, findings, institutions: INSTITUTIONS }
}
