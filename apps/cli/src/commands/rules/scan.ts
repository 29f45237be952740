import { formatYuan } from '@yijian/kernel'
import { findKind } from '@yijian/rules'
import { explainHistory } from '@yijian/warehouse'
import { interruptSignal } from '../../command.ts'
import { contentDirectory, existingDirectory } from '../../paths.ts'
import { count, progressLine } from '../../progress.ts'
import { openHitFile } from './hit-file.ts'
import { readPoints, readRelease, releaseOfPoints } from './library.ts'

export interface ScanWords {
  readonly data: string
  /** A release as the console exports it; without it the library we ship and `rules`. */
  readonly release: string | undefined
  readonly rules: string | undefined
  readonly only: readonly string[] | undefined
  readonly out: string
}

/** The library over settled history: every hit with its lines and money, by rule what it hit, what it could not tell, and what failed. */
export async function scanLibrary({ data, release: file, rules, only, out }: ScanWords): Promise<number> {
  const release = file === undefined ? releaseOfPoints(readPoints(rules, data).points, only) : readRelease(file)
  const line = progressLine()
  const hits = openHitFile(out)
  const sums = new Map<string, { hits: number; amount: bigint }>()
  const scan = await explainHistory(
    {
      dataDirectory: existingDirectory(data, '数据文件夹'),
      contentDirectory,
      signal: interruptSignal(),
      onProgress: ({ label, done }) => line.show(`${Math.round(done * 100)}% ${label}`),
    },
    release,
    async (found) => {
      for (const { kind, amount } of found) {
        const sum = sums.get(kind) ?? { hits: 0, amount: 0n }
        sums.set(kind, { hits: sum.hits + 1, amount: sum.amount + amount })
      }
      await hits.write(found)
    },
  ).finally(() => line.end())
  await hits.close()
  for (const [kind, sum] of [...sums].sort(([a], [b]) => Number(a.slice(1)) - Number(b.slice(1))))
    console.log(
      `${kind} ${findKind(kind)?.name ?? ''}：${count(sum.hits)} 条，涉及范围内费用 ${formatYuan(sum.amount)} 元`,
    )
  for (const [id, n] of scan.cannotTell) console.log(`${id} 缺少数据，无法判断 ${count(n)} 次`)
  for (const [id, reason] of scan.failed) console.log(`${id} 未能执行：${reason}`)
  const { persons, visits, lines } = scan.counts
  const total = [...sums.values()].reduce((sum, { hits: n }) => sum + n, 0)
  console.log(
    `快照 ${scan.snapshot}，规则集 ${release.hash.slice(0, 12)}，${count(persons)} 人 ${count(visits)} 次就诊 ${count(lines)} 条明细，命中 ${count(total)} 条`,
  )
  return scan.failed.size > 0 ? 1 : 0
}
