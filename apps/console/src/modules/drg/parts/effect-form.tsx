import { SpecialEffect } from '@yijian/contract'
import { Input, Radio } from 'antd'
import { useState } from 'react'

/** Standard, another weight, or a share of the actual cost. */
export function EffectForm({ onChange }: { readonly onChange: (effect: SpecialEffect | null) => void }) {
  const [kind, setKind] = useState<SpecialEffect['effect'] | null>(null)
  const [number, setNumber] = useState('')
  const tell = (next: SpecialEffect['effect'], text: string) => {
    setKind(next)
    setNumber(text)
    const given = next === 'standard' ? { effect: next } : next === 'weight' ? { effect: next, weight: text } : { effect: next, share: text } // prettier-ignore
    const parsed = SpecialEffect.safeParse(given)
    onChange(parsed.success ? parsed.data : null)
  }
  return (
    <>
      <label className="drg-field">
        <span>处理意见</span>
        <Radio.Group
          value={kind}
          options={[
            { value: 'standard', label: '仍按病组标准' },
            { value: 'weight', label: '调整权重' },
            { value: 'actual', label: '按实际费用比例' },
          ]}
          onChange={(event) => {
            tell(event.target.value as SpecialEffect['effect'], '')
          }}
        />
      </label>
      {kind === 'weight' || kind === 'actual' ? (
        <label className="drg-field">
          <span>{kind === 'weight' ? '调整后的权重' : '支付比例（0–1）'}</span>
          <Input
            aria-label={kind === 'weight' ? '调整后的权重' : '支付比例'}
            value={number}
            inputMode="decimal"
            onChange={(event) => {
              tell(kind, event.target.value.trim())
            }}
          />
        </label>
      ) : null}
    </>
  )
}
