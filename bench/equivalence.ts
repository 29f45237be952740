import { isDeepStrictEqual } from 'node:util'
import { compileRelease, createEvaluator, createStream, releaseOf, RULE_KINDS, type ClaimSet, type Evaluation, type Evaluator, type Hit, type KnowledgePoint, type Message } from '@yijian/rules' // prettier-ignore
import { loadClaims, openEngine, scanRules } from '@yijian/warehouse'
import fc from 'fast-check'
import { arrivals, randomCase } from '../packages/warehouse/src/rules/random-rules.test-helper.ts'

const ORDERS = 20
const BATCH_LINES = 50_000
/** Points of one group speak of codes of their own, so that a line meets about six. */
const GROUPS = 9
/** While messages of the first order arrive, everything is judged so many times. */
const CHECKPOINTS = 4

export interface EquivalenceBench {
  readonly lines?: number
  /** The batch to begin with, to look again at one that differed. */
  readonly first?: number
}

/**
 * One definition, every reading, at scale: a random point of each of the 106 kinds a batch over random messages (late, twice, corrected,
 * taken back, void, of unknown visits) judged at once, by SQL, as a stream in 20 orders of arrival, and replayed. Prints how many hits
 * were compared and how many differ (target: 0).
 */
export async function benchEquivalence({ lines = 1_000_000, first = 1 }: EquivalenceBench = {}): Promise<void> {
  const engine = await openEngine({ threads: 2, memoryLimit: '4GB' })
  const sum = { lines: 0, messages: 0, hits: 0, compared: 0, differing: 0, kinds: new Set<string>() }
  try {
    for (let batch = first; sum.lines < lines; batch++) {
      const release = compileRelease(releaseOf(pointsOf(batch)), RULE_KINDS)
      const claims = worldsOf(batch, Math.min(BATCH_LINES, lines - sum.lines))
      const evaluator = createEvaluator(release)
      const memory = evaluator.evaluate(claims)
      const compare = (other: Evaluation, reading: string) => {
        const found = differences(memory, other)
        sum.compared += memory.hits.length
        sum.differing += found.length
        for (const difference of found.slice(0, 3)) console.log(`  batch ${batch}, ${reading}: ${difference}`)
      }
      await loadClaims(engine, claims)
      compare(await scanRules(engine, release), 'SQL')
      for (let order = 1; order <= ORDERS; order++) for (const said of streamed(evaluator, arrivals(claims, order + batch * ORDERS), order)) compare(said, `order ${order}`) // prettier-ignore
      sum.lines += claims.lines.length
      sum.messages += claims.lines.length + claims.encounters.length + claims.persons.length + claims.aggregates.length
      sum.hits += memory.hits.length
      for (const { kind } of memory.hits) sum.kinds.add(kind)
      const { rss } = process.memoryUsage()
      if (batch % 4 === 0) console.log(`  ${sum.lines.toLocaleString()} lines, ${sum.compared.toLocaleString()} hits compared, ${sum.differing} differ (${Math.round(rss / 2 ** 20)} MB)`) // prettier-ignore
    }
  } finally {
    engine.close()
  }
  console.log(`${sum.lines.toLocaleString()} lines (${sum.messages.toLocaleString()} messages), ${sum.kinds.size} of ${RULE_KINDS.length} kinds hit, ${sum.hits.toLocaleString()} hits; evaluator against SQL, ${ORDERS} orders of arrival and replay: ${sum.compared.toLocaleString()} hits compared, ${sum.differing} differ`) // prettier-ignore
  if (sum.differing > 0) throw new Error('the readings differ')
}

/** What a stream says in the end; the first order is judged along the way too, and its log replayed. */
function streamed(evaluator: Evaluator, log: readonly Message[], order: number): Evaluation[] {
  const stream = createStream(evaluator)
  const step = Math.ceil(log.length / CHECKPOINTS)
  for (const [at, message] of log.entries()) {
    stream.apply(message)
    if (order === 1 && at % step === step - 1) stream.evaluate()
  }
  if (order > 1) return [stream.evaluate()]
  const replay = createStream(evaluator)
  for (const message of log) replay.apply(message)
  return [stream.evaluate(), replay.evaluate()]
}

