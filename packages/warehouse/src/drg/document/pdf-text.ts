/** Width of a text in thousandths of its size: what is not ASCII takes a whole square, ASCII half of it. */
export function textWidth(text: string): number {
  let width = 0
  for (const char of text) width += char.codePointAt(0)! < 0x80 ? 500 : 1000
  return width
}

/** A line that fits, shortened with an ellipsis where it must be. */
export function fit(text: string, most: number): string {
  if (textWidth(text) <= most) return text
  let kept = ''
  for (const char of text) {
    if (textWidth(kept + char) > most - 1000) return `${kept}…`
    kept += char
  }
  return kept
}

/** Marks that may not begin a line. */
const CLOSING = new Set('，。；：、？！）》”’%')

/** Lines of a paragraph: Chinese breaks anywhere but before a closing mark, a number or word stays together. */
export function wrap(text: string, most: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(/[\u0021-\u007e]+|[\s\S]/gu) ?? []) {
    if (line !== '' && textWidth(line + piece) > most && !CLOSING.has(piece)) {
      lines.push(line)
      line = piece === ' ' ? '' : piece
    } else line += piece
  }
  return line === '' ? lines : [...lines, line]
}

/** As a string in UTF-16BE, what the encoding of the fonts reads. Beyond the basic plane a square stands. */
export function encoded(text: string): string {
  const units = [...text].map((char) => (char.codePointAt(0)! > 0xffff ? 0x25a1 : char.codePointAt(0)!))
  return `<${units.map((unit) => unit.toString(16).padStart(4, '0')).join('')}>`
}
