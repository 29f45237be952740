import { REVIEW_REASON_LABELS } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { EmptyState, formatAmount, PageHeader, Section, Tag } from '@yijian/web-kit'
import { Button, Modal, Select } from 'antd'
import { useState } from 'react'
import { useAsk, useStep } from '../api.ts'
import { CodeName, Loaded, Plain, useNotify } from '../parts/bits.tsx'
import '../drg.css'

/** Which cases wait for my opinion? */
export function PanelPage() {
  const query = useAsk('myCases', {})
  const [editing, setEditing] = useState(false)
  return (
    <div className="yj-page">
      <PageHeader
        title="待我评议"
        lead="病例已隐去医疗机构和患者；请独立提出意见，提交后不能更改。"
        actions={
          <Button
            onClick={() => {
              setEditing(true)
            }}
          >
            专业与回避机构
          </Button>
        }
      />
      <Loaded query={query}>
        {({ rows }) => (
          <Section>
            {rows.length === 0 ? (
              <EmptyState title="没有待评议的病例">被选入专家组后，病例会显示在这里。</EmptyState>
            ) : (
              <Plain
                label="评议病例"
                columns={['病例', '病组', '申请理由', '天数', '总费用（元）', '我的意见']}
                right={[3, 4]}
                rows={rows.map((one) => ({
                  key: one.reviewId,
                  cells: [
                    <Link key="l" to={`/panel/${encodeURIComponent(one.reviewId)}`}>
                      {one.number}
                    </Link>,
                    <CodeName key="d" code={one.drg} name={one.drgName} />,
                    one.reasons.map((reason) => REVIEW_REASON_LABELS[reason]).join('、'),
                    one.los ?? '—',
                    one.cost === null ? '—' : formatAmount(one.cost),
                    one.own === null ? <Tag key="t" tone={one.declared === 'conflict' ? 'neutral' : 'warning'}>{one.declared === 'conflict' ? '已回避' : '待提交'}</Tag> : <Tag key="t" tone="success">已提交</Tag>, // prettier-ignore
                  ],
                }))}
              />
            )}
          </Section>
        )}
      </Loaded>
      {editing ? (
        <ProfileDialog
          onClose={() => {
            setEditing(false)
          }}
        />
      ) : null}
    </div>
  )
}

function ProfileDialog({ onClose }: { readonly onClose: () => void }) {
  const profile = useAsk('myProfile', {})
  const save = useStep('saveProfile')
  const [given, setGiven] = useState<{ specialties?: string[]; conflicts?: string[] }>({})
  const { done, failed } = useNotify()
  const specialties = given.specialties ?? profile.data?.specialties ?? []
  const conflicts = given.conflicts ?? profile.data?.conflicts ?? []
  return (
    <Modal
      open
      title="专业与回避机构"
      okText="保存"
      cancelText="取消"
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => {
        save.mutateAsync({ body: { specialties, conflicts } }).then(() => { done('已保存'); onClose() }, failed) // prettier-ignore
      }}
    >
      <label className="drg-field">
        <span>专业</span>
        <Select
          mode="tags"
          aria-label="专业"
          value={specialties}
          onChange={(next: string[]) => {
            setGiven({ ...given, specialties: next })
          }}
        />
      </label>{' '}
      {/* prettier-ignore */}
      <label className="drg-field"><span>任职或有利益关系的医疗机构（不会分到这些机构的病例）</span><Select mode="multiple" aria-label="回避机构" optionFilterProp="label" value={conflicts} options={(profile.data?.hospitals ?? []).map((one) => ({ value: one.code, label: one.name }))} onChange={(next: string[]) => { setGiven({ ...given, conflicts: next }) }} /></label>{' '}
      {/* prettier-ignore */}
    </Modal>
  )
}
