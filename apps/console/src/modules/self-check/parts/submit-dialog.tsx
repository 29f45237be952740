import type { CheckDetail } from '@yijian/contract'
import { Amount, formatCount, toClientError } from '@yijian/web-kit'
import { Alert, App, Input, Modal } from 'antd'
import { useState } from 'react'
import { useSubmitCheck } from '../api.ts'

/** Says what will be sent, and what becomes of it, before it is. */
export function SubmitDialog({ check, onClose }: { readonly check: CheckDetail; readonly onClose: () => void }) {
  const [statement, setStatement] = useState('')
  const submit = useSubmitCheck(check.checkId)
  const { message } = App.useApp()
  const { marks } = check
  return (
    <Modal
      open
      width={560}
      title="提交自查报告"
      okText="确认提交"
      cancelText="再看看"
      confirmLoading={submit.isPending}
      onCancel={onClose}
      onOk={() => {
        submit.mutate(statement.trim(), {
          onSuccess: () => {
            message.success('已提交，医保部门打开前可以撤回')
            onClose()
          },
        })
      }}
    >
      {submit.error ? <Alert type="error" showIcon title={toClientError(submit.error).message} /> : null}
      <p>将向医保部门提交：</p>
      <ul className="submit-list">
        <li>
          全部 {formatCount(check.hits)} 条命中及其费用行：属实 {formatCount(marks.confirmed)} 条、不属实{' '}
          {formatCount(marks.denied)} 条（含理由）、待核 {formatCount(marks.pending)} 条
        </li>
        <li>
          属实金额 <Amount value={check.confirmedAmount} /> 元，拟退回 <Amount value={check.refund} /> 元
        </li>
        <li>
          {check.remedies.length} 条规则的整改措施，{check.files.length} 个附件
        </li>
        <li>无法判断和未执行的规则数量</li>
      </ul>
      <p className="yj-secondary">
        {check.source === 'upload' ? '上传的原始文件不会提交。' : ''}
        提交后不能再修改；医保部门打开前可以撤回，打开后需等对方退回补充。属实的问题会标记为“机构已自查”。
      </p>
      <Input.TextArea
        rows={3}
        maxLength={1000}
        showCount
        aria-label="情况说明"
        placeholder="情况说明（可不填），如自查组织情况、已先行退回的款项"
        value={statement}
        onChange={(event) => {
          setStatement(event.target.value)
        }}
      />
    </Modal>
  )
}
