import { describe, expect, it } from 'vitest'
import { palettes, type Palette } from './tokens.ts'

function luminance(hex: string): number {
  const channel = (from: number) => {
    const c = parseInt(hex.slice(from, from + 2), 16) / 255
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

function pairs(p: Palette): [string, string, string][] {
  const risks = Object.entries(p.risk).map(([level, colour]): [string, string, string] => [
    level,
    colour,
    p.riskSoft[level as keyof Palette['risk']],
  ])
  const texts = [p.text, p.textSecondary, p.textTertiary, p.brand].flatMap((colour, index) =>
    [p.surface, p.page, p.surfaceSunken].map((ground): [string, string, string] => [`text ${index}`, colour, ground]),
  )
  return [
    ...risks,
    ...texts,
    ['brand tag', p.brand, p.brandSoft],
    ['danger', p.danger, p.dangerSoft],
    ['warning', p.warning, p.warningSoft],
    ['success', p.success, p.successSoft],
    ['appeal', p.appeal, p.appealSoft],
  ]
}

describe.each(['light', 'dark'] as const)('%s palette', (mode) => {
  it.each(pairs(palettes[mode]))('%s: %s on %s can be read (≥ 4.5)', (_, colour, ground) => {
    expect(contrast(colour, ground)).toBeGreaterThanOrEqual(4.5)
  })
})
