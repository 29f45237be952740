import { SEVERITY_LABELS, type DraftCheck, type LooseDraft, type RuleKindDetail } from '@yijian/contract'
import { DayInput, Section } from '@yijian/web-kit'
import { AutoComplete, Input, Select } from 'antd'
import { useArticles, type CodeSource } from '../lifecycle-api.ts'
import { CodePicker } from './code-picker.tsx'
import { EditorField } from './editor-field.tsx'
import { ParameterFields } from './parameter-fields.tsx'

interface Props {
  readonly kind: RuleKindDetail
  readonly draft: LooseDraft
  readonly problems: DraftCheck['problems']
  readonly onChange: (patch: Partial<LooseDraft>) => void
}

/** What a point of this kind consists of, in the order an expert thinks of it. */
export function EditorForm({ kind, draft, problems, onChange }: Props) {
  const problemOf = (field: string) => problems.find((problem) => problem.field === field)?.text
  return (
    <form
      className="yj-stack"
      aria-label="知识点"
      onSubmit={(event) => {
        event.preventDefault()
      }}
    >
      <Section title="对象">
        <div className="editor-grid">
          <EditorField label="名称" required wide problem={problemOf('name')}>
            <Input
              aria-label="名称"
              maxLength={200}
              value={draft.name}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          </EditorField>
          <EditorField
            label="对象编码"
            required
            wide
            problem={problemOf('keys')}
            hint="同一规则以最长的匹配为准：窄的盖住宽的"
          >
            <CodePicker
              label="对象编码"
              sources={sourcesOf(kind)}
              value={draft.keys}
              onChange={(keys) => onChange({ keys })}
            />
          </EditorField>
          {kind.partners === 'none' ? null : (
            <EditorField
              label={kind.partners === 'some' ? '对应编码（互斥、配套的另一方）' : '对应编码'}
              required={kind.partners === 'some'}
              wide
              problem={problemOf('partners')}
            >
              <CodePicker
                label="对应编码"
                sources={sourcesOf(kind)}
                value={draft.partners ?? []}
                onChange={(partners) => onChange({ partners })}
              />
            </EditorField>
          )}
        </div>
      </Section>
      <Section title="参数" note="不填的按规则默认">
        <ParameterFields
          parameters={kind.parameters}
          values={draft.params ?? {}}
          problem={problemOf('params')}
          onChange={(params) => onChange({ params })}
        />
      </Section>
      <BasisFields draft={draft} problemOf={problemOf} onChange={onChange} />
      <Section title="适用">
        <div className="editor-grid">
          <EditorField label="生效日期" required problem={problemOf('effBegin')} hint="按费用发生日期适用">
            <DayInput
              label="生效日期"
              width="100%"
              value={draft.effBegin}
              onChange={(day) => day !== undefined && onChange({ effBegin: day })}
            />
          </EditorField>
          <EditorField label="失效日期" problem={problemOf('effEnd')} hint="空着表示未定止期">
            <DayInput
              label="失效日期"
              width="100%"
              value={draft.effEnd ?? undefined}
              onChange={(day) => onChange({ effEnd: day ?? null })}
            />
          </EditorField>
          <EditorField label="严重程度" hint={`规则默认 ${SEVERITY_LABELS[kind.severity]}`}>
            <Select
              aria-label="严重程度"
              style={{ width: '100%' }}
              value={draft.severity ?? 0}
              options={[
                { value: 0, label: '按规则默认' },
                ...([1, 2, 3] as const).map((value) => ({ value, label: SEVERITY_LABELS[value] })),
              ]}
              onChange={(value: number) => onChange({ severity: value === 0 ? null : (value as 1 | 2 | 3) })}
            />
          </EditorField>
          <EditorField label="统筹区" hint="六位区划代码；空着表示全国口径">
            <Input
              aria-label="统筹区"
              maxLength={6}
              value={draft.area ?? ''}
              onChange={(event) => onChange({ area: event.target.value.trim() || null })}
            />
          </EditorField>
          {draft.area === null ? null : (
            <EditorField label="豁免文件" hint="本地口径宽于国家知识点时必填：文件名称和文号">
              <Input
                aria-label="豁免文件"
                maxLength={300}
                value={draft.exemption ?? ''}
                onChange={(event) => onChange({ exemption: event.target.value || null })}
              />
            </EditorField>
          )}
        </div>
      </Section>
      <MessageField kind={kind} draft={draft} problem={problemOf('message')} onChange={onChange} />
    </form>
  )
}

