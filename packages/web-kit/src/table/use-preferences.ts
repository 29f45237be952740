import { useState } from 'react'
import { parsePreferences, type TablePreferences } from './columns.ts'

/** Columns and density of one table, remembered in this browser. */
export function usePreferences(tableId: string): [TablePreferences, (next: TablePreferences) => void] {
  const key = `yijian.table.${tableId}`
  const [preferences, setPreferences] = useState(() => parsePreferences(localStorage.getItem(key)))
  return [
    preferences,
    (next) => {
      localStorage.setItem(key, JSON.stringify(next))
      setPreferences(next)
    },
  ]
}
