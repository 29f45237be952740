import { hash } from 'node:crypto'
import { ZenEngine } from '@gorules/zen-engine'
import { compileRelease, createEvaluator, releaseOf, RULE_KINDS, type ClaimSet, type Hit, type KnowledgePoint } from '@yijian/rules' // prettier-ignore
import { LogicEngine } from 'json-logic-engine'
import { Engine, type RuleProperties } from 'json-rules-engine'
import { claims, CROSS_LINE, crossLineRules, pointRules } from './rules-work.ts'

/** What a peer is told of a line: an object of its own, made beforehand and not counted. */
interface LineFacts {
  readonly sn: string
  readonly code: string
  readonly gend: number
  readonly ageMonths: number
  readonly tier: number
  readonly mode: string
  /** Categories of the diagnoses. */
  readonly dx: readonly string[]
  readonly price: number
  readonly inscp: number
  readonly consent: number
  readonly approval: number
  /** The number that a rule across lines compares, worked out for the peers and not counted: 2 where the line is one too many, else 1. */
  readonly window: number
}

/** A rule of one code: all tests hold, or for the any-of ones one does. */
interface Test {
  readonly fact: keyof LineFacts
  readonly by: '>' | '<' | '<>' | 'meets' | 'meets not'
  readonly than: number | readonly string[]
}

interface PeerRule {
  readonly kpId: string
  readonly tests: readonly Test[]
}

type Judged = (facts: LineFacts) => readonly string[] | Promise<readonly string[]>

const POINTS = 11_290

/**
 * The same rules over the same lines by the peers in their best shape: sharded by item code, so that only the rules of the line's code
 * are asked. Lines are laid out for each beforehand (columns for us, an object a line for them); for rules across lines they are told
 * how the window came out, which we work out. A hit counts when it is explained: number, message, amount, basis; for the peers by a
 * template of each rule. Every peer's hits must be ours. Target: ours ≥ 3 × the best.
 */
async function benchPeers(lines: number): Promise<void> {
  const points = [...pointRules(POINTS), ...crossLineRules(CROSS_LINE)]
  const claimSet = claims({ lines, names: POINTS })
  const evaluator = createEvaluator(compileRelease(releaseOf(points), RULE_KINDS))
  const table = evaluator.tableOf(claimSet)
  const wanted = lineHits(evaluator.evaluateTable(table).hits)
  const facts = factsOf(claimSet, wanted)
  const rules = Map.groupBy(points.map(peerRule), (_, at) => points[at]!.keys[0]!)
  const texts = new Map(points.map((point) => [point.kpId, textOf(point)]))
  const peers: Readonly<Record<string, ReadonlyMap<string, Judged>>> = {
    'json-rules-engine': mapOf(rules, byJsonRules),
    'zen-engine': mapOf(rules, byZen()),
    'json-logic-engine': mapOf(rules, byJsonLogic()),
  }
  const ours = () => Promise.resolve(void evaluator.judge(table, 'A'))
  for (const [name, shards] of Object.entries(peers)) {
    let found: readonly Explained[] = []
    const theirs = async () => void (found = await judgeAll({ shards, facts, texts }))
    const rounds = await inTurn(facts.length, ours, theirs)
    const same = found.length === wanted.size && found.every(({ kpId, sn }) => wanted.has(`${kpId}|${sn}`))
    console.log(`${name}: ${speedText(rounds.map((round) => round.theirs))}, ours in turn ${speedText(rounds.map((round) => round.ours))}, ${median(rounds.map((round) => round.ours / round.theirs)).toFixed(1)} × (median of ${rounds.length} rounds); ${found.length.toLocaleString()} line hits, ${same ? 'the same as ours' : `NOT ours (${wanted.size})`}`) // prettier-ignore
    if (!same) throw new Error(`${name} finds something else`)
  }
}

/** What is said of a hit. */
interface Explained {
  readonly id: string
  readonly kpId: string
  readonly sn: string
  readonly message: string
  readonly amount: bigint
  readonly basis: string
}

interface RuleText {
  readonly message: string
  readonly basis: string
}

function textOf({ kind, message, basis }: KnowledgePoint): RuleText {
  const template = message ?? RULE_KINDS.find(({ id }) => id === kind)?.message ?? ''
  return { message: template, basis: `${basis.document}${basis.article ?? ''}：${basis.text}` }
}

function explained(kpId: string, line: LineFacts, { message, basis }: RuleText): Explained {
  const said: Readonly<Record<string, string>> = { 名称: line.code, 性别: line.gend === 1 ? '男' : '女', 年龄: `${Math.floor(line.ageMonths / 12)}岁`, 诊断: line.dx.join('、') } // prettier-ignore
  return { id: hash('sha256', `${kpId}|${line.sn}`).slice(0, 32), kpId, sn: line.sn, message: message.replace(/\{([^}]+)\}/g, (_, name: string) => said[name] ?? '未知'), amount: BigInt(line.inscp), basis } // prettier-ignore
}

