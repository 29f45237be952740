import type { DataScope } from '@yijian/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUser, firstAdmin, type Client } from '../../apps/server/src/testing/client.ts'
import { DISTRICTS, fixtureCity, INSTITUTIONS } from '../../apps/server/src/testing/fixture-city.ts'
import { publishFixtureRun, type FixtureFinding } from '../../apps/server/src/testing/fixture-run.ts'
import { startTestServer, type TestServer } from '../../apps/server/src/testing/test-server.ts'

/**
 * Who may see which row, said independently of the product: on the rows themselves, in plain code. Every way to a finding
 * must agree with it.
 */
function maySee(scope: DataScope, finding: FixtureFinding): boolean {
  if (scope.kind === 'city') return true
  if (scope.kind === 'district') return finding.admdvs !== null && finding.admdvs === scope.admdvs
  return finding.fixmedins_code !== null && scope.fixmedinsCodes.includes(finding.fixmedins_code)
}

interface Seat {
  readonly scope: DataScope
  readonly client: Client
}

const RUN = fixtureCity({ count: 160, seed: 11, runId: 'scope-run' })
const HITS = RUN.findings.filter(({ excluded_by }) => excluded_by === null)
/** Reports leave out 观察. */
const REPORTED = HITS.filter(({ score }) => (score ?? 0) >= 40)

let server: TestServer
let seats: Seat[]
beforeAll(async () => {
  server = await startTestServer()
  await publishFixtureRun(server.dataDirectory, RUN)
  await server.composed.supervision.syncRuns()
  const admin = await firstAdmin(server.url)
  const scopes: DataScope[] = [
    { kind: 'city' },
    ...DISTRICTS.slice(0, 3).map((admdvs) => ({ kind: 'district' as const, admdvs })),
    { kind: 'district', admdvs: '999999' },
    { kind: 'institution', fixmedinsCodes: ['H01'] },
    { kind: 'institution', fixmedinsCodes: ['H02', 'H31', "H'; --"] },
    { kind: 'institution', fixmedinsCodes: [] },
  ]
  seats = []
  for (const [at, scope] of scopes.entries()) {
    const role = scope.kind === 'city' ? 'city-auditor' : 'district-auditor'
    seats.push({ scope, client: await addUser(server.url, admin, { username: `seat-${at}`, role, scope }) })
  }
})
afterAll(() => server.close())

const anySeat = fc.integer({ min: 0, max: 7 }).map((at) => () => seats[at] as Seat)
const anyFinding = fc.constantFrom(...RUN.findings)
const anyHit = fc.constantFrom(...HITS)
const RUNS = { numRuns: 60 }

const idsOf = (findings: readonly FixtureFinding[]) => findings.map(({ finding_id }) => finding_id).sort()

interface Filter {
  model?: string
  admdvs?: string
  institution?: string
  level?: string
  kind?: 'hit' | 'excluded'
}
const anyFilter: fc.Arbitrary<Filter> = fc.record(
  {
    model: fc.constantFrom(...new Set(RUN.findings.map(({ model_id }) => model_id))),
    admdvs: fc.constantFrom(...DISTRICTS),
    institution: fc.constantFrom(...INSTITUTIONS.map(({ fixmedins_code }) => fixmedins_code)),
    level: fc.constantFrom('高', '高,中', '观察'),
    kind: fc.constantFrom('hit' as const, 'excluded' as const),
  },
  { requiredKeys: [] },
)

const levelOf = (score: number) => (score >= 80 ? '高' : score >= 60 ? '中' : score >= 40 ? '低' : '观察')

function fits(filter: Filter, finding: FixtureFinding): boolean {
  if ((filter.kind ?? 'hit') === 'hit' ? finding.excluded_by !== null : finding.excluded_by === null) return false
  if (filter.model && finding.model_id !== filter.model) return false
  if (filter.admdvs && finding.admdvs !== filter.admdvs) return false
  if (filter.institution && finding.fixmedins_code !== filter.institution) return false
  return !filter.level || filter.level.split(',').includes(levelOf(finding.score ?? 0))
}

/** Random seats and filters, after every seat without a filter: those see the most rows. */
const seatsAndFilters = (numRuns: number): fc.Parameters<[() => Seat, Filter]> => ({
  numRuns,
  examples: [0, 1, 2, 3, 4, 5, 6, 7].flatMap((at) => [
    [() => seats[at] as Seat, {}],
    [() => seats[at] as Seat, { kind: 'excluded' as const }],
  ]),
})

const query = (filter: Filter) => new URLSearchParams(filter as Record<string, string>).toString()

