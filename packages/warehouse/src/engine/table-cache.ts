import { hash } from 'node:crypto'
import type { Row } from './cell.ts'
import type { Planned, Session } from './engine.ts'
import { quoteIdent } from './sql-text.ts'

export interface TypedColumn {
  readonly name: string
  readonly type: string
}

interface Kept {
  readonly columns: readonly TypedColumn[]
  /** What it was made from; '' when that went wrong. */
  readonly recipe: string
  /** Text of a view. */
  readonly view?: string
  /** Changes when the rows may have changed. */
  readonly version: string
}

interface Filling {
  readonly recipe: string
  readonly select: string
  /** Whether the statement may come again. */
  readonly again: boolean
}

/** Opens a cache of the tables in the first schema of the session's search path; `below` keeps those of the next one. */
export async function openTableCache(session: Session, below?: TableCache): Promise<TableCache> {
  // Plans outlive the rows they were made for, so none may rest on what is in a table.
  if (!below) await session.run(`SET disabled_optimizers = 'statistics_propagation,compressed_materialization'`)
  return new TableCache(session, below)
}

/**
 * Tables that are filled with other small data again and again (cases, tests). The engine takes about as long to plan a statement
 * as to run it over a few rows: so a statement is planned once, and it runs only when its text or a table it names has changed.
 */
export class TableCache {
  readonly session: Session
  readonly #below: TableCache | undefined
  readonly #kept = new Map<string, Kept>()
  /** Planned since tables were last made or dropped: a plan of before would be made anew at every run. */
  readonly #plans = new Map<string, Planned>()
  /** Columns and types that statements were seen to return. */
  readonly #types = new Map<string, string>()
  #changes = 0
  #seen = 0

  constructor(session: Session, below: TableCache | undefined) {
    this.session = session
    this.#below = below
  }

  /**
   * The rows of a SELECT as a table. `recipe` decides whether they are still the same: the statement itself or, when `select` makes
   * the statement, a text that names the tables it is made from.
   */
  async put(table: string, recipe: string, select?: () => Promise<string>): Promise<void> {
    const stamped = this.#stamp(recipe, table)
    if (this.#kept.get(table)?.recipe === stamped) return
    await this.#fill(table, { recipe: stamped, select: select ? await select() : recipe, again: !select })
  }

  /** A table of the given columns filled by INSERT statements; '' leaves it empty. */
  async give(table: string, columns: readonly TypedColumn[], inserts: string): Promise<void> {
    const recipe = digest(typesOf(columns) + inserts)
    if (this.#kept.get(table)?.recipe === recipe) return
    const known = await this.#begin(table)
    if (known && typesOf(known.columns) === typesOf(columns)) await this.#empty(table, known)
    else {
      const list = columns.map(({ name, type }) => `${quoteIdent(name)} ${type}`).join(', ')
      await this.#make(`CREATE OR REPLACE TABLE ${quoteIdent(table)} (${list})`, known)
    }
    if (inserts !== '') await this.session.run(inserts)
    this.#kept.set(table, { columns, recipe, version: inserts === '' ? EMPTY + typesOf(columns) : recipe })
  }

  async view(name: string, select: string): Promise<void> {
    const known = this.#kept.get(name)
    if (known?.view === select) return
    if (known && known.view === undefined) await this.#make(`DROP TABLE ${quoteIdent(name)}`, known)
    await this.#make(`CREATE OR REPLACE VIEW ${quoteIdent(name)} AS ${select}`, known)
    this.#kept.set(name, { columns: [], recipe: select, view: select, version: '' })
  }

  /** All rows of a SELECT. */
  async rows(select: string): Promise<readonly Row[]> {
    return (await this.#plan(select)).rows()
  }

  /** The columns of a table that was put or given. */
  columns(table: string): readonly TypedColumn[] {
    return this.#kept.get(table)?.columns ?? this.#below?.columns(table) ?? []
  }

  /** Changes when what a table or view holds may have changed; undefined when there is none of that name. */
  version(name: string): string | undefined {
    const known = this.#kept.get(name)
    return known?.view === undefined ? (known?.version ?? this.#below?.version(name)) : this.#stamp(known.view, name)
  }

  close(): void {
    for (const plan of this.#plans.values()) plan.close()
    this.#plans.clear()
  }

  /** The text with the versions of all tables it names. */
  #stamp(text: string, self: string): string {
    const versions = wordsOf(text).map((word) => (word === self ? '' : (this.version(word) ?? '')))
    return digest([text, ...versions].join('\n'))
  }

  async #fill(table: string, { recipe, select, again }: Filling): Promise<void> {
    const known = await this.#begin(table)
    const types = known && ((again && this.#typesOf(select)) || typesOf(await this.session.describe(select)))
    const name = quoteIdent(table)
    let columns = known?.columns ?? []
    let rows: number | undefined
    if (known && types === typesOf(columns)) {
      await this.#empty(table, known)
      const insert = `INSERT INTO ${name} ${select}`
      if (again) rows = await (await this.#plan(insert)).run()
      else await this.session.run(insert)
    } else {
      await this.#make(`CREATE OR REPLACE TABLE ${name} AS ${select}`, known)
      columns = await this.session.describe(`SELECT * FROM ${name}`)
    }
    if (again) this.#types.set(select, typesOf(columns))
    this.#kept.set(table, { columns, recipe, version: rows === 0 ? EMPTY + typesOf(columns) : recipe })
  }

  /** The table as it is, undefined when there is none. If filling it goes wrong it is neither that nor what it should be. */
  async #begin(table: string): Promise<Kept | undefined> {
    const known = this.#kept.get(table)
    if (known?.view !== undefined) {
      await this.#make(`DROP VIEW ${quoteIdent(table)}`, known)
      this.#kept.delete(table)
      return undefined
    }
    if (known) this.#kept.set(table, { ...known, recipe: '', version: '' })
    return known
  }

  async #empty(table: string, known: Kept): Promise<void> {
    if (!known.version.startsWith(EMPTY)) await (await this.#plan(`DELETE FROM ${quoteIdent(table)}`)).run()
  }

  /** Makes or drops a table; in the place of another one it may give what reads it other types. */
  async #make(statement: string, replaced: Kept | undefined): Promise<void> {
    if (replaced) this.#types.clear()
    this.close()
    this.#changes += 1
    await this.session.run(statement)
  }

  async #plan(statement: string): Promise<Planned> {
    this.#follow()
    const known = this.#plans.get(statement)
    if (known) return known
    const made = await this.session.prepare(statement)
    this.#plans.set(statement, made)
    return made
  }

  #typesOf(select: string): string | undefined {
    this.#follow()
    return this.#types.get(select)
  }

  /** Forgets what rests on tables below that were made anew. */
  #follow(): void {
    const changes = this.#below === undefined ? 0 : this.#below.#changes
    if (changes === this.#seen) return
    this.#seen = changes
    this.#types.clear()
    this.close()
  }
}

const EMPTY = 'empty:'

const digest = (text: string): string => hash('sha1', text)
const typesOf = (columns: readonly TypedColumn[]): string =>
  columns.map(({ name, type }) => `${name} ${type}`).join(',')

const words = new Map<string, readonly string[]>()

/** Every word of a statement, in small letters: whatever tables it reads are among them. */
function wordsOf(text: string): readonly string[] {
  const known = words.get(text) ?? [...new Set(text.toLowerCase().match(/\w+/g))]
  words.set(text, known)
  return known
}
