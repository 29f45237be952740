import { SearchOutlined } from '@ant-design/icons'
import type { SearchHit } from '@yijian/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { endpointQuery, ErrorState, Tag, type OutputOf } from '@yijian/web-kit'
import { Button, Input, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { platform } from '../client.ts'
import { useDelayed } from '../use-delayed.ts'
import type { PageEntry } from './menu.ts'

type Found = OutputOf<typeof SearchHit>
type Hit = Omit<Found, 'kind'> & { readonly kind: Found['kind'] | 'page' }
const KIND_LABELS = {
  institution: '机构',
  person: '参保人',
  visit: '就诊',
  finding: '疑点',
  item: '项目',
  model: '模型',
  page: '页面',
} as const satisfies Record<Hit['kind'], string>

interface Props {
  readonly pages: readonly PageEntry[]
  readonly narrow: boolean
}

/** Ctrl/⌘K: institutions, persons, settlements, findings, items, pages. */
export function GlobalSearch({ pages, narrow }: Props) {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setOpen(true)
      }
    }
    document.addEventListener('keydown', listen)
    return () => {
      document.removeEventListener('keydown', listen)
    }
  }, [])
  const show = () => {
    setOpen(true)
  }
  const hide = () => {
    setOpen(false)
  }
  return (
    <>
      {narrow ? (
        <Button type="text" icon={<SearchOutlined />} aria-label="搜索" onClick={show} />
      ) : (
        <button type="button" className="search-trigger" aria-label="搜索" onClick={show}>
          <SearchOutlined />
          <span>搜索机构、人员编号、结算号</span>
          <kbd>Ctrl K</kbd>
        </button>
      )}
      <Modal
        open={open}
        onCancel={hide}
        footer={null}
        closable={false}
        destroyOnHidden
        width={620}
        style={{ top: 84 }}
        styles={{ body: { padding: 0 } }}
      >
        <SearchBox pages={pages} onDone={hide} />
      </Modal>
    </>
  )
}

function SearchBox({ pages, onDone }: { readonly pages: readonly PageEntry[]; readonly onDone: () => void }) {
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const q = useDelayed(text.trim(), 180)
  const navigate = useNavigate()
  const query = useQuery({
    ...endpointQuery(platform, 'search', { query: { q } }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })
  const found: Hit[] = q === '' ? [] : (query.data?.hits ?? [])
  const hits = [...found, ...pageHits(pages, text.trim())]
  const go = (hit: Hit | undefined) => {
    if (!hit) return
    onDone()
    void navigate({ href: hit.to })
  }
  return (
    <div className="search-box">
      <Input
        autoFocus
        size="large"
        variant="borderless"
        prefix={<SearchOutlined />}
        placeholder="机构名称或编码、人员编号、结算号、就诊号、项目编码"
        aria-label="搜索内容"
        maxLength={64}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault()
            const step = event.key === 'ArrowDown' ? 1 : hits.length - 1
            setActive(hits.length === 0 ? 0 : (active + step) % hits.length)
          } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) go(hits[active])
        }}
      />
      {query.isError && q !== '' ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      <ul role="listbox" aria-label="搜索结果">
        {hits.map((hit, index) => (
          <li
            key={`${hit.kind}${hit.id}`}
            role="option"
            aria-selected={index === active}
            onMouseEnter={() => {
              setActive(index)
            }}
            onClick={() => {
              go(hit)
            }}
          >
            <Tag>{KIND_LABELS[hit.kind]}</Tag>
            <span className="yj-cell-2">
              <span>{hit.title}</span>
              {hit.subtitle === '' ? null : <small>{hit.subtitle}</small>}
            </span>
          </li>
        ))}
      </ul>
      {hits.length === 0 && q !== '' && query.isFetched && !query.isFetching ? (
        <p className="search-none">没有找到“{q}”。可按编码前几位或名称的一部分搜索；超出数据范围的内容不会出现。</p>
      ) : null}
    </div>
  )
}

function pageHits(pages: readonly PageEntry[], text: string): Hit[] {
  return pages
    .filter(({ label, module }) => label.includes(text) || module.includes(text))
    .map(({ to, label, module }) => ({
      kind: 'page',
      id: to,
      title: label,
      subtitle: label === module ? '' : module,
      to,
    }))
}