describe('whatever the role, region and row', () => {
  it('a list, its total and its sums are those of the visible rows', async () => {
    await fc.assert(
      fc.asyncProperty(anySeat, anyFilter, async (seat, filter) => {
        const { scope, client } = seat()
        const wanted = RUN.findings.filter((finding) => maySee(scope, finding) && fits(filter, finding))
        const answer = (await client.get(`/api/findings?size=200&${query(filter)}`)).json<{
          rows: { findingId: string }[]
          total: number
          totals: { amtFund: string }
        }>()
        expect(answer.rows.map(({ findingId }) => findingId).sort()).toEqual(idsOf(wanted))
        expect(answer.total).toBe(wanted.length)
        const sum = wanted.reduce((fen, { amt_fund }) => fen + Math.round(Number(amt_fund) * 100), 0)
        expect(Math.round(Number(answer.totals.amtFund) * 100)).toBe(sum)
      }),
      seatsAndFilters(80),
    )
  })

  it('an export holds the visible rows', async () => {
    await fc.assert(
      fc.asyncProperty(anySeat, anyFilter, async (seat, filter) => {
        const { scope, client } = seat()
        const wanted = RUN.findings.filter((finding) => maySee(scope, finding) && fits(filter, finding))
        const { text } = await client.get(`/api/findings/export?format=csv&${query(filter)}`)
        const ids = text
          .split('\r\n')
          .slice(5, -1)
          .map((line) => line.split(',')[0] ?? '')
        expect(ids.sort()).toEqual(idsOf(wanted))
      }),
      seatsAndFilters(40),
    )
  })

  it('the counts beside the filters are those of the visible rows', async () => {
    await fc.assert(
      fc.asyncProperty(anySeat, anyFilter, async (seat, filter) => {
        const { scope, client } = seat()
        const facets = (await client.get(`/api/findings/facets?${query(filter)}`)).json<
          Record<'models' | 'levels' | 'regions' | 'statuses', { value: string; n: number }[]>
        >()
        const count = (except: keyof Filter | 'status', keyOf: (finding: FixtureFinding) => string | null) => {
          const visible = RUN.findings.filter(
            (finding) => maySee(scope, finding) && fits({ ...filter, [except]: undefined }, finding),
          )
          const counts: Record<string, number> = {}
          for (const key of visible.map(keyOf)) if (key !== null) counts[key] = (counts[key] ?? 0) + 1
          return counts
        }
        const counted = (rows: { value: string; n: number }[]) =>
          Object.fromEntries(rows.map(({ value, n }) => [value, n]))
        expect(counted(facets.models)).toEqual(count('model', ({ model_id }) => model_id))
        expect(counted(facets.levels)).toEqual(count('level', ({ score }) => levelOf(score ?? 0)))
        expect(counted(facets.regions)).toEqual(count('admdvs', ({ admdvs }) => admdvs))
      }),
      seatsAndFilters(50),
    )
  })

  it('everything of a finding outside the scope does not exist: 404, never 403, and no trace of it in the answer', async () => {
    const ways = [
      ['GET', '', undefined],
      ['GET', '/lines', undefined],
      ['POST', '/recompute', undefined],
      ['POST', '/labels', { status: 'confirmed', note: '越权测试' }],
      ['POST', '/unmask', { purpose: '越权测试' }],
    ] as const
    await fc.assert(
      fc.asyncProperty(anySeat, anyFinding, fc.constantFrom(...ways), async (seat, finding, [method, path, body]) => {
        const { scope, client } = seat()
        if (maySee(scope, finding)) {
          if (method === 'GET' && path === '') {
            const answer = await client.get(`/api/findings/${finding.finding_id}`)
            expect(answer.json()).toMatchObject({ findingId: finding.finding_id, admdvs: finding.admdvs })
          }
          return
        }
        const answer = await client.send(method, `/api/findings/${finding.finding_id}${path}`, body)
        const absent = await client.send(method, `/api/findings/${'0'.repeat(32)}${path}`, body)
        expect(answer.status).toBe(404)
        expect({ ...answer.json(), traceId: '' }).toEqual({ ...absent.json(), traceId: '' })
      }),
      { numRuns: 150 },
    )
  })

  it('search finds a finding, a person, a visit or an institution only where it may be seen', async () => {
    await fc.assert(
      fc.asyncProperty(anySeat, anyHit, async (seat, finding) => {
        const { scope, client } = seat()
        const search = async (q: string) =>
          (await client.get(`/api/search?q=${encodeURIComponent(q)}`)).json<{ hits: { kind: string; id: string }[] }>()
            .hits
        const found = await search(finding.finding_id)
        expect(found.some(({ kind }) => kind === 'finding')).toBe(maySee(scope, finding))
        if (finding.psn_no) {
          const isConcerned = (other: FixtureFinding) =>
            other.psn_no === finding.psn_no || (other.related_psn_nos ?? []).includes(finding.psn_no as string)
          const visible = HITS.some((other) => isConcerned(other) && maySee(scope, other))
          expect((await search(finding.psn_no)).some(({ kind }) => kind === 'person')).toBe(visible)
        }
        const visit = finding.visits?.[0]?.mdtrt_id ?? ''
        const visibleVisit = RUN.findings.some(
          (other) => maySee(scope, other) && (other.visits ?? []).some(({ mdtrt_id }) => mdtrt_id === visit),
        )
        expect((await search(visit)).some(({ kind }) => kind === 'visit')).toBe(visibleVisit)
        if (finding.fixmedins_code) {
          const institution = await search(finding.fixmedins_code)
          const inScope = maySee(scope, finding)
          expect(institution.some(({ id }) => id === finding.fixmedins_code)).toBe(inScope)
        }
      }),
      RUNS,
    )
  })

  it('the overview adds up the visible rows, each visit once with its largest part', async () => {
    for (const { scope, client } of seats) {
      const visible = REPORTED.filter((finding) => maySee(scope, finding))
      const overview = (await client.get('/api/overview')).json<{
        findings: number
        amtFund: string
        institutions: number
        byModel: { findings: number }[]
        byRegion: { id: string; findings: number }[]
        byLevel: { findings: number }[]
      }>()
      expect(overview.findings).toBe(visible.length)
      expect(overview.byLevel.reduce((n, { findings }) => n + findings, 0)).toBe(visible.length)
      expect(overview.byModel.reduce((n, { findings }) => n + findings, 0)).toBe(visible.length)
      expect(overview.byRegion.map(({ id }) => id).sort()).toEqual(
        [...new Set(visible.flatMap(({ admdvs }) => admdvs ?? []))].sort(),
      )
      expect(overview.institutions).toBe(new Set(visible.flatMap(({ fixmedins_code }) => fixmedins_code ?? [])).size)
      expect(Number(overview.amtFund)).toBeCloseTo(onceCounted(visible), 2)
    }
  })

  it('institution reports are those of visible institutions, with visible findings', async () => {
    for (const { scope, client } of seats) {
      const visible = REPORTED.filter((finding) => maySee(scope, finding) && finding.fixmedins_code !== null)
      const codes = [...new Set(visible.map(({ fixmedins_code }) => fixmedins_code as string))].sort()
      const list = (await client.get('/api/institutions?size=200')).json<{
        rows: { fixmedinsCode: string; findings: number; amtFund: string }[]
        total: number
      }>()
      expect(list.rows.map(({ fixmedinsCode }) => fixmedinsCode).sort()).toEqual(codes)
      for (const row of list.rows) {
        const own = visible.filter(({ fixmedins_code }) => fixmedins_code === row.fixmedinsCode)
        expect(row.findings).toBe(own.length)
        expect(Number(row.amtFund)).toBeCloseTo(onceCounted(own), 2)
      }
      for (const { fixmedins_code } of INSTITUTIONS) {
        const { status } = await client.get(`/api/institutions/${fixmedins_code}`)
        expect(status).toBe(codes.includes(fixmedins_code) ? 200 : 404)
      }
      const exported = await client.get('/api/institutions/export?format=csv')
      expect(exported.text.split('\r\n').slice(5, -1).length).toBe(codes.length)
    }
  })

  it('models and runs count what is visible', async () => {
    for (const { scope, client } of seats) {
      const visible = RUN.findings.filter((finding) => maySee(scope, finding))
      const { rows } = (await client.get('/api/runs')).json<{
        rows: { models: { modelId: string; findings: number }[] }[]
      }>()
      for (const { modelId, findings } of rows[0]?.models ?? []) {
        const own = visible.filter(({ model_id, excluded_by }) => model_id === modelId && excluded_by === null)
        expect(findings).toBe(own.length)
      }
    }
  })
})

