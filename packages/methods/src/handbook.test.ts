import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { METHODS, type ColumnType, type Method } from './index.ts'

const page = readFileSync(new URL('../../../docs/handbook/methods.md', import.meta.url), 'utf8')
const sections = new Map(
  page.split(/^## /m).map((text) => [text.slice(0, text.indexOf('\n')).trim(), text.slice(text.indexOf('\n'))]),
)
const WORDS: Readonly<Record<ColumnType, string>> = {
  key: '标识',
  number: '数值',
  integer: '整数',
  text: '文本',
  boolean: '是否',
}

/** Cells of the rows of the table whose first heading is given, without the backticks of the first cell. */
function tableRows(section: string, heading: string): string[][] {
  const lines = section.split('\n').map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim())) // prettier-ignore
  const start = lines.findIndex(([first]) => first === heading)
  if (start < 0) return []
  const end = lines.findIndex((cells, i) => i > start && cells.length === 0)
  return lines.slice(start + 2, end).map(([first = '', ...rest]) => [first.replaceAll('`', ''), ...rest])
}

function inputRows(method: Method): string[][] {
  const required = Object.entries(method.input).map(([name, type]) => [name, WORDS[type]])
  const optional = Object.entries(method.optional ?? {}).map(([name, type]) => [name, `${WORDS[type]}，可不给`])
  return [...required, ...(method.inputOf ? [['选项 x 列出', '数值']] : []), ...optional]
}

describe.each(Object.values(METHODS))('the handbook on $id', (method) => {
  const section = sections.get(method.id) ?? ''

  test('has a section with the Chinese name, what it is for, and an example step', () => {
    expect(section).toContain(`**${method.label}**`)
    expect(section).toMatch(/^用途：\S/m)
    expect(section).toMatch(new RegExp(`\`\`\`yaml\\n- \\{ table: \\w+, method: ${method.id}, from: \\w+`))
  })

  test('names every input column and its type, and no other', () => {
    const rows = tableRows(section, '输入列').map((cells) => cells.slice(0, 2))
    expect(rows.toSorted()).toEqual(inputRows(method).toSorted())
  })

  test('names every option and its default, and no other', () => {
    const rows = tableRows(section, '选项').map((cells) => cells.slice(0, 2))
    const expected = Object.entries(method.options).map(([name, option]) => [name, String(option.default) || '空'])
    expect(rows).toEqual(expected)
    if (expected.length === 0) expect(section).toContain('选项：无。')
  })

  test('names every output column and its type, in order', () => {
    const rows = tableRows(section, '输出列').map((cells) => cells.slice(0, 2))
    expect(rows).toEqual(Object.entries(method.output).map(([name, type]) => [name, WORDS[type]]))
  })

  test('uses only options that exist in its example', () => {
    const example = /options: \{([^}]*)\}/.exec(section)?.[1] ?? ''
    const used = [...example.replaceAll(/'[^']*'/g, "''").matchAll(/(\w+):/g)].map(([, name]) => name)
    expect(Object.keys(method.options)).toEqual(expect.arrayContaining(used))
  })
})

test('the handbook describes no method that does not exist', () => {
  const described = [...sections.keys()].filter((title) => /^[a-z]/.test(title))
  expect(described).toEqual(Object.keys(METHODS))
})
