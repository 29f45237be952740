import type { ReactNode } from 'react'

/** A column of a server-paged table. `sort` is the name the server sorts by; absent when it cannot. */
export interface DataColumn<T> {
  readonly key: string
  readonly title: string
  readonly render: (row: T) => ReactNode
  /** Fixed width; without one the column takes the room that is left, at least `minWidth`. */
  readonly width?: number
  readonly minWidth?: number
  readonly align?: 'left' | 'right' | 'center'
  readonly sort?: string
  readonly hint?: string
  /** Hidden until chosen in the column menu. */
  readonly optional?: boolean
  /** Cannot be hidden: the row would lose its name. */
  readonly always?: boolean
  /** The cell cuts long text with an ellipsis. */
  readonly ellipsis?: boolean
  readonly fixed?: 'left' | 'right'
}

export type Density = 'small' | 'middle' | 'large'
export interface TablePreferences {
  readonly density: Density
  /** Keys the user turned on or off; others follow the column's default. */
  readonly shown: Readonly<Record<string, boolean>>
}

export const DEFAULT_PREFERENCES: TablePreferences = { density: 'middle', shown: {} }

export function isShown<T>(column: DataColumn<T>, preferences: TablePreferences): boolean {
  if (column.always === true) return true
  return preferences.shown[column.key] ?? column.optional !== true
}

/** Reads what an earlier version may have written: anything unknown falls back to the default. */
export function parsePreferences(text: string | null): TablePreferences {
  if (text === null) return DEFAULT_PREFERENCES
  try {
    const value = JSON.parse(text) as Partial<Record<keyof TablePreferences, unknown>>
    const density = (['small', 'middle', 'large'] as const).find((known) => known === value.density)
    const shown = Object.entries(typeof value.shown === 'object' && value.shown !== null ? value.shown : {})
    return {
      density: density ?? DEFAULT_PREFERENCES.density,
      shown: Object.fromEntries(shown.filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean')),
    }
  } catch {
    return DEFAULT_PREFERENCES
  }
}