interface PeerWork {
  readonly shards: ReadonlyMap<string, Judged>
  readonly facts: readonly LineFacts[]
  readonly texts: ReadonlyMap<string, RuleText>
}

async function judgeAll({ shards, facts, texts }: PeerWork): Promise<readonly Explained[]> {
  const found: Explained[] = []
  for (const line of facts) {
    const judge = shards.get(line.code)
    if (!judge) continue
    const answer = judge(line)
    for (const kpId of answer instanceof Promise ? await answer : answer) found.push(explained(kpId, line, texts.get(kpId)!)) // prettier-ignore
  }
  return found
}

const ROUNDS = 9
/** CPU seconds of a round. */
const LONG = 0.25

/** Lines a CPU second of both, round by round one after the other: the machine is not equally fast all the time. */
async function inTurn(lines: number, ours: () => Promise<void>, theirs: () => Promise<void>) {
  await ours()
  await theirs()
  const rounds: { readonly ours: number; readonly theirs: number }[] = []
  while (rounds.length < ROUNDS) rounds.push({ ours: await perSecond(lines, ours), theirs: await perSecond(lines, theirs) }) // prettier-ignore
  return rounds
}

async function perSecond(lines: number, work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  let done = 0
  let seconds = 0
  while (seconds < LONG) {
    await work()
    done += lines
    const { user, system } = process.cpuUsage(before)
    seconds = (user + system) / 1e6
  }
  return done / seconds
}

function speedText(speeds: readonly number[]): string {
  return `${Math.round(median(speeds)).toLocaleString()} lines per CPU second`
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!
}

function mapOf(rules: ReadonlyMap<string, readonly PeerRule[]>, compile: (rules: readonly PeerRule[]) => Judged) {
  return new Map([...rules].map(([code, of]) => [code, compile(of)]))
}

function lineHits(hits: readonly Hit[]): Set<string> {
  return new Set(hits.flatMap((hit) => hit.violating.map((row) => `${hit.kpId}|${row.sn}`)))
}

function factsOf(claims: ClaimSet, wanted: ReadonlySet<string>): LineFacts[] {
  const visits = new Map(claims.encounters.map((visit) => [visit.mdtrtId, visit]))
  const persons = new Map(claims.persons.map((person) => [person.psnNo, person]))
  const tooMany = new Set([...wanted].filter((hit) => hit.startsWith('KP-X')).map((hit) => hit.slice(hit.indexOf('|') + 1))) // prettier-ignore
  return claims.lines.map((line) => {
    const visit = visits.get(line.mdtrtId)!
    const person = persons.get(visit.psnNo)!
    const [year, month, day] = (person.brdy ?? '').split('-').map(Number) as [number, number, number]
    const [y, m, d] = line.time.slice(0, 10).split('-').map(Number) as [number, number, number]
    return {
      sn: line.sn, code: line.code, gend: person.gend ?? 0, ageMonths: (y - year) * 12 + m - month - (d < day ? 1 : 0), tier: visit.tier ?? 0, mode: visit.mode ?? '',
      dx: visit.dx.map((code) => code.slice(0, 3)), price: Number(line.price), inscp: Number(line.inscp), consent: line.consent ? 1 : 0, approval: line.approval, window: tooMany.has(line.sn) ? 2 : 1,
    } // prettier-ignore
  })
}

const PAYABLE: readonly Test[] = [
  { fact: 'inscp', by: '>', than: 0 },
  { fact: 'consent', by: '<>', than: 1 },
  { fact: 'approval', by: '<>', than: 2 },
]

/** The kinds of the bench as a peer is told them. */
function peerRule({ kpId, kind, params }: KnowledgePoint): PeerRule {
  const list = (name: 'modes' | 'dx_allow' | 'dx_deny') => String(params[name]).split('|')
  const number = (name: 'gend' | 'max_age_m' | 'min_tier' | 'price_max') => Number(params[name])
  if (kpId.startsWith('KP-X')) return { kpId, tests: [{ fact: 'window', by: '>', than: 1 }] }
  switch (kind) {
    case 'R67':
      return { kpId, tests: [...PAYABLE, { fact: 'gend', by: '<>', than: number('gend') }] }
    case 'R65':
      return { kpId, tests: [...PAYABLE, { fact: 'ageMonths', by: '>', than: params.max_age_m === undefined ? childAge() : number('max_age_m') }] } // prettier-ignore
    case 'R12':
      return { kpId, tests: [...PAYABLE, { fact: 'tier', by: '<', than: number('min_tier') }] }
    case 'R13':
      return { kpId, tests: [...PAYABLE, { fact: 'mode', by: 'meets not', than: list('modes') }] }
    case 'R8':
      return { kpId, tests: [...PAYABLE, { fact: 'dx', by: 'meets not', than: list('dx_allow') }] }
    case 'R14':
      return { kpId, tests: [{ fact: 'price', by: '>', than: number('price_max') * 100 }] }
    case 'R71':
      return { kpId, tests: [{ fact: 'dx', by: 'meets', than: list('dx_deny') }] }
    default:
      throw new Error(`no peer rule for ${kind}`)
  }
}

