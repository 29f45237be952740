import type { FindingDetail } from '@yijian/contract'
import { PurposeDialog, toClientError } from '@yijian/web-kit'
import { App } from 'antd'
import { useMemo, useState, type ReactNode } from 'react'
import { useCan } from '../../../shell/session.tsx'
import { useUnmask } from '../api.ts'
import type { Visit } from '../contract.ts'

export interface Reveal {
  /** The subject's number in clear, after a purpose was given. */
  readonly psnNo: string | null
  readonly relatedPsnNos: readonly string[]
  readonly visits: readonly Visit[]
  /** Absent when this account may not. */
  readonly ask: (() => void) | undefined
  readonly dialog: ReactNode
}

/** Numbers stay masked until somebody says what for; then all numbers of this finding are shown until the page is left. */
export function useReveal(detail: FindingDetail): Reveal {
  const allowed = useCan('subjects.unmask')
  const unmask = useUnmask(detail.findingId)
  const [asking, setAsking] = useState(false)
  const { message } = App.useApp()
  const clear = unmask.data
  const visits = useMemo(() => {
    const byVisit = new Map(clear?.visits.map((visit) => [visit.mdtrtId, visit.psnNo]))
    return detail.visits.map((visit) => ({ ...visit, psnNo: byVisit.get(visit.mdtrtId) ?? visit.psnNo }))
  }, [detail.visits, clear])
  return {
    psnNo: clear?.psnNo ?? null,
    relatedPsnNos: clear?.relatedPsnNos ?? detail.relatedPsnNos,
    visits,
    ask:
      allowed && !clear
        ? () => {
            setAsking(true)
          }
        : undefined,
    dialog: (
      <PurposeDialog
        open={asking}
        busy={unmask.isPending}
        onCancel={() => {
          setAsking(false)
        }}
        onConfirm={(purpose) => {
          unmask.mutate(purpose, {
            onSuccess: () => {
              setAsking(false)
              message.success('已显示完整编号，本次查看已记入审计日志')
            },
            onError: (error) => void message.error(toClientError(error).message),
          })
        }}
      />
    ),
  }
}
