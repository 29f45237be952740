import { EXPERT_FIELD_LABELS, EXPERT_FIELDS } from '@yijian/contract'
import { toClientError } from '@yijian/web-kit'
import { Alert, App, Button, Form, Input, Modal, Select, Tooltip } from 'antd'
import { useState } from 'react'
import { useMovePoint, type PointDetailData } from '../api.ts'
import { ConditionList } from './condition-list.tsx'
import { SubmitDialog } from './submit-dialog.tsx'

type Move = PointDetailData['next'][number]
interface Expert {
  readonly name: string
  readonly field: (typeof EXPERT_FIELDS)[number]
  readonly opinion: string
}

/** What may be done with the newest version; what may not, says why. */
export function PointMoves({ detail }: { readonly detail: PointDetailData }) {
  const [chosen, setChosen] = useState<Move>()
  if (detail.next.length === 0) return null
  const why = detail.next[0]?.why ?? null
  return (
    <div className="yj-row" role="group" aria-label="流转">
      {detail.next.map((move) => (
        <Tooltip key={move.to} title={move.allowed ? undefined : move.why}>
          <Button
            disabled={!move.allowed}
            danger={move.to === 'retired' || move.to === 'suspended'}
            onClick={() => {
              setChosen(move)
            }}
          >
            {move.label}
          </Button>
        </Tooltip>
      ))}
      {detail.next.every((move) => !move.allowed) && why !== null ? (
        <span className="yj-muted yj-small">{why}</span>
      ) : null}
      {chosen?.to === 'review' ? (
        <SubmitDialog
          point={{ kpId: detail.current.kpId, version: newestOf(detail), name: detail.current.name }}
          onClose={() => {
            setChosen(undefined)
          }}
          onDone={() => {
            setChosen(undefined)
          }}
        />
      ) : chosen ? (
        <MoveDialog
          detail={detail}
          move={chosen}
          onClose={() => {
            setChosen(undefined)
          }}
        />
      ) : null}
    </div>
  )
}

const newestOf = (detail: PointDetailData): number =>
  detail.versions.reduce((top, one) => Math.max(top, one.version), detail.current.version)

interface DialogProps {
  readonly detail: PointDetailData
  readonly move: Move
  readonly onClose: () => void
}

function MoveDialog({ detail, move, onClose }: DialogProps) {
  const [form] = Form.useForm<{ opinion: string; override?: string; experts?: Expert[] }>()
  const mutation = useMovePoint()
  const { message } = App.useApp()
  const newest = newestOf(detail)
  const unmet = move.to === 'published' ? detail.conditions.filter(({ met }) => !met) : []
  return (
    <Modal
      open
      title={`${move.label}：${detail.current.name}`}
      okText={move.label}
      cancelText="取消"
      confirmLoading={mutation.isPending}
      onCancel={onClose}
      onOk={() => {
        form.submit()
      }}
    >
      {mutation.error ? (
        <Alert type="error" showIcon title={toClientError(mutation.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ opinion, override, experts }) => {
          mutation.mutate(
            {
              params: { kpId: detail.current.kpId, version: newest },
              body: { to: move.to, opinion, ...(override ? { override } : {}), ...(experts ? { experts } : {}) },
            },
            {
              onSuccess: () => {
                message.success(`已${move.label}`)
                onClose()
              },
            },
          )
        }}
      >
        <Form.Item name="opinion" label="意见" rules={[{ required: true, min: 2, message: '请写明意见，至少 2 个字' }]}>
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
        {move.to === 'published' && detail.conditions.length > 0 ? (
          <ConditionList conditions={detail.conditions} />
        ) : null}
        {unmet.length > 0 ? (
          <Form.Item
            name="override"
            label={`有 ${unmet.length} 项未达到，仍要发布的理由（留存备查）`}
            rules={[{ required: true, min: 2, message: '未达到条件须写明理由' }]}
          >
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
        ) : null}
        {move.experts ? <ExpertFields /> : null}
      </Form>
    </Modal>
  )
}

const NEEDED = [
  { field: 'clinical', name: '', opinion: '' },
  { field: 'clinical', name: '', opinion: '' },
  { field: 'coding', name: '', opinion: '' },
] as const satisfies readonly Expert[]

/** Two clinical experts and one of coding or prices sign. */
function ExpertFields() {
  return (
    <Form.List name="experts" initialValue={[...NEEDED]}>
      {(fields, { add }) => (
        <div className="yj-stack-8">
          <span className="yj-secondary">论证专家意见：至少两名临床专家、一名编码或价格专家。</span>
          {fields.map(({ key, name }) => (
            <div key={key} className="expert-fields">
              <Form.Item name={[name, 'field']} noStyle>
                <Select
                  aria-label="专业"
                  options={EXPERT_FIELDS.map((value) => ({ value, label: EXPERT_FIELD_LABELS[value] }))}
                />
              </Form.Item>
              <Form.Item name={[name, 'name']} noStyle rules={[{ required: true, message: '请填姓名' }]}>
                <Input aria-label="专家姓名" placeholder="姓名" maxLength={50} />
              </Form.Item>
              <Form.Item name={[name, 'opinion']} noStyle rules={[{ required: true, min: 2, message: '请填意见' }]}>
                <Input aria-label="专家意见" placeholder="意见" maxLength={500} />
              </Form.Item>
            </div>
          ))}
          <div>
            <Button
              size="small"
              onClick={() => {
                add({ field: 'pricing', name: '', opinion: '' })
              }}
            >
              增加专家
            </Button>
          </div>
        </div>
      )}
    </Form.List>
  )
}
