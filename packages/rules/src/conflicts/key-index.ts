import type { View } from './view.ts'

/** Two points that can match one code: `a` the one whose key is broader (or the first in the library). */
export interface Meeting {
  readonly a: View
  readonly b: View
  /** The narrower key's text: a code both match. */
  readonly code: string
  /** The broader key's text. */
  readonly broad: string
  /** Exact key of the same text, or the same prefix on both sides. */
  readonly same: boolean
}

interface Entry {
  readonly view: number
  readonly exact: boolean
}

/** Every pair of points that meet on a code, each pair once (on the same key if they have one). Only pairs the filter wants are kept. */
export function meetingsOf(views: readonly View[], wanted: (a: View, b: View) => boolean): Meeting[] {
  const { byText, prefixLengths } = indexOf(views)
  const found = new Map<number, Meeting>()
  const meet = ({ broad, narrow, text, code }: Touch) => {
    if (broad.view === narrow.view) return
    const same = text === code && broad.exact === narrow.exact
    const [low, high] = broad.view < narrow.view ? [broad.view, narrow.view] : [narrow.view, broad.view]
    const id = low * views.length + high
    const known = found.get(id)
    if (known && (known.same || !same)) return
    const [a, b] = same ? [views[low]!, views[high]!] : [views[broad.view]!, views[narrow.view]!]
    if (known || wanted(a, b)) found.set(id, { a, b, code, broad: text, same })
  }
  for (const [code, entries] of byText) {
    for (let i = 1; i < entries.length; i++)
      for (let j = 0; j < i; j++) {
        const [x, y] = [entries[i]!, entries[j]!]
        meet(x.exact && !y.exact ? { broad: y, narrow: x, text: code, code } : { broad: x, narrow: y, text: code, code }) // prettier-ignore
      }
    for (const length of prefixLengths) {
      if (length >= code.length) break
      const text = code.slice(0, length)
      for (const broad of byText.get(text) ?? [])
        if (!broad.exact) for (const narrow of entries) meet({ broad, narrow, text, code })
    }
  }
  return [...found.values()]
}

/** Two entries that match one code. */
interface Touch {
  readonly broad: Entry
  readonly narrow: Entry
  readonly text: string
  readonly code: string
}

function indexOf(views: readonly View[]) {
  const byText = new Map<string, Entry[]>()
  const lengths = new Set<number>()
  for (const [view, { keys }] of views.entries())
    for (const { text, exact } of keys) {
      const entries = byText.get(text)
      if (entries) entries.push({ view, exact })
      else byText.set(text, [{ view, exact }])
      if (!exact) lengths.add(text.length)
    }
  return { byText, prefixLengths: [...lengths].sort((a, b) => a - b) }
}
