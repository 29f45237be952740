/** The Markdown that model pages use: headings, lists, tables, bold, code, links to nothing. Raw HTML stays text. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'table'
      readonly head: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly content: readonly Inline[] }

interface Taken {
  readonly block: Block | null
  readonly next: number
}

const BULLET = /^\s*[-*+]\s+(.*)$/
const NUMBERED = /^\s*\d+[.、)]\s*(.*)$/
const HEADING = /^(#{1,6})\s+(.*?)\s*#*\s*$/

export function parseMarkdown(source: string): Block[] {
  const lines = source.replace(/\r\n?/g, '\n').split('\n')
  const blocks: Block[] = []
  for (let at = 0; at < lines.length;) {
    const taken = takeBlock(lines, at)
    if (taken.block) blocks.push(taken.block)
    at = taken.next
  }
  return blocks
}

function takeBlock(lines: readonly string[], at: number): Taken {
  const line = lines[at] ?? ''
  if (line.trim() === '' || /^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return { block: null, next: at + 1 }
  if (line.trimStart().startsWith('```')) return takeFence(lines, at)
  const heading = HEADING.exec(line)
  if (heading) {
    return {
      block: { kind: 'heading', level: (heading[1] ?? '#').length, content: parseInline(heading[2] ?? '') },
      next: at + 1,
    }
  }
  if (isTableStart(lines, at)) return takeTable(lines, at)
  if (BULLET.test(line) || NUMBERED.test(line)) return takeList(lines, at)
  if (line.trimStart().startsWith('>')) return takeQuote(lines, at)
  return takeParagraph(lines, at)
}

function takeFence(lines: readonly string[], at: number): Taken {
  let end = at + 1
  while (end < lines.length && !(lines[end] ?? '').trimStart().startsWith('```')) end += 1
  return { block: { kind: 'code', text: lines.slice(at + 1, end).join('\n') }, next: end + 1 }
}

function isTableStart(lines: readonly string[], at: number): boolean {
  return (lines[at] ?? '').includes('|') && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1] ?? '')
}

function takeTable(lines: readonly string[], at: number): Taken {
  let end = at + 2
  while (end < lines.length && (lines[end] ?? '').includes('|')) end += 1
  const head = splitRow(lines[at] ?? '')
  const rows = lines.slice(at + 2, end).map((line) => {
    const cells = splitRow(line)
    return head.map((_, i) => cells[i] ?? [])
  })
  return { block: { kind: 'table', head, rows }, next: end }
}

function splitRow(line: string): Inline[][] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '')
  return inner.split(/(?<!\\)\|/).map((cell) => parseInline(cell.replaceAll('\\|', '|').trim()))
}

function takeList(lines: readonly string[], at: number): Taken {
  const ordered = !BULLET.test(lines[at] ?? '')
  const pattern = ordered ? NUMBERED : BULLET
  const items: string[] = []
  let end = at
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? ''
    const match = pattern.exec(line)
    if (match) items.push(match[1] ?? '')
    else if (/^\s{2,}\S/.test(line) && items.length > 0) items.push(`${items.pop() ?? ''} ${line.trim()}`)
    else break
  }
  return { block: { kind: 'list', ordered, items: items.map(parseInline) }, next: end }
}

function takeQuote(lines: readonly string[], at: number): Taken {
  let end = at
  while (end < lines.length && (lines[end] ?? '').trimStart().startsWith('>')) end += 1
  const text = lines.slice(at, end).map((line) => line.trimStart().slice(1).trim())
  return { block: { kind: 'quote', content: parseInline(joinLines(text)) }, next: end }
}

function takeParagraph(lines: readonly string[], at: number): Taken {
  let end = at + 1
  while (end < lines.length && !startsBlock(lines, end)) end += 1
  const text = lines.slice(at, end).map((line) => line.trim())
  return { block: { kind: 'paragraph', content: parseInline(joinLines(text)) }, next: end }
}

function startsBlock(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? ''
  return (
    line.trim() === '' ||
    HEADING.test(line) ||
    BULLET.test(line) ||
    /^\s*\d+[.)]\s/.test(line) ||
    /^\s*(```|>)/.test(line) ||
    isTableStart(lines, at)
  )
}

/** Chinese lines are joined without a space, others with one. */
function joinLines(lines: readonly string[]): string {
  return lines.reduce((joined, line) => {
    const glue = /[\w.,;:)]$/.test(joined) && /^[\w(`*]/.test(line) ? ' ' : ''
    return joined === '' ? line : `${joined}${glue}${line}`
  }, '')
}

/** `code`, **bold**, and [text](address), of which only the text is kept. */
export function parseInline(text: string): Inline[] {
  const out: Inline[] = []
  const pattern = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\([^)]*\)/g
  let from = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) out.push({ kind: 'text', text: text.slice(from, match.index) })
    if (match[1] !== undefined) out.push({ kind: 'code', text: match[1] })
    else if (match[2] !== undefined) out.push({ kind: 'bold', text: match[2] })
    else out.push({ kind: 'text', text: match[3] ?? '' })
    from = match.index + match[0].length
  }
  if (from < text.length) out.push({ kind: 'text', text: text.slice(from) })
  return out
}
