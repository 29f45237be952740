import type { Dictionaries, Dictionary } from './dictionaries.ts'
import type { ColumnDefinition, ColumnType, TableDefinition } from './definition.ts'
import type { Tables } from './load.ts'

/** One page of the handbook: where it belongs (`tables/setl_d.md`) and its text. */
export interface HandbookPage {
  readonly path: string
  readonly markdown: string
}

const TYPES = {
  varchar: '文本',
  integer: '整数',
  money: '金额（元，两位小数）',
  quantity: '数量（四位小数）',
  ratio: '小数',
  date: '日期',
  timestamp: '时间',
  flag: '标志（0 否 1 是）',
  json: '结构化文本',
} as const satisfies Record<ColumnType, string>

const SENSITIVITY = { 1: '一般', 2: '个人信息', 3: '敏感个人信息' } as const

/** The handbook's pages on tables: an index, a page per table and one with all dictionaries. */
export function tablePages(tables: Tables, dictionaries: Dictionaries): readonly HandbookPage[] {
  const ordered = [...tables.values()].sort((a, b) => Number(b.required_table) - Number(a.required_table))
  return [
    { path: 'tables/README.md', markdown: indexPage(ordered) },
    ...ordered.map((table) => ({ path: `tables/${table.table}.md`, markdown: tablePage(table, tables) })),
    { path: 'tables/dictionaries.md', markdown: dictionaryPage([...dictionaries.values()], ordered) },
  ]
}

function indexPage(tables: readonly TableDefinition[]): string {
  const rows = tables.map((table) => [
    `[${table.table}](${table.table}.md)`,
    table.label,
    table.physical,
    table.key.join(' + '),
    table.required_table ? '必备' : '可选',
  ])
  return page('数据表', [
    '每张表可以是一个文件（`表名.csv`、`表名.csv.gz`、`表名.parquet`）、若干文件（`表名_任意后缀.csv`），也可以是以表名命名的文件夹。',
    '首行为列名，大小写均可；编码 UTF-8 或 GB18030。可选的表没有交付时，用到它的模型会回答“无法判断”。',
    grid(['表', '名称', '核心库表', '主键', '交付'], rows),
    '代码的含义见[字典](dictionaries.md)。',
  ])
}

function tablePage(table: TableDefinition, tables: Tables): string {
  return page(`${table.table} ${table.label}`, [
    `核心库表 \`${table.physical}\`，主键 ${table.key.map((name) => `\`${name}\``).join(' + ')}，${table.required_table ? '必备' : '可选'}。`,
    '## 列',
    grid(
      ['列', '名称', '类型', '必填', '字典', '默认', '敏感程度', '别名'],
      table.columns.map((column) => columnRow(table, column)),
    ),
    '## 核对',
    list([
      ...table.references.map((reference) => {
        const target = tables.get(reference.table)?.label ?? reference.table
        const then = reference.on_missing === 'reject' ? '暂不入库，待其导入后自动补入' : '入库并提示'
        return `${reference.columns.map((name) => `\`${name}\``).join(' + ')} 应在 [${target}](${reference.table}.md) 中，不在则${then}`
      }),
      ...table.checks.map((check) => `${check.label}${check.severity === 'warn' ? '（仅提示）' : ''}`),
      '主键重复：内容相同的行忽略；同一次交付内内容不同的行拒收；以后批次中内容不同的行取代原行',
    ]),
  ])
}

function columnRow(table: TableDefinition, column: ColumnDefinition): string[] {
  const prefix = column.dictionary_match === 'prefix' ? '（可延长）' : ''
  return [
    `\`${column.name}\``,
    column.label,
    TYPES[column.type],
    column.required && column.default === undefined ? '是' : '',
    column.dictionary ? `[${column.dictionary}](dictionaries.md#${column.dictionary})${prefix}` : '',
    column.default === undefined ? '' : `\`${column.default === '' ? '空' : column.default}\``,
    SENSITIVITY[column.sensitivity],
    (table.aliases[column.name] ?? []).map((alias) => `\`${alias}\``).join(' '),
  ]
}

function dictionaryPage(dictionaries: readonly Dictionary[], tables: readonly TableDefinition[]): string {
  const parts = [...dictionaries]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((dictionary) => {
      const users = tables.flatMap((table) =>
        table.columns
          .filter((column) => column.dictionary === dictionary.name)
          .map((column) => `\`${table.table}.${column.name}\``),
      )
      const attributes = Object.keys(dictionary.entries[0]?.attributes ?? {})
      const rows = dictionary.entries.map((entry) => [
        `\`${entry.code}\``,
        entry.label,
        ...attributes.map((name) => entry.attributes[name] ?? ''),
      ])
      const used = users.length > 0 ? [`用于 ${users.join('、')}。`] : []
      return [`## ${dictionary.name}`, ...used, grid(['代码', '名称', ...attributes], rows)]
    })
  return page('字典', ['数据来源可以带自己的 `dictionaries/<字典>.csv`，整本取代这里的同名字典。', ...parts])
}

function page(title: string, parts: readonly string[]): string {
  return `${[`# ${title}`, ...parts].join('\n\n')}\n`
}

function grid(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}
