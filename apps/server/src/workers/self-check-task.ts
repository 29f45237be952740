import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import { formatYuan } from '@yijian/kernel'
import { compileRelease, findKind, RULE_KINDS, type KnowledgePoint } from '@yijian/rules'
import { explainHistory, openEngine, type ExplainedHit } from '@yijian/warehouse'
import { RESULT_FILE, type ScanInput, type ScannedHit, type ScanOutput } from '../modules/self-check/public.ts'
import { engineMemory } from './memory.ts'
import { readOwnFiles } from './self-check-files.ts'
import { departmentNames } from './self-check-places.ts'
import type { TaskContext } from './task-context.ts'

/** Reading the files takes about this part of a check of own files. */
const READ_SHARE = 0.4

/** 自查: scans one institution's rows, and no others, by a release; hits go to the result file one by one. */
export async function runSelfCheck(input: ScanInput, context: TaskContext): Promise<ScanOutput> {
  const { contentDirectory, threads, signal, report } = context
  const folder = join(context.dataDirectory, input.folder)
  const isUpload = input.source === 'upload'
  const share = isUpload ? READ_SHARE : 0
  const own = isUpload
    ? await readOwnFiles(input, {
        ...context,
        folder,
        report: (step, done) => report({ step, progress: done * share }),
      })
    : null
  const dataDirectory = isUpload ? join(folder, 'data') : context.dataDirectory
  const names = await withEngine(context, (session) => departmentNames(session, { dataDirectory, contentDirectory, fixmedinsCode: input.fixmedinsCode })) // prettier-ignore
  await mkdir(folder, { recursive: true })
  const out = openResult(join(folder, RESULT_FILE))
  const points = new Map(input.release.points.map((point) => [point.kpId, point]))
  const span: Span = { from: null, to: null }
  const summary = await explainHistory(
    {
      dataDirectory,
      contentDirectory,
      institutions: [input.fixmedinsCode],
      ...(input.from === null ? {} : { from: input.from }),
      ...(input.to === null ? {} : { to: input.to }),
      threads,
      memoryLimit: engineMemory(context),
      signal,
      onProgress: ({ label, done }) => report({ step: label, progress: share + (1 - share) * 0.95 * done }),
    },
    compileRelease(input.release, RULE_KINDS),
    async (hits) => {
      for (const hit of hits) await out.write(toHit(hit, { points, names, span }))
    },
  )
  const hits = await out.close()
  const nameOf = (id: string) => findKind(id)?.name ?? points.get(id)?.name ?? id
  return {
    snapshot: summary.snapshot,
    scanned: summary.counts,
    cannotTell: [...summary.cannotTell].map(([kindId, n]) => ({ kindId, name: nameOf(kindId), n })),
    failed: [...summary.failed].map(([id, reason]) => ({ id, name: nameOf(id), reason })),
    reading: own?.reading ?? null,
    from: own?.from ?? span.from,
    to: own?.to ?? span.to,
    hits,
  }
}

async function withEngine<T>(
  context: TaskContext,
  work: (session: Awaited<ReturnType<typeof openEngine>>) => Promise<T>,
): Promise<T> {
  const engine = await openEngine({ memoryLimit: engineMemory(context), threads: 1 })
  try {
    return await work(engine)
  } finally {
    engine.close()
  }
}

interface Span {
  from: string | null
  to: string | null
}

interface Words {
  readonly points: ReadonlyMap<string, KnowledgePoint>
  readonly names: ReadonlyMap<string, string>
  readonly span: Span
}

function toHit(hit: ExplainedHit, { points, names, span }: Words): ScannedHit {
  const shares = new Map(hit.violating.map(({ sn, amount }) => [sn, amount]))
  const visits = new Map([...hit.involved, ...hit.violating].map(({ sn, mdtrtId }) => [sn, mdtrtId]))
  if (span.from === null || hit.day < span.from) span.from = hit.day
  if (span.to === null || hit.day > span.to) span.to = hit.day
  return {
    jrId: hit.jrId,
    kind: hit.kind,
    kindName: hit.ruleName,
    kpId: hit.kpId,
    pointName: points.get(hit.kpId)?.name ?? hit.kpId,
    severity: hit.severity,
    psnNo: hit.psnNo,
    mdtrtId: hit.mdtrtId || (hit.violating[0]?.mdtrtId ?? ''),
    day: hit.day,
    dept: hit.dept === null || hit.dept === '' ? '未填写科室' : (names.get(hit.dept) ?? hit.dept),
    amount: formatYuan(hit.amount),
    message: hit.message,
    basis: hit.basis,
    lawful: lawfulOf(hit.facts),
    facts: hit.facts.filter(({ label }) => !SAID_ELSEWHERE.has(label)),
    lines: hit.lines.map(({ role, sn, code, name, day, cnt, amountFen }) => ({
      role,
      sn,
      mdtrtId: visits.get(sn) ?? hit.mdtrtId,
      code: code === '' ? null : code,
      name,
      day,
      cnt: cnt === '' ? null : cnt,
      lineAmount: formatYuan(BigInt(amountFen)),
      amount: formatYuan(role === 'violating' ? (shares.get(sn) ?? 0n) : 0n),
    })),
  }
}

const SAID_ELSEWHERE = new Set(['名称', '对方', '列表', '要求'])

/** 符合规定的情形: the requirement, or the limit, that the rule's own values say; as the reminder to doctors words it. */
function lawfulOf(facts: ExplainedHit['facts']): string | null {
  const find = (label: string) => facts.find((fact) => fact.label === label)?.value
  const required = find('要求')
  if (required !== undefined) return required
  const yuan = find('上限元')
  if (yuan !== undefined) return `不超过 ${yuan} 元`
  const limit = find('上限')
  if (limit === undefined) return null
  const unit = find('单位')
  return `${unit === undefined ? '' : `每${unit}`}不超过 ${limit}`
}

/** One JSON text a line; waits when the disk is slower than the scan. */
function openResult(path: string) {
  const stream: WriteStream = createWriteStream(path)
  let hits = 0
  return {
    write: async (hit: ScannedHit) => {
      hits++
      if (!stream.write(`${JSON.stringify(hit)}\n`)) await once(stream, 'drain')
    },
    close: async () => {
      stream.end()
      await once(stream, 'close')
      return hits
    },
  }
}
