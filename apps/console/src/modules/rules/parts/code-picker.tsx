import { formatCount } from '@yijian/web-kit'
import { Button, Dropdown, Select } from 'antd'
import { useState } from 'react'
import { useDelayed } from '../../../shell/use-delayed.ts'
import { useCodeSearch, useCodeSets, type CodeSource } from '../lifecycle-api.ts'
import { splitCodes } from '../trial/claim.ts'

interface Props {
  readonly label: string
  readonly value: readonly string[]
  readonly onChange: (codes: string[]) => void
  /** What the search looks through; the first one is where it begins. */
  readonly sources: readonly CodeSource[]
  /** Codes as they stand in a parameter: without `dx:` and `*`. */
  readonly bare?: boolean
  readonly status?: 'error' | ''
}

const isCode = (text: string): boolean => /[0-9A-Za-z]/.test(text)

const SOURCE_WORDS: Readonly<Record<CodeSource, string>> = { item: '项目', dx: '诊断', op: '手术' }
const DOMAINS: Readonly<Record<string, CodeSource>> = { item: 'item', diagnosis: 'dx', operation: 'op' }

/** Codes by searching names, by typing or pasting, or whole code sets; `*` at the end covers all that begin so. */
export function CodePicker({ label, value, onChange, sources, bare = false, status = '' }: Props) {
  const [text, setText] = useState('')
  const [source, setSource] = useState<CodeSource>(sources[0] ?? 'item')
  const [names, setNames] = useState<Readonly<Record<string, string>>>({})
  const settled = useDelayed(text, 250)
  const found = useCodeSearch(settled, source)
  const rows = settled.trim().length >= 2 ? (found.data?.rows ?? []) : []
  const codeOf = (code: string) => (bare ? code.replace(/^\w+:/, '').replace(/\*$/, '') : code)
  const options = rows.map((row) => ({ value: codeOf(row.code), label: row.name, code: codeOf(row.code) }))
  return (
    <div className="code-picker">
      <Select
        mode="tags"
        aria-label={label}
        status={status}
        style={{ width: '100%' }}
        maxTagCount={24}
        tokenSeparators={[',', '，', ' ', '\n', '、', ';']}
        placeholder={`输入${SOURCE_WORDS[source]}名称或编码查找；可粘贴多个编码；以 * 结尾表示前缀`}
        value={[...value]}
        searchValue={text}
        onSearch={setText}
        filterOption={false}
        loading={found.isFetching}
        options={options}
        optionRender={({ data }) => (
          <span className="code-option">
            <span>{data.label}</span>
            <code>{data.code}</code>
          </span>
        )}
        tagRender={({ value: code, onClose, closable }) => (
          <span className="code-tag" title={names[String(code)]}>
            <code>{String(code)}</code>
            {names[String(code)] === undefined ? null : <small>{names[String(code)]}</small>}
            {closable ? (
              <button type="button" aria-label={`移除 ${String(code)}`} onClick={onClose}>
                ×
              </button>
            ) : null}
          </span>
        )}
        onChange={(codes: string[]) => {
          const known = Object.fromEntries(options.map((option) => [option.code, option.label]))
          setNames({ ...names, ...known })
          setText('')
          // A name that was only typed is no code: it stands for the first code found by it.
          const chosen = codes
            .flatMap((code) => splitCodes(code))
            .map((code) => (isCode(code) ? code : options[0]?.code))
          onChange([...new Set(chosen.filter((code) => code !== undefined))])
        }}
        notFoundContent={settled.trim().length < 2 ? '至少输入两个字' : '没有找到；直接回车可按输入的编码加入'}
      />
      <div className="yj-row code-picker-foot">
        {sources.length > 1
          ? sources.map((one) => (
              <Button
                key={one}
                size="small"
                type={one === source ? 'primary' : 'default'}
                ghost={one === source}
                onClick={() => {
                  setSource(one)
                }}
              >
                {SOURCE_WORDS[one]}
              </Button>
            ))
          : null}
        <SetMenu
          sources={sources}
          bare={bare}
          onAdd={(codes, known) => {
            setNames({ ...names, ...known })
            onChange([...new Set([...value, ...codes])])
          }}
        />
        <span className="yj-muted yj-small">{value.length === 0 ? '' : `共 ${formatCount(value.length)} 个`}</span>
      </div>
    </div>
  )
}

interface SetMenuProps {
  readonly sources: readonly CodeSource[]
  readonly bare: boolean
  readonly onAdd: (codes: string[], names: Record<string, string>) => void
}

/** 代码集: its members become codes of this point, so that a later change of the set changes nothing that was published. */
function SetMenu({ sources, bare, onAdd }: SetMenuProps) {
  const [wanted, setWanted] = useState(false)
  const sets = useCodeSets(wanted)
  const rows = (sets.data?.rows ?? []).filter(({ domain, members }) => {
    const source = DOMAINS[domain]
    return source !== undefined && sources.includes(source) && members.length > 0
  })
  const items = rows.map(({ setId, label, members }) => ({ key: setId, label: `${label}（${members.length} 个）` }))
  return (
    <Dropdown
      trigger={['click']}
      onOpenChange={setWanted}
      menu={{
        items:
          items.length > 0
            ? items
            : [{ key: '', label: sets.isFetching ? '正在读取' : '没有可用的代码集', disabled: true }],
        style: { maxHeight: 320, overflowY: 'auto' },
        onClick: ({ key }) => {
          const set = rows.find(({ setId }) => setId === key)
          if (!set) return
          const source = DOMAINS[set.domain] ?? 'item'
          const keyOf = (code: string) => (bare ? code : `${source === 'item' ? '' : `${source}:`}${code}*`)
          onAdd(
            set.members.map(({ code }) => keyOf(code)),
            Object.fromEntries(set.members.map(({ code, name }) => [keyOf(code), name])),
          )
        },
      }}
    >
      <Button size="small">插入代码集</Button>
    </Dropdown>
  )
}
