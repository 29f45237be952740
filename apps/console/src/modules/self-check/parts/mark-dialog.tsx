import { SELF_HIT_MARK_LABELS, type SelfHitMark } from '@yijian/contract'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'

const HINTS = {
  denied: '写明为什么不成立，例如病历、医嘱或政策依据。医保部门会看到这个理由。',
  pending: '需要再核实的，可写明待核什么。',
  confirmed: '可写补充说明。整改措施在“整改”页按规则填写。',
  open: '恢复为未处理。',
} as const satisfies Record<SelfHitMark, string>

const COMMON: Partial<Record<SelfHitMark, readonly string[]>> = {
  denied: [
    '病历记录有适应症，符合限定支付范围',
    '患者本人签字自费，未纳入医保结算',
    '项目编码对照错误，实际未发生',
    '抢救治疗需要，有病程记录',
  ],
  pending: ['待调阅病历', '待科室说明'],
}

interface Props {
  readonly mark: SelfHitMark
  readonly count: number
  readonly busy: boolean
  readonly onCancel: () => void
  readonly onConfirm: (reason: string) => void
}

/** 不属实 needs its reason; one reason for all that are chosen. */
export function MarkDialog({ mark, count, busy, onCancel, onConfirm }: Props) {
  const [reason, setReason] = useState('')
  const needed = mark === 'denied'
  const valid = !needed || reason.trim().length >= 4
  const common = COMMON[mark] ?? []
  return (
    <Modal
      open
      title={`${count === 1 ? '本条' : `${count} 条`}标为${SELF_HIT_MARK_LABELS[mark]}`}
      okText={`标为${SELF_HIT_MARK_LABELS[mark]}`}
      cancelText="取消"
      confirmLoading={busy}
      okButtonProps={{ disabled: !valid }}
      onCancel={onCancel}
      onOk={() => {
        onConfirm(reason.trim())
      }}
    >
      <p className="yj-secondary" style={{ marginBottom: 8 }}>
        {HINTS[mark]}
      </p>
      <Input.TextArea
        autoFocus
        rows={3}
        maxLength={500}
        showCount
        aria-label="理由"
        placeholder={needed ? '理由（至少 4 个字）' : '说明（可不填）'}
        value={reason}
        onChange={(event) => {
          setReason(event.target.value)
        }}
        onPressEnter={(event) => {
          if ((event.ctrlKey || event.metaKey) && valid) onConfirm(reason.trim())
        }}
      />
      {common.length === 0 ? null : (
        <div className="common-reasons">
          {common.map((text) => (
            <Button
              key={text}
              size="small"
              onClick={() => {
                setReason(text)
              }}
            >
              {text}
            </Button>
          ))}
        </div>
      )}
    </Modal>
  )
}
