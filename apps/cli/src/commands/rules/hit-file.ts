import { once } from 'node:events'
import { createWriteStream, rmSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { AppError, formatYuan } from '@yijian/kernel'
import { openEngine, quoteLiteral, type ExplainedHit } from '@yijian/warehouse'

/** Where hits go while they are found: csv, jsonl or parquet, by the file's ending. */
export interface HitFile {
  write(hits: readonly ExplainedHit[]): Promise<void>
  close(): Promise<void>
}

const COLUMNS = {
  jr_id: (hit) => hit.jrId,
  rule_id: (hit) => hit.kind,
  rule_name: (hit) => hit.ruleName,
  kp_id: (hit) => hit.kpId,
  psn_no: (hit) => hit.psnNo,
  mdtrt_id: (hit) => hit.mdtrtId,
  fixmedins_code: (hit) => hit.inst,
  fee_day: (hit) => hit.day,
  window: (hit) => hit.window,
  sev_deg: (hit) => String(hit.severity),
  vola_amt: (hit) => formatYuan(hit.amount),
  vola_amt_stas: (hit) => String(hit.amountStatus),
  violating_lines: (hit) => hit.violating.map(({ sn }) => sn).join('|'),
  involved_lines: (hit) => hit.involved.map(({ sn }) => sn).join('|'),
  actual: (hit) => (hit.actual === null ? '' : String(hit.actual)),
  limit: (hit) => (hit.limit === null ? '' : String(hit.limit)),
  vola_cont: (hit) => hit.message,
  basis: (hit) => hit.basis,
} as const satisfies Readonly<Record<string, (hit: ExplainedHit) => string>>
const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]

export function openHitFile(path: string): HitFile {
  const out = resolve(path)
  switch (extname(out)) {
    case '.csv':
      return textFile(out, (hit) => NAMES.map((name) => cell(COLUMNS[name](hit))).join(','), NAMES.join(','))
    case '.jsonl':
      return textFile(out, rowText)
    case '.parquet':
      return parquetFile(out)
    default:
      throw new AppError('invalid', 'rules.scan.out', '--out 的扩展名应为 .csv、.jsonl 或 .parquet')
  }
}

function rowText(hit: ExplainedHit): string {
  return JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, COLUMNS[name](hit)])))
}

function textFile(path: string, rowOf: (hit: ExplainedHit) => string, header?: string): HitFile {
  const stream = createWriteStream(path)
  const put = async (text: string) => {
    if (text !== '' && !stream.write(text)) await once(stream, 'drain')
  }
  let started = header === undefined
  const start = async () => {
    if (!started) await put(`${header}\n`)
    started = true
  }
  return {
    async write(hits) {
      await start()
      await put(hits.map((hit) => `${rowOf(hit)}\n`).join(''))
    },
    async close() {
      await start()
      stream.end()
      await once(stream, 'finish')
    },
  }
}

/** The engine turns the lines into columns in the end: money and numbers as such. */
function parquetFile(path: string): HitFile {
  const part = `${path}.part`
  const lines = textFile(part, rowText)
  return {
    write: (hits) => lines.write(hits),
    async close() {
      await lines.close()
      const engine = await openEngine({ memoryLimit: '2GB', threads: 2 })
      try {
        const columns = `{${NAMES.map((name) => `"${name}": 'VARCHAR'`).join(', ')}}`
        await engine.run(`COPY (SELECT * REPLACE (CAST(fee_day AS DATE) AS fee_day, CAST(sev_deg AS TINYINT) AS sev_deg, CAST(vola_amt AS DECIMAL(16,2)) AS vola_amt, CAST(vola_amt_stas AS TINYINT) AS vola_amt_stas,
  string_split(violating_lines, '|') AS violating_lines, CASE WHEN involved_lines = '' THEN [] ELSE string_split(involved_lines, '|') END AS involved_lines, CAST(NULLIF(actual, '') AS BIGINT) AS actual, CAST(NULLIF("limit", '') AS BIGINT) AS "limit")
FROM read_json(${quoteLiteral(part)}, format = 'newline_delimited', columns = ${columns})) TO ${quoteLiteral(path)} (FORMAT parquet)`)
      } finally {
        engine.close()
        rmSync(part, { force: true })
      }
    },
  }
}

function cell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