/** What differs, in words. */
function differences(a: Evaluation, b: Evaluation): string[] {
  const untold = [...new Set([...a.cannotTell.keys(), ...b.cannotTell.keys()])]
    .filter((kind) => a.cannotTell.get(kind) !== b.cannotTell.get(kind))
    .map((kind) => `${kind} cannot tell ${a.cannotTell.get(kind)} or ${b.cannotTell.get(kind)} times`)
  const failed = isDeepStrictEqual([...a.failed].sort(), [...b.failed].sort()) ? [] : ['other points fail']
  if (isDeepStrictEqual(a.hits, b.hits)) return [...untold, ...failed]
  const left = new Map(a.hits.map((hit) => [hit.jrId, hit]))
  const right = new Map(b.hits.map((hit) => [hit.jrId, hit]))
  const ids = [...new Set([...left.keys(), ...right.keys()])].filter((id) => !isDeepStrictEqual(left.get(id), right.get(id))) // prettier-ignore
  return [...untold, ...failed, ...ids.map((id) => `${text(left.get(id))} or ${text(right.get(id))}`)]
}

function text(hit: Hit | undefined): string {
  return JSON.stringify(hit ?? null, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

/** One random point of every kind, each in a group of codes. */
function pointsOf(batch: number): KnowledgePoint[] {
  return RULE_KINDS.flatMap(({ id }, at) => {
    const [sample] = fc.sample(randomCase({ points: 1, lines: 1, kinds: [id] }), {
      numRuns: 1,
      seed: batch * 1000 + at,
    })
    const tag = tagOf((at + batch) % GROUPS)
    return sample!.points.map((point) => ({ ...point, keys: point.keys.map((key) => keyIn(key, tag)), partners: point.partners.map((key) => keyIn(key, tag)), params: paramsIn(point.params, tag) })) // prettier-ignore
  })
}

/** Worlds of three persons, each speaking of the codes of one group. */
function worldsOf(batch: number, lines: number): ClaimSet {
  const worlds: ClaimSet[] = []
  const all = { lines: 0 }
  for (let seed = 1; all.lines < lines; seed++)
    for (const { claims } of fc.sample(randomCase({ points: 1, lines: 200, least: 150 }), {
      numRuns: 20,
      seed: batch * 10_000 + seed,
    })) {
      // prettier-ignore
      if (all.lines >= lines) break
      worlds.push(worldIn(claims, worlds.length))
      all.lines += claims.lines.length
    }
  return {
    persons: worlds.flatMap((world) => world.persons),
    encounters: worlds.flatMap((world) => world.encounters),
    lines: worlds.flatMap((world) => world.lines),
    aggregates: worlds.flatMap((world) => world.aggregates),
  }
}

function worldIn({ persons, encounters, lines, aggregates }: ClaimSet, number: number): ClaimSet {
  const tag = tagOf(number % GROUPS)
  const id = (text: string) => `${text}w${number}`
  const codes = (list: readonly string[]) => list.map((code) => codeIn(code, tag))
  return {
    persons: persons.map((person) => ({ ...person, psnNo: id(person.psnNo) })),
    encounters: encounters.map((visit) => ({ ...visit, psnNo: id(visit.psnNo), mdtrtId: id(visit.mdtrtId), dx: codes(visit.dx), ops: codes(visit.ops) })), // prettier-ignore
    lines: lines.map((line) => ({ ...line, sn: id(line.sn), initSn: line.initSn === null ? null : id(line.initSn), mdtrtId: id(line.mdtrtId), code: codeIn(line.code, tag) })), // prettier-ignore
    aggregates: aggregates.map((aggregate) => ({ ...aggregate, id: id(aggregate.id), inst: id(aggregate.inst) })),
  }
}

const tagOf = (group: number): string => String.fromCharCode(97 + group)

/** The group follows the first letter, which says what kind of item it is: `X2A` → `Xc2A`, `I10` → `Ic10`. */
function codeIn(code: string, tag: string): string {
  return code.slice(0, 1) + tag + code.slice(1)
}

function keyIn(key: string, tag: string): string {
  const [, source = '', code = ''] = /^(dx:|op:|visit:|ratio:|stock:)?(.*)$/.exec(key) ?? []
  return source === 'dx:' || source === 'op:' || source === '' ? source + codeIn(code, tag) : key
}

/** Sets of diagnoses, operations and items are written as lists of prefixes. */
function paramsIn(params: KnowledgePoint['params'], tag: string): KnowledgePoint['params'] {
  const isCoded = (name: string) => /^(dx_|op_|drug_list)/.test(name) && name !== 'dx_days'
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, isCoded(name) ? String(value).split('|').map((code) => codeIn(code, tag)).join('|') : value])) // prettier-ignore
}

if (import.meta.main)
  await benchEquivalence({ lines: Number(process.argv[2] ?? 1_000_000), first: Number(process.argv[3] ?? 1) })