/** Money by visit, the largest part of those that rest on it; a part is what the run says, or the split by fund payments. */
function onceCounted(findings: readonly FixtureFinding[]): number {
  const best = new Map<string, number>()
  for (const finding of findings) {
    for (const [visit, fen] of partsOf(finding)) best.set(visit, Math.max(best.get(visit) ?? -Infinity, fen))
  }
  return [...best.values()].reduce((a, b) => a + b, 0) / 100
}

function partsOf({ visits = [], amt_fund = '80.00', finding_id, fixmedins_code }: FixtureFinding): [string, number][] {
  // An admission number is an institution's own.
  const keyOf = ({ mdtrt_id }: { mdtrt_id: string }) => `${mdtrt_id}@${fixmedins_code ?? 'H01'}`
  const total = Math.round(Number(amt_fund) * 100)
  if (visits.length === 0) return [[finding_id, total]]
  if (visits.every((visit) => visit.amt_fund !== null))
    return visits.map((visit) => [keyOf(visit), Math.round(Number(visit.amt_fund) * 100)])
  // The order of the visits decides who takes the last fen: that of the file.
  const funds = visits.map((visit) => Math.round(Number(visit.fund) * 100))
  const sum = funds.reduce((a, b) => a + b, 0)
  if (sum === 0) return [[finding_id, total]]
  let left = total
  return visits.map((visit, at) => {
    const part = at === visits.length - 1 ? left : Math.round((total * (funds[at] ?? 0)) / sum)
    left -= part
    return [keyOf(visit), part]
  })
}
