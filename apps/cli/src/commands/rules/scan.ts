import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { formatYuan, type Fen } from '@yijian/kernel'
import { findKind, type Hit } from '@yijian/rules'
import { scanHistory } from '@yijian/warehouse'
import { interruptSignal } from '../../command.ts'
import { contentDirectory, existingDirectory } from '../../paths.ts'
import { count, progressLine } from '../../progress.ts'
import { readPoints, releaseOfPoints } from './library.ts'

export interface ScanWords {
  readonly data: string
  readonly rules: string | undefined
  readonly only: readonly string[] | undefined
  readonly out: string
}

/** The library over settled history: every hit with its lines and money, by rule what it hit, what it could not tell, and what failed. */
export async function scanLibrary({ data, rules, only, out }: ScanWords): Promise<number> {
  const { points } = readPoints(rules)
  const release = releaseOfPoints(points, only)
  const line = progressLine()
  const scan = await scanHistory(
    {
      dataDirectory: existingDirectory(data, '数据文件夹'),
      contentDirectory,
      signal: interruptSignal(),
      onProgress: ({ label, done }) => line.show(`${Math.round(done * 100)}% ${label}`),
    },
    release,
  ).finally(() => line.end())
  writeFileSync(resolve(out), sheetOf(scan.hits))
  const byRule = Map.groupBy(scan.hits, (hit) => hit.kind)
  for (const [kind, hits] of [...byRule].sort(([a], [b]) => Number(a.slice(1)) - Number(b.slice(1)))) {
    const amount = hits.reduce((sum, hit) => sum + hit.amount, 0n) as Fen
    console.log(
      `${kind} ${findKind(kind)?.name ?? ''}：${count(hits.length)} 条，涉及范围内费用 ${formatYuan(amount)} 元`,
    )
  }
  for (const [id, n] of scan.cannotTell) console.log(`${id} 缺少数据，无法判断 ${count(n)} 次`)
  for (const [id, reason] of scan.failed) console.log(`${id} 未能执行：${reason}`)
  console.log(`快照 ${scan.snapshot}，规则集 ${release.hash.slice(0, 12)}，命中 ${count(scan.hits.length)} 条`)
  return scan.failed.size > 0 ? 1 : 0
}

function sheetOf(hits: readonly Hit[]): string {
  const header = 'jr_id,rule_id,kp_id,psn_no,mdtrt_id,window,sev_deg,vola_amt,vola_amt_stas,violating_lines,involved_lines,actual,limit' // prettier-ignore
  const rows = hits.map(
    (hit) =>
    [hit.jrId, hit.kind, hit.kpId, hit.psnNo, hit.mdtrtId, hit.window, hit.severity, formatYuan(hit.amount as Fen), hit.amountStatus, list(hit.violating), list(hit.involved), hit.actual ?? '', hit.limit ?? ''].join(','), // prettier-ignore
  )
  return `${[header, ...rows].join('\n')}\n`
}

const list = (rows: readonly { readonly sn: string }[]): string => rows.map(({ sn }) => sn).join('|')
