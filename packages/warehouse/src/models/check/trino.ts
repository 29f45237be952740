import { Dialect, transpile } from '@polyglot-sql/sdk'

/**
 * Functions that mean the same on both engines or that `toTrino` rewrites. A model that uses another one would come out
 * differently, or not at all, on a cluster.
 */
const PORTABLE = new Set(
  `abs any_value arg_max arg_min array_agg array_to_string asin avg bit_count bool_and bool_or cardinality cast ceil chr coalesce concat concat_ws cos count
   covar_pop covar_samp corr cume_dist date_add date_diff date_part date_trunc dense_rank exp extract first_value flatten floor greatest if lag last_value
   lead least length ln log10 lower lpad ltrim max md5 min mod nth_value ntile nullif percent_rank pi pow power quantile_cont radians rank regexp_replace replace
   round row_number rpad rtrim sign sin split_part sqrt starts_with stddev_pop stddev_samp substr substring sum tan trim try_cast unnest upper
   var_pop var_samp year month day`.split(/\s+/),
)

/** Words that look like a call because a bracket follows. */
const WORDS = new Set(
  `all and any array as between by case decimal distinct else except exists filter from group having in intersect interval is join like limit not on
   or order over partition qualify rows range select set then union using values varchar when where with within row numeric char bigint integer`.split(
    /\s+/,
  ),
)

export interface Foreign {
  readonly message: string
  readonly line: number | null
}

const judged = new Map<string, Foreign | undefined>()

/**
 * Why a statement cannot run on the cluster; undefined when it can. Placeholders must be filled in. A component's statements are
 * asked about by every model that uses it.
 */
export function translationProblem(sql: string): Foreign | undefined {
  if (!judged.has(sql)) judged.set(sql, judge(sql))
  return judged.get(sql)
}

function judge(sql: string): Foreign | undefined {
  const bare = sql
    .replace(/'(?:[^']|'')*'/g, (text) => `'${'_'.repeat(Math.max(0, text.length - 2))}'`)
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, (text) => text.replace(/[^\n]/g, ' '))
  const defined = new Set(
    [...bare.matchAll(/\b([a-z_][a-z0-9_]*)\s*\([^()]*\)\s+AS\s*\(/gi)].map((match) => (match[1] ?? '').toLowerCase()),
  )
  for (const match of bare.matchAll(/\b([a-z_][a-z0-9_]*)\s*\(/gi)) {
    const name = (match[1] ?? '').toLowerCase()
    if (
      PORTABLE.has(name) ||
      WORDS.has(name) ||
      defined.has(name) ||
      /\bAS\s+$|\)\s*$/i.test(bare.slice(Math.max(0, match.index - 8), match.index))
    )
      continue
    return {
      message: `函数 ${name} 在集群引擎上没有相同的写法，请换用手册列出的函数`,
      line: bare.slice(0, match.index).split('\n').length,
    }
  }
  const shorthand =
    /::|\bILIKE\b|\bANTI\s+JOIN\b|\bSEMI\s+JOIN\b|\bGROUP\s+BY\s+ALL\b|\bORDER\s+BY\s+ALL\b|->|\bEXCLUDE\b|\bPIVOT\b/i.exec(
      bare,
    )
  if (shorthand)
    return {
      message: `写法 ${shorthand[0]} 只有一种引擎认识，请改用标准写法`,
      line: bare.slice(0, shorthand.index).split('\n').length,
    }
  const result = transpile(sql, Dialect.DuckDB, Dialect.Trino, { unsupportedLevel: 'raise' })
  return result.success
    ? undefined
    : { message: `不能翻译到集群引擎：${result.error ?? ''}`, line: result.errorLine ?? null }
}

/** A model statement for Trino: translated, then the few calls that differ rewritten. Throws when it cannot be translated. */
export function toTrino(sql: string): string {
  const bare = sql.replace(COMMENT_OR_STRING, (token) => (token.startsWith("'") ? token : ' '))
  return Object.entries(REWRITES).reduce(
    (text, [name, rewrite]) => rewriteCalls(text, name, rewrite),
    translate(liftQualify(bare)),
  )
}