function sourcesOf({ sources }: RuleKindDetail): CodeSource[] {
  const known = [
    sources.includes('line') ? 'item' : '',
    sources.includes('dx') ? 'dx' : '',
    sources.includes('op') ? 'op' : '',
  ]
  const found = known.filter((one) => one !== '') as CodeSource[]
  return found.length === 0 ? ['item'] : found
}

type FieldProps = Pick<Props, 'draft' | 'onChange'> & { readonly problemOf: (field: string) => string | undefined }

/** 依据: documents already cited come up while typing, with their date. */
function BasisFields({ draft, problemOf, onChange }: FieldProps) {
  const known = useArticles(true).data?.rows ?? []
  const { basis } = draft
  const documents = [...new Map(known.map((row) => [row.document, row.date])).entries()]
  const set = (patch: Partial<LooseDraft['basis']>) => {
    onChange({ basis: { ...basis, ...patch } })
  }
  const articles = known.filter((row) => row.document === basis.document && row.article !== null)
  return (
    <Section title="依据" note="每次提醒都会写明">
      <div className="editor-grid">
        <EditorField label="文件" required wide problem={problemOf('basis.document')}>
          <AutoComplete
            aria-label="依据文件"
            style={{ width: '100%' }}
            value={basis.document}
            options={documents.map(([document]) => ({ value: document }))}
            filterOption={(text, option) => String(option?.value ?? '').includes(text)}
            onChange={(document: string) => set({ document })}
            onSelect={(document: string) =>
              set({ document, date: basis.date ?? documents.find(([one]) => one === document)?.[1] ?? null })
            }
          />
        </EditorField>
        <EditorField label="条款" required problem={problemOf('basis.article')}>
          <AutoComplete
            aria-label="条款"
            style={{ width: '100%' }}
            placeholder="如 第十五条"
            value={basis.article ?? ''}
            options={articles.map((row) => ({ value: row.article ?? '' }))}
            onChange={(article: string) => set({ article: article === '' ? null : article })}
          />
        </EditorField>
        <EditorField label="文件日期" required problem={problemOf('basis.date')}>
          <DayInput
            label="文件日期"
            width="100%"
            value={basis.date ?? undefined}
            onChange={(date) => set({ date: date ?? null })}
          />
        </EditorField>
        <EditorField label="条文内容" required wide problem={problemOf('basis.text')}>
          <Input.TextArea
            aria-label="条文内容"
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={2000}
            value={basis.text}
            onChange={(event) => set({ text: event.target.value })}
          />
        </EditorField>
      </div>
    </Section>
  )
}

/** The reminder's words; `{…}` are filled in from the hit. */
function MessageField({
  kind,
  draft,
  problem,
  onChange,
}: Pick<Props, 'kind' | 'draft' | 'onChange'> & { readonly problem: string | undefined }) {
  const used = [...kind.message.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? '')
  const facts = [...new Set([...used, '名称', '对方', '上限', '实际', '单位', '日期', '机构'])].filter((fact) =>
    kind.facts.includes(fact),
  )
  return (
    <Section title="提示文字" note="空着用规则的文字">
      <EditorField label="医师看到的话" wide problem={problem} hint={`规则的文字：${kind.message}`}>
        <Input.TextArea
          aria-label="提示文字"
          autoSize={{ minRows: 2, maxRows: 5 }}
          maxLength={500}
          placeholder={kind.message}
          value={draft.message ?? ''}
          onChange={(event) => onChange({ message: event.target.value === '' ? null : event.target.value })}
        />
      </EditorField>
      <div className="yj-row" style={{ marginTop: 8, flexWrap: 'wrap' }}>
        <span className="yj-muted yj-small">插入：</span>
        {facts.map((fact) => (
          <button
            key={fact}
            type="button"
            className="text-link yj-small"
            onClick={() => {
              onChange({ message: `${draft.message ?? kind.message}{${fact}}` })
            }}
          >
            {`{${fact}}`}
          </button>
        ))}
      </div>
    </Section>
  )
}
