import { DayInput } from '@yijian/web-kit'
import { Input, InputNumber, Select, Space } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import {
  AGE_UNITS,
  INSURANCES,
  MATERNITY,
  MODES,
  splitCodes,
  TIERS,
  TRIAL_MODES,
  type TrialClaim,
} from '../trial/claim.ts'

interface Props {
  readonly claim: TrialClaim
  readonly onChange: (patch: Partial<TrialClaim>) => void
}

/** The person and the visit. */
export function TrialFields({ claim, onChange }: Props) {
  return (
    <div className="trial-fields">
      <Field label="性别">
        <Choice
          label="性别"
          value={claim.gend}
          words={{ '1': '男', '2': '女' }}
          onChange={(gend) => onChange({ gend })}
        />
      </Field>
      <Field label="年龄">
        <AgeField claim={claim} onChange={onChange} />
      </Field>
      <Field label="生育状态">
        <Choice
          label="生育状态"
          value={claim.maternity}
          words={MATERNITY}
          onChange={(maternity) => onChange({ maternity })}
        />
      </Field>
      <Field label="险种">
        <Choice
          label="险种"
          value={claim.insutype}
          words={INSURANCES}
          onChange={(insutype) => onChange({ insutype })}
        />
      </Field>
      <Field label="就诊方式">
        <Choice label="就诊方式" value={claim.mode} words={MODE_WORDS} onChange={(mode) => onChange({ mode })} />
      </Field>
      <Field label="机构级别">
        <Choice label="机构级别" value={claim.tier} words={TIERS} onChange={(tier) => onChange({ tier })} />
      </Field>
      <Field label="科室">
        <Input
          aria-label="科室"
          maxLength={50}
          value={claim.dept}
          onChange={(event) => {
            onChange({ dept: event.target.value })
          }}
        />
      </Field>
      <Field label="就诊日期">
        <DayInput
          label="就诊日期"
          width="100%"
          value={claim.day}
          onChange={(day) => day !== undefined && onChange({ day })}
        />
      </Field>
      <Field label="诊断编码（第一个为主要诊断）" wide>
        <CodesInput
          label="诊断编码"
          placeholder="I10.x00，E11.900"
          codes={claim.dx}
          onChange={(dx) => onChange({ dx })}
        />
      </Field>
      <Field label="手术操作编码" wide>
        <CodesInput
          label="手术操作编码"
          placeholder="没有可不填"
          codes={claim.ops}
          onChange={(ops) => onChange({ ops })}
        />
      </Field>
    </div>
  )
}

const MODE_WORDS = Object.fromEntries(TRIAL_MODES.map((mode) => [mode, MODES[mode].label])) as Record<
  TrialClaim['mode'],
  string
>

interface FieldProps {
  readonly label: string
  readonly wide?: boolean
  readonly children: ReactNode
}

function Field({ label, wide = false, children }: FieldProps) {
  return (
    <div className={wide ? 'trial-field trial-wide' : 'trial-field'}>
      <span>{label}</span>
      {children}
    </div>
  )
}

function AgeField({ claim, onChange }: Props) {
  return (
    <Space.Compact block>
      <InputNumber
        aria-label="年龄"
        style={{ width: '100%' }}
        controls={false}
        min={0}
        max={2000}
        precision={0}
        value={claim.age}
        onChange={(age) => {
          if (age !== null) onChange({ age })
        }}
      />
      <Choice
        label="年龄单位"
        width={72}
        value={claim.ageUnit}
        words={AGE_UNITS}
        onChange={(ageUnit) => onChange({ ageUnit })}
      />
    </Space.Compact>
  )
}

interface ChoiceProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly words: Readonly<Record<T, string>>
  readonly width?: number | string
  readonly onChange: (value: T) => void
}

function Choice<T extends string>({ label, value, words, width = '100%', onChange }: ChoiceProps<T>) {
  return (
    <Select<T>
      aria-label={label}
      style={{ width }}
      popupMatchSelectWidth={false}
      value={value}
      options={(Object.keys(words) as T[]).map((key) => ({ value: key, label: words[key] }))}
      onChange={onChange}
    />
  )
}

interface CodesProps {
  readonly label: string
  readonly placeholder: string
  readonly codes: readonly string[]
  readonly onChange: (codes: string[]) => void
}

/** Codes as typed; taken apart when the field is left, so that a comma can be typed. */
function CodesInput({ label, placeholder, codes, onChange }: CodesProps) {
  const [text, setText] = useState(codes.join('，'))
  const given = codes.join('，')
  useEffect(() => {
    setText((now) => (splitCodes(now).join('，') === given ? now : given))
  }, [given])
  return (
    <Input
      aria-label={label}
      placeholder={placeholder}
      maxLength={400}
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        onChange(splitCodes(event.target.value))
      }}
    />
  )
}
