import { SELF_HIT_MARK_LABELS, type SelfHitFilter, type SelfHitMark } from '@yijian/contract'
import { toClientError } from '@yijian/web-kit'
import { App } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { useMarkHits, useUndo } from './api.ts'

/** Which hits a conclusion is for. */
export type Target = { readonly jrIds: readonly string[] } | { readonly filter: SelfHitFilter; readonly count: number }

export interface Pending {
  readonly mark: SelfHitMark
  readonly target: Target
}

const countOf = (target: Target): number => ('jrIds' in target ? target.jrIds.length : target.count)

/** Gives conclusions to one or many hits; 不属实 asks for its reason first. */
export function useMarking(checkId: string, onDone: (target: Target) => void) {
  const mutation = useMarkHits(checkId)
  const undo = useUndo(checkId)
  const { message } = App.useApp()
  const [pending, setPending] = useState<Pending | null>(null)
  const { mutate } = mutation
  const apply = useCallback(
    ({ mark, target }: Pending, { reason, asked }: { reason: string; asked: boolean }) => {
      const chosen = 'jrIds' in target ? { jrIds: [...target.jrIds] } : { filter: target.filter }
      mutate(
        { ...chosen, mark, reason },
        {
          onSuccess: ({ changed }) => {
            const content = changed === 0 ? '没有变化' : `${changed} 条已标为${SELF_HIT_MARK_LABELS[mark]}`
            message.success({ content, key: 'mark' })
            if (!asked) return
            setPending(null)
            onDone(target)
          },
          onError: (error) => {
            message.error(toClientError(error).message)
          },
        },
      )
      // Without a question the person is on the next row already when the answer comes.
      if (!asked) onDone(target)
    },
    [mutate, message, onDone],
  )
  const ask = useCallback(
    (mark: SelfHitMark, target: Target, withDialog = mark === 'denied') => {
      if (countOf(target) === 0) return
      if (withDialog) setPending({ mark, target })
      else apply({ mark, target }, { reason: '', asked: false })
    },
    [apply],
  )
  return {
    ask,
    pending: pending && { ...pending, count: countOf(pending.target) },
    busy: mutation.isPending || undo.isPending,
    cancel: () => {
      setPending(null)
    },
    confirm: (reason: string) => {
      if (pending) apply(pending, { reason, asked: true })
    },
    undo: () => {
      undo.mutate(undefined, {
        onSuccess: () => {
          message.success('已撤销上一步')
        },
        onError: (error) => {
          message.error(toClientError(error).message)
        },
      })
    },
  }
}

const OWN_KEYS = 'input, textarea, select, [contenteditable=true], .ant-modal, .ant-select-dropdown, [role=dialog]'
const MARK_KEYS: Readonly<Record<string, SelfHitMark>> = { y: 'confirmed', n: 'denied', w: 'pending' }

interface KeyActions {
  readonly enabled: boolean
  readonly onMark: (mark: SelfHitMark) => void
  readonly onToggle: () => void
  readonly onUndo: () => void
}

/** Y 属实, N 不属实, W 待核, X 选中, U 撤销: for the open row or the chosen ones. */
export function useMarkKeys({ enabled, onMark, onToggle, onUndo }: KeyActions): void {
  useEffect(() => {
    if (!enabled) return
    const listen = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      const isCheckbox = target.matches('input[type=checkbox]')
      if (event.ctrlKey || event.metaKey || event.altKey || (target.closest(OWN_KEYS) && !isCheckbox)) return
      const key = event.key.toLowerCase()
      const mark = MARK_KEYS[key]
      if (mark === undefined && key !== 'x' && key !== 'u') return
      event.preventDefault()
      if (mark !== undefined) onMark(mark)
      else if (key === 'x') onToggle()
      else onUndo()
    }
    document.addEventListener('keydown', listen)
    return () => {
      document.removeEventListener('keydown', listen)
    }
  }, [enabled, onMark, onToggle, onUndo])
}
