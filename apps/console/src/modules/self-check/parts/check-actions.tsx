import { DeleteOutlined, DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import type { CheckDetail } from '@yijian/contract'
import { useNavigate } from '@tanstack/react-router'
import { downloadUrl, toClientError } from '@yijian/web-kit'
import { App, Button, Tooltip } from 'antd'
import { LinkButton } from '../../../shell/link-button.tsx'
import { client, useCheckAction, useDeleteCheck } from '../api.ts'

interface Props {
  readonly check: CheckDetail
  readonly onSubmit: () => void
}

/** What may be done with the check in its state; what is not yet possible says why. */
export function CheckActions({ check, onSubmit }: Props) {
  const { modal, message } = App.useApp()
  const withdraw = useCheckAction(check.checkId, 'withdrawCheck')
  const remove = useDeleteCheck()
  const navigate = useNavigate()
  const complain = (error: unknown) => message.error(toClientError(error).message)
  const isDraft = check.status === 'draft' || check.status === 'returned'
  const isReady = check.scan === 'ready'
  const isOver = check.scan === 'failed' || check.scan === 'cancelled'
  return (
    <>
      {check.status === 'draft' && (isReady || isOver) ? (
        <Button
          type="text"
          icon={<DeleteOutlined />}
          onClick={() => {
            void modal.confirm({
              title: '删除这张自查单？',
              content: '命中、认定、整改措施和附件会一并删除，不能恢复。',
              okText: '删除',
              okButtonProps: { danger: true },
              cancelText: '取消',
              onOk: () => remove.mutateAsync(check.checkId).then(() => void navigate({ to: '/self-check' }), complain),
            })
          }}
        >
          删除
        </Button>
      ) : null}
      {isReady ? (
        <>
          <LinkButton icon={<PrinterOutlined />} href={`/self-check/checks/${check.checkId}/print`}>
            打印
          </LinkButton>
          <Button
            icon={<DownloadOutlined />}
            onClick={() => {
              downloadUrl(client.url('checkReport', { params: { checkId: check.checkId } }))
            }}
          >
            报告（Excel）
          </Button>
        </>
      ) : null}
      {check.canWithdraw ? (
        <Button
          loading={withdraw.isPending}
          onClick={() => {
            void modal.confirm({
              title: '撤回自查报告？',
              content: '医保部门还没有打开。撤回后可以修改，再重新提交。',
              okText: '撤回',
              cancelText: '取消',
              onOk: () => withdraw.mutateAsync(undefined).then(() => message.success('已撤回'), complain),
            })
          }}
        >
          撤回
        </Button>
      ) : null}
      {isReady && isDraft ? (
        <Tooltip title={check.missing.length === 0 ? '' : <Missing missing={check.missing} />}>
          <Button type="primary" disabled={check.missing.length > 0} onClick={onSubmit}>
            {check.status === 'returned' ? '重新提交' : '提交医保部门'}
          </Button>
        </Tooltip>
      ) : null}
    </>
  )
}

function Missing({ missing }: { readonly missing: readonly string[] }) {
  return (
    <>
      {missing.slice(0, 6).map((text) => (
        <div key={text}>{text}</div>
      ))}
    </>
  )
}
