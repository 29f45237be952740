import { CalculatorOutlined, CheckSquareOutlined } from '@ant-design/icons'
import type { FindingDetail } from '@yijian/contract'
import { toClientError } from '@yijian/web-kit'
import { App, Button, Tooltip } from 'antd'
import { useState } from 'react'
import { useCan } from '../../../shell/session.tsx'
import { useRecompute } from '../api.ts'
import { LabelDialog } from './label-dialog.tsx'

interface Props {
  readonly detail: FindingDetail
  readonly busy: boolean
  readonly onJob: (jobId: string) => void
}

/** The next step of this role in this state. */
export function FindingActions({ detail, busy, onJob }: Props) {
  const canLabel = useCan('findings.label')
  const recompute = useRecompute(detail.findingId)
  const [labelling, setLabelling] = useState(false)
  const { message } = App.useApp()
  return (
    <>
      <Tooltip title="按该疑点保存的参数和数据快照重新推算，看是否仍然成立">
        <Button
          icon={<CalculatorOutlined />}
          loading={recompute.isPending}
          disabled={busy}
          onClick={() => {
            recompute.mutate(undefined, {
              onSuccess: (job) => {
                onJob(job.jobId)
              },
              onError: (error) => void message.error(toClientError(error).message),
            })
          }}
        >
          重新推算
        </Button>
      </Tooltip>
      {canLabel ? (
        <Button
          type="primary"
          icon={<CheckSquareOutlined />}
          onClick={() => {
            setLabelling(true)
          }}
        >
          {detail.status === 'new' ? '登记核实结论' : '修改核实结论'}
        </Button>
      ) : null}
      <LabelDialog
        open={labelling}
        detail={detail}
        onClose={() => {
          setLabelling(false)
        }}
      />
    </>
  )
}
