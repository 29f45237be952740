import type { Job } from '@yijian/contract'

export type ChangedData = 'findings' | 'batches' | 'runs'

/** `owner` and `job.kind` decide who receives a job event; a data event only says that something changed. */
export type ServerEvent =
  | { readonly type: 'job'; readonly job: Job; readonly owner: string }
  | { readonly type: 'data'; readonly kind: ChangedData }

export interface EventHub {
  publish(event: ServerEvent): void
  subscribe(listener: (event: ServerEvent) => void): () => void
}

export function createEventHub(): EventHub {
  const listeners = new Set<(event: ServerEvent) => void>()
  return {
    publish: (event) => {
      for (const listener of listeners) listener(event)
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
