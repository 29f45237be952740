/** Widths of the printable ASCII characters in STSong-Light, from the space on. */
export const LATIN_WIDTHS = [
  207, 270, 342, 467, 462, 797, 710, 239, 374, 374, 423, 605, 238, 375, 238, 334, 462, 462, 462, 462, 462, 462, 462,
  462, 462, 462, 238, 238, 605, 605, 605, 344, 748, 684, 560, 695, 739, 563, 511, 729, 793, 318, 312, 666, 526, 896,
  758, 772, 544, 772, 628, 465, 607, 753, 711, 972, 647, 620, 607, 374, 333, 374, 606, 500, 239, 417, 503, 427, 529,
  415, 264, 444, 518, 241, 230, 495, 228, 793, 527, 524, 524, 504, 338, 336, 277, 517, 450, 652, 466, 452, 407, 370,
  258, 370, 605,
] as const

/** Width of a text in thousandths of its size: what is not ASCII takes a whole square. */
export function textWidth(text: string): number {
  let width = 0
  for (const char of text) width += LATIN_WIDTHS[char.codePointAt(0)! - 0x20] ?? 1000
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

/** Marks that may not end a line. */
const OPENING = /[（《“‘]$/

/** Lines of a paragraph: Chinese breaks anywhere but before a closing mark or after an opening one, a number or word stays together. */
export function wrap(text: string, most: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(/[\u0021-\u007e]+|[\s\S]/gu) ?? []) {
    if (line !== '' && textWidth(line + piece) > most && !CLOSING.has(piece)) {
      const opening = OPENING.test(line) && line.length > 1 ? line.slice(-1) : ''
      lines.push(opening === '' ? line : line.slice(0, -1))
      line = opening + (piece === ' ' ? '' : piece)
    } else line += piece
  }
  return line === '' ? lines : [...lines, line]
}

/** As a string in UTF-16BE, what the encoding of the fonts reads. Beyond the basic plane a square stands. */
export function encoded(text: string): string {
  const units = [...text].map((char) => (char.codePointAt(0)! > 0xffff ? 0x25a1 : char.codePointAt(0)!))
  return `<${units.map((unit) => unit.toString(16).padStart(4, '0')).join('')}>`
}
