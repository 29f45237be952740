import { useMemo, type ReactNode } from 'react'
import { useTheme } from '../theme/provider.tsx'

/** Name and time behind pages with personal data, as a repeated background that survives a screenshot. */
export function Watermarked({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  const { mode } = useTheme()
  const image = useMemo(() => tile(text, mode === 'dark' ? '#ffffff' : '#0b2b30'), [text, mode])
  return (
    <div className="yj-watermarked">
      {children}
      <div className="yj-watermark" aria-hidden="true" style={{ backgroundImage: image }} />
    </div>
  )
}

function tile(text: string, colour: string): string {
  const safe = text.replace(/[<>&"']/g, '')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="190"><text x="20" y="120" transform="rotate(-18 160 95)" fill="${colour}" fill-opacity="0.055" font-size="13" font-family="sans-serif">${safe}</text></svg>`
  return `url("data:image/svg+xml;utf8,${encodeURIComponent(svg)}")`
}
