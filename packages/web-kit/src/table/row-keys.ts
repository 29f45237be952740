import { useEffect } from 'react'

export type RowMove = 'previous' | 'next' | 'enter' | 'close'

/** Which move a key means; typing in a field means none. */
export function moveOf(key: string): RowMove | null {
  switch (key) {
    case 'ArrowUp':
    case 'k':
      return 'previous'
    case 'ArrowDown':
    case 'j':
      return 'next'
    case 'Enter':
      return 'enter'
    case 'Escape':
      return 'close'
    default:
      return null
  }
}

/** The row reached from `active`; the first one when none is active, the same one at an end. */
export function neighbour(
  keys: readonly string[],
  active: string | undefined,
  move: 'previous' | 'next',
): string | undefined {
  const at = active === undefined ? -1 : keys.indexOf(active)
  if (at < 0) return keys[0]
  return keys[Math.min(keys.length - 1, Math.max(0, at + (move === 'next' ? 1 : -1)))]
}

interface Options {
  readonly keys: readonly string[]
  readonly active: string | undefined
  readonly onActive: (key: string | undefined) => void
  readonly onEnter: (key: string) => void
}

const OWN_KEYS =
  'input, textarea, select, [contenteditable=true], .ant-modal, .ant-select-dropdown, .ant-popover, .ant-dropdown, [role=dialog]'
const CLICKABLE = 'a, button, [role=menuitem], [role=tab], [role=button], summary'

/** ↑↓ (or j k) move through the rows, Enter opens the page, Esc closes the panel. */
export function useRowKeys({ keys, active, onActive, onEnter }: Options): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest(OWN_KEYS)) return
      const move = moveOf(event.key)
      if (move === null) return
      if (move === 'enter' && (active === undefined || target.closest(CLICKABLE))) return
      if (move === 'close' && active === undefined) return
      event.preventDefault()
      if (move === 'close') onActive(undefined)
      else if (move === 'enter') onEnter(active ?? '')
      else onActive(neighbour(keys, active, move))
    }
    document.addEventListener('keydown', listen)
    return () => {
      document.removeEventListener('keydown', listen)
    }
  }, [keys, active, onActive, onEnter])

  useEffect(() => {
    document.querySelector('[data-row-key-active="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active])
}
