import type { RuleParameter } from '@yijian/contract'
import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import { CloseOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { CodePicker } from './code-picker.tsx'
import { EditorField } from './editor-field.tsx'

type ParamValues = Readonly<Record<string, string | number | boolean>>
type Value = ParamValues[string] | undefined

interface Props {
  readonly parameters: readonly RuleParameter[]
  readonly values: ParamValues
  readonly onChange: (values: ParamValues) => void
  /** What is wrong with them, when anything is. */
  readonly problem: string | undefined
}

/** The parameters of the kind: those required and those in use, the others on request. Left empty, the kind's own value holds. */
export function ParameterFields({ parameters, values, onChange, problem }: Props) {
  const [added, setAdded] = useState<readonly string[]>([])
  const isShown = ({ name, required, default: own }: RuleParameter) =>
    required || values[name] !== undefined || own !== null || added.includes(name)
  const shown = parameters.filter(isShown)
  const others = parameters.filter((parameter) => !isShown(parameter))
  const set = (name: string, value: Value) => {
    const rest = Object.fromEntries(Object.entries(values).filter(([key]) => key !== name))
    onChange(value === undefined || value === '' || value === false ? rest : { ...rest, [name]: value })
  }
  if (parameters.length === 0) return <p className="yj-secondary">这类规则没有参数，由编码决定。</p>
  return (
    <div className="yj-stack-8">
      <div className="editor-grid">
        {shown.map((parameter) => (
          <EditorField
            key={parameter.name}
            label={parameter.label}
            required={parameter.required && parameter.default === null}
            hint={hintOf(parameter)}
            wide={isCodes(parameter.type)}
            aside={
              added.includes(parameter.name) || (!parameter.required && parameter.default === null) ? (
                <Button
                  type="text"
                  size="small"
                  icon={<CloseOutlined />}
                  aria-label={`去掉${parameter.label}`}
                  onClick={() => {
                    setAdded(added.filter((name) => name !== parameter.name))
                    set(parameter.name, undefined)
                  }}
                />
              ) : null
            }
          >
            <ParameterInput
              parameter={parameter}
              value={values[parameter.name]}
              onChange={(value) => {
                set(parameter.name, value)
              }}
            />
          </EditorField>
        ))}
      </div>
      {problem === undefined ? null : <p className="danger-text">{problem}</p>}
      {others.length === 0 ? null : (
        <Select
          aria-label="增加条件"
          placeholder="增加条件…"
          style={{ width: 220 }}
          showSearch={{ optionFilterProp: 'label' }}
          value={null}
          options={others.map(({ name, label }) => ({ value: name, label }))}
          onChange={(name: string | null) => {
            if (name !== null) setAdded([...added, name])
          }}
        />
      )}
    </div>
  )
}

const isCodes = (type: string): boolean => type === 'dx' || type === 'op' || type === 'items'

function hintOf({ hint, default: own, choices, unit, min, max }: RuleParameter): string {
  const bounds = max === null ? (min !== null && min > 0 ? `不小于 ${min}` : '') : `${min ?? 0} 至 ${max}`
  const word =
    own === null
      ? ''
      : `默认 ${choices.find(({ value }) => value === String(own))?.label ?? (own === true ? '是' : String(own))}${own === true ? '' : ` ${unit}`}`.trimEnd()
  return [hint, word, bounds === '' ? '' : `范围 ${bounds}`].filter(Boolean).join('；')
}

interface InputProps {
  readonly parameter: RuleParameter
  readonly value: Value
  readonly onChange: (value: Value) => void
}

function ParameterInput({ parameter, value, onChange }: InputProps) {
  const { type, label, choices } = parameter
  if (type === 'flag') return <FlagInput parameter={parameter} value={value} onChange={onChange} />
  if (isCodes(type)) return <CodesInput parameter={parameter} value={value} onChange={onChange} />
  if (type === 'words') return <WordsInput parameter={parameter} value={value} onChange={onChange} />
  if (choices.length > 0)
    return (
      <Select
        allowClear
        aria-label={label}
        style={{ width: '100%' }}
        popupMatchSelectWidth={false}
        placeholder={
          parameter.default === null
            ? '请选择'
            : (choices.find((one) => one.value === String(parameter.default))?.label ?? '')
        }
        value={value === undefined ? null : String(value)}
        options={[...choices]}
        onChange={(next: string | null | undefined) => {
          onChange(next === null || next === undefined ? undefined : type === 'integer' ? Number(next) : next)
        }}
      />
    )
  if (type === 'text')
    return <Input aria-label={label} maxLength={60} value={String(value ?? '')} onChange={(event) => onChange(event.target.value)} /> // prettier-ignore
  return <NumberInput parameter={parameter} value={value} onChange={onChange} />
}

function FlagInput({ parameter, value, onChange }: InputProps) {
  return (
    <Checkbox
      checked={value === undefined ? parameter.default === true : value === true}
      disabled={parameter.default === true}
      onChange={(event) => {
        onChange(event.target.checked ? true : undefined)
      }}
    >
      {parameter.default === true ? '规则已规定' : '是'}
    </Checkbox>
  )
}

function CodesInput({ parameter, value, onChange }: InputProps) {
  return (
    <CodePicker
      bare
      label={parameter.label}
      sources={[parameter.type === 'dx' ? 'dx' : parameter.type === 'op' ? 'op' : 'item']}
      value={wordsOf(value)}
      onChange={(codes) => {
        onChange(codes.join('|'))
      }}
    />
  )
}

function WordsInput({ parameter, value, onChange }: InputProps) {
  const { choices, label } = parameter
  return (
    <Select
      mode={choices.length > 0 ? 'multiple' : 'tags'}
      aria-label={label}
      style={{ width: '100%' }}
      tokenSeparators={['，', ',', '、']}
      placeholder={choices.length > 0 ? '可多选' : '可填多个，回车分隔'}
      value={wordsOf(value)}
      options={[...choices]}
      onChange={(words: string[]) => {
        onChange(words.join('|'))
      }}
    />
  )
}

const wordsOf = (value: Value): string[] => (value === undefined ? [] : String(value).split('|').filter(Boolean))

function NumberInput({ parameter, value, onChange }: InputProps) {
  const { type, unit, min, max, label } = parameter
  return (
    <InputNumber
      aria-label={label}
      style={{ width: '100%' }}
      controls={false}
      {...(min === null ? {} : { min })}
      {...(max === null ? {} : { max })}
      {...(type === 'integer' || type === 'money' ? { precision: type === 'money' ? 2 : 0 } : {})}
      suffix={unit}
      placeholder={parameter.default === null ? '' : String(parameter.default)}
      value={value === undefined ? null : Number(value)}
      onChange={(next) => {
        onChange(next === null ? undefined : type === 'money' ? next.toFixed(2) : next)
      }}
    />
  )
}
