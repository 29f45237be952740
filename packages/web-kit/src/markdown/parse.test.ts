import { describe, expect, it } from 'vitest'
import { parseInline, parseMarkdown, type Block, type Inline } from './parse.ts'

const text = (content: readonly Inline[]) => content.map((part) => part.text).join('')
const kinds = (source: string) => parseMarkdown(source).map((block) => block.kind)

describe('blocks', () => {
  it('reads headings with their level', () => {
    const [first, second] = parseMarkdown('# 分解住院模型\n## 查什么 ##\n') as Extract<Block, { kind: 'heading' }>[]
    expect([first?.level, second?.level, second && text(second.content)]).toEqual([1, 2, '查什么'])
  })

  it('reads lists of both kinds, with lines that run on', () => {
    const blocks = parseMarkdown('- 计划治疗\n- 转院，\n  含上下级\n\n1. 调病历\n2、核对费用\n') as Extract<
      Block,
      { kind: 'list' }
    >[]
    expect(blocks.map((block) => [block.ordered, block.items.map(text)])).toEqual([
      [false, ['计划治疗', '转院， 含上下级']],
      [true, ['调病历', '核对费用']],
    ])
  })

  it('reads tables, padding short rows and cutting long ones', () => {
    const [table] = parseMarkdown('| 间隔 | 档位 |\n|---|:-:|\n| ≤ 7 | 重点 |\n| ≤ 14 |\n| a | b | c |\n') as Extract<
      Block,
      { kind: 'table' }
    >[]
    expect(table?.head.map(text)).toEqual(['间隔', '档位'])
    expect(table?.rows.map((row) => row.map(text))).toEqual([
      ['≤ 7', '重点'],
      ['≤ 14', ''],
      ['a', 'b'],
    ])
  })

  it('joins Chinese lines without a space and ends a paragraph where a block begins', () => {
    const blocks = parseMarkdown('同一参保人\n两次住院 stay a\nstay b\n- 列表\n')
    expect(kinds('同一参保人\n两次住院\n- 列表\n')).toEqual(['paragraph', 'list'])
    const [paragraph] = blocks as Extract<Block, { kind: 'paragraph' }>[]
    expect(paragraph && text(paragraph.content)).toBe('同一参保人两次住院 stay a stay b')
  })

  it('keeps fenced code as it stands, even when the fence is not closed', () => {
    expect(parseMarkdown('```sql\nSELECT **1**\n')).toEqual([{ kind: 'code', text: 'SELECT **1**\n' }])
  })

  it('reads quotes, skips rules and blank lines', () => {
    expect(kinds('> 条例第十五条\n> 不得分解住院\n\n---\n\n正文')).toEqual(['quote', 'paragraph'])
    expect(parseMarkdown('\n\n')).toEqual([])
  })
})

describe('inline', () => {
  it('reads bold, code and the text of links', () => {
    expect(parseInline('间隔 `≤ 7 天` 为**重点**，见[目录](http://x)')).toEqual([
      { kind: 'text', text: '间隔 ' },
      { kind: 'code', text: '≤ 7 天' },
      { kind: 'text', text: ' 为' },
      { kind: 'bold', text: '重点' },
      { kind: 'text', text: '，见' },
      { kind: 'text', text: '目录' },
    ])
  })

  it('leaves HTML and lone marks as text', () => {
    const source = '<img src=x onerror=alert(1)> 2 * 3 ** 4'
    expect(parseInline(source)).toEqual([{ kind: 'text', text: source }])
  })
})