function childAge(): number {
  return Number(RULE_KINDS.find((kind) => kind.id === 'R65')?.defaults.max_age_m)
}

const meets = (have: unknown, set: unknown): boolean => {
  const wanted = set as readonly string[]
  return typeof have === 'string' ? wanted.includes(have) : (have as readonly string[]).some((code) => wanted.includes(code)) // prettier-ignore
}

const JSON_RULES_OPERATORS = { '>': 'greaterThan', '<': 'lessThan', '<>': 'notEqual', 'meets': 'meets', 'meets not': 'meetsNot' } as const // prettier-ignore

function byJsonRules(rules: readonly PeerRule[]): Judged {
  const engine = new Engine(
    rules.map(({ kpId, tests }): RuleProperties => ({
      event: { type: kpId },
      conditions: { all: tests.map(({ fact, by, than }) => ({ fact, operator: JSON_RULES_OPERATORS[by], value: than })) }, // prettier-ignore
    })),
  )
  engine.addOperator('meets', meets)
  engine.addOperator('meetsNot', (have: unknown, set: unknown) => !meets(have, set))
  return async (facts) => (await engine.run({ ...facts })).events.map((event) => event.type)
}

/** One decision table a code, a row a rule. */
function byZen(): (rules: readonly PeerRule[]) => Judged {
  const engine = new ZenEngine()
  return (rules) => {
    const facts = [...new Set(rules.flatMap(({ tests }) => tests.map(({ fact }) => fact)))]
    const cellOf = (test: Test | undefined): string => {
      if (!test) return ''
      if (typeof test.than === 'number') return `${test.by === '<>' ? '!=' : test.by} ${test.than}`
      const set = `[${test.than.map((code) => `'${code}'`).join(', ')}]`
      const met = test.fact === 'mode' ? `($ in ${set})` : `some($, # in ${set})`
      return test.by === 'meets' ? met : `not (${met})`
    }
    const inputs = facts.map((field) => ({ id: field, name: field, type: 'expression', field }))
    const rows = rules.map(({ kpId, tests }) => ({ _id: kpId, out: `'${kpId}'`, ...Object.fromEntries(facts.map((fact) => [fact, cellOf(tests.find((test) => test.fact === fact))])) })) // prettier-ignore
    const decision = engine.createDecision({
      nodes: [
        { id: 'in', type: 'inputNode', name: 'in', position: { x: 0, y: 0 } },
        { id: 'table', type: 'decisionTableNode', name: 'table', position: { x: 0, y: 0 }, content: { hitPolicy: 'collect', inputs, outputs: [{ id: 'out', name: 'out', type: 'expression', field: 'out' }], rules: rows } }, // prettier-ignore
        { id: 'end', type: 'outputNode', name: 'end', position: { x: 0, y: 0 } },
      ],
      edges: [
        { id: 'a', type: 'edge', sourceId: 'in', targetId: 'table' },
        { id: 'b', type: 'edge', sourceId: 'table', targetId: 'end' },
      ],
    })
    return async (line) => {
      const { result } = (await decision.evaluate(line)) as { result: readonly { readonly out: string }[] }
      return result.map((row) => row.out)
    }
  }
}

/** One compiled function a code. */
function byJsonLogic(): (rules: readonly PeerRule[]) => Judged {
  const engine = new LogicEngine()
  engine.addMethod('meets', ([have, set]: [unknown, unknown]) => meets(have, set), { deterministic: true })
  const testOf = ({ fact, by, than }: Test) => {
    const value = { var: fact }
    if (by === 'meets') return { meets: [value, than] }
    if (by === 'meets not') return { '!': { meets: [value, than] } }
    return { [by === '<>' ? '!==' : by]: [value, than] }
  }
  return (rules) => {
    const compiled = rules.map(({ kpId, tests }) => ({ kpId, holds: engine.build({ and: tests.map(testOf) }) as (facts: LineFacts) => unknown })) // prettier-ignore
    return (line) => compiled.filter(({ holds }) => holds(line) === true).map(({ kpId }) => kpId)
  }
}

if (import.meta.main) await benchPeers(Number(process.argv[2] ?? 20_000))
