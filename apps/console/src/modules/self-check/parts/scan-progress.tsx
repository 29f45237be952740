import type { CheckDetail } from '@yijian/contract'
import { formatDuration, toClientError } from '@yijian/web-kit'
import { App, Button, Progress } from 'antd'
import { useCheckAction } from '../api.ts'

/** A scan at work: what it does, how long still, and the way to stop it. */
export function ScanProgress({ check }: { readonly check: CheckDetail }) {
  const cancel = useCheckAction(check.checkId, 'cancelCheck')
  const { message } = App.useApp()
  const { progress = null, step = null, secondsLeft = null } = check.job ?? {}
  const percent = progress === null ? 0 : Math.floor(progress * 100)
  const left = secondsLeft === null ? '' : `，约剩 ${formatDuration(secondsLeft * 1000)}`
  const waiting = check.scan === 'queued'
  return (
    <section className="yj-card scan-progress" aria-label="筛查进度">
      <div className="scan-progress-head">
        <div>
          <h2>{waiting ? '正在排队，等前面的任务完成' : '正在筛查'}</h2>
          <p className="yj-secondary">
            {waiting ? '可以离开本页，完成后会提示。' : `${step ?? '准备数据'}${left}。可以离开本页，筛查不会中断。`}
          </p>
        </div>
        <Button
          loading={cancel.isPending}
          onClick={() => {
            cancel.mutate(undefined, {
              onError: (error) => {
                message.error(toClientError(error).message)
              },
              onSuccess: () => {
                message.info('已取消筛查，没有产生结果')
              },
            })
          }}
        >
          取消筛查
        </Button>
      </div>
      <Progress percent={percent} status="active" />
    </section>
  )
}
