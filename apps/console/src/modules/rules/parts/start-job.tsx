import type { Job } from '@yijian/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toClientError } from '@yijian/web-kit'
import { App, Button } from 'antd'
import { putJob } from '../../../shell/jobs.ts'
import { useCan } from '../../../shell/session.tsx'

interface StartJobProps {
  readonly label: string
  /** Said when it has begun. */
  readonly begun: string
  readonly isPrimary?: boolean
  readonly start: () => Promise<Job>
}

/** Begins a job of the monitor; nothing for whoever may not. */
export function StartJob({ label, begun, isPrimary = false, start }: StartJobProps) {
  const allowed = useCan('models.run')
  const queries = useQueryClient()
  const { message } = App.useApp()
  const step = useMutation({
    mutationFn: start,
    onSuccess: (job) => {
      putJob(queries, job)
      message.success(begun)
    },
    onError: (error) => void message.error(toClientError(error).message),
  })
  if (!allowed) return null
  return (
    <Button
      type={isPrimary ? 'primary' : 'default'}
      loading={step.isPending}
      onClick={() => {
        step.mutate()
      }}
    >
      {label}
    </Button>
  )
}