const COMMENT_OR_STRING = /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g

function translate(sql: string): string {
  const result = transpile(sql, Dialect.DuckDB, Dialect.Trino, { unsupportedLevel: 'raise' })
  if (!result.success) throw new Error(result.error ?? 'untranslatable')
  return [result.sql ?? []].flat().join(';')
}

/** The translator rewrites QUALIFY of an outer SELECT only: a SELECT in brackets that has one is translated by itself first. */
function liftQualify(sql: string): string {
  let out = ''
  for (let i = 0; i < sql.length; i += 1) {
    if (sql[i] === "'") {
      const end = sql.indexOf("'", i + 1)
      out += sql.slice(i, end + 1)
      i = end
    } else if (sql[i] === '(') {
      const end = closing(sql, i + 1)
      const inner = liftQualify(sql.slice(i + 1, end))
      out += `(${/^\s*(SELECT|WITH)\b/i.test(inner) && /\bQUALIFY\b/i.test(inner) ? translate(inner) : inner})`
      i = end
    } else out += sql[i]
  }
  return out
}

type Rewrite = (args: readonly string[], filter: string) => string

const REWRITES: Readonly<Record<string, Rewrite>> = {
  md5: ([x = '']) => `LOWER(TO_HEX(MD5_BYTES(TO_UTF8(${x}))))`,
  md5_bytes: ([x = '']) => `MD5(${x})`,
  array_to_string: (args) => `ARRAY_JOIN(${args.join(', ')})`,
  quantile_cont: ([x = '', q = ''], filter) =>
    interpolate(`ARRAY_SORT(ARRAY_AGG(${x})${filter || ` FILTER (WHERE ${x} IS NOT NULL)`})`, q),
}

/** Type-7 quantile of a sorted array. */
function interpolate(sorted: string, q: string): string {
  const place = `((CARDINALITY(v) - 1) * ${q})`
  const low = `ELEMENT_AT(v, CAST(FLOOR${place} AS INTEGER) + 1)`
  const high = `ELEMENT_AT(v, CAST(CEIL${place} AS INTEGER) + 1)`
  return `ELEMENT_AT(TRANSFORM(ARRAY[${sorted}], v -> ${low} + (${place} - FLOOR${place}) * (${high} - ${low})), 1)`
}

function rewriteCalls(sql: string, name: string, rewrite: Rewrite): string {
  const call = new RegExp(`\\b${name}\\s*\\(`, 'gi')
  let out = ''
  let at = 0
  for (let match = call.exec(sql); match !== null; match = call.exec(sql)) {
    const open = match.index + match[0].length
    const close = closing(sql, open)
    const filter = /^\s*FILTER\s*\(/i.exec(sql.slice(close + 1))
    const end = filter ? closing(sql, close + 1 + filter[0].length) + 1 : close + 1
    const args = splitArguments(rewriteCalls(sql.slice(open, close), name, rewrite))
    out += sql.slice(at, match.index) + rewrite(args, filter ? sql.slice(close + 1, end) : '')
    at = end
    call.lastIndex = end
  }
  return out + sql.slice(at)
}

/** Place of the bracket that closes the one opened just before `from`. */
function closing(sql: string, from: number): number {
  let depth = 1
  for (let i = from; i < sql.length; i += 1) {
    if (sql[i] === "'") i = sql.indexOf("'", i + 1)
    else if (sql[i] === '(') depth += 1
    else if (sql[i] === ')') depth -= 1
    if (depth === 0) return i
    if (i < 0) break
  }
  throw new Error('unbalanced brackets')
}

function splitArguments(text: string): string[] {
  const args: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === "'") i = text.indexOf("'", i + 1)
    else if (text[i] === '(' || text[i] === '[') depth += 1
    else if (text[i] === ')' || text[i] === ']') depth -= 1
    else if (text[i] === ',' && depth === 0) {
      args.push(text.slice(from, i).trim())
      from = i + 1
    }
    if (i < 0) break
  }
  return [...args, text.slice(from).trim()]
}
