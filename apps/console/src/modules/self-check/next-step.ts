import type { CheckRow } from '@yijian/contract'

export interface NextStep {
  readonly check: CheckRow | null
  readonly title: string
  readonly text: string
  readonly button: string
}

/** What the institution should do next: what the bureau waits for first, then what is begun, else a new check. */
export function nextStepOf(checks: readonly CheckRow[]): NextStep {
  const find = (test: (check: CheckRow) => boolean) => checks.find(test) ?? null
  const returned = find(({ status }) => status === 'returned')
  if (returned) {
    const until = returned.dueOn === null ? '' : `，请在 ${returned.dueOn} 前重新提交`
    return {
      check: returned,
      title: '医保部门退回了自查报告',
      text: `“${returned.title}”需要补充${until}。`,
      button: '查看意见并补充',
    }
  }
  const running = find(({ scan }) => scan === 'running' || scan === 'queued')
  if (running)
    return { check: running, title: '筛查正在进行', text: `“${running.title}”完成后即可逐条认定。`, button: '查看进度' }
  const open = find(({ scan, status, marks }) => scan === 'ready' && status === 'draft' && marks.open > 0)
  if (open) {
    return { check: open, title: `还有 ${open.marks.open} 条命中待认定`, text: `“${open.title}”，共 ${open.hits} 条命中。认定并写好整改措施后即可提交。`, button: '继续认定' } // prettier-ignore
  }
  const ready = find(({ scan, status }) => scan === 'ready' && status === 'draft')
  if (ready) return { check: ready, title: '自查已认定完，可以写整改措施并提交', text: `“${ready.title}”，属实 ${ready.marks.confirmed} 条。`, button: '去整改和提交' } // prettier-ignore
  return {
    check: null,
    title: checks.length === 0 ? '开始第一次自查' : '没有待办，可以开始新的自查',
    text: '选一段费用期间，用现行规则集筛查本机构的结算数据；或上传自己的文件。',
    button: '',
  }
}
