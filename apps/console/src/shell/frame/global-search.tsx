import { SearchOutlined } from '@ant-design/icons'
import type { SearchHit } from '@yijian/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { endpointQuery, ErrorState, Tag, type OutputOf } from '@yijian/web-kit'
import { Button, Input, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { platform } from '../client.ts'
import { useDelayed } from '../use-delayed.ts'
import type { MenuGroup } from './menu.ts'

type Hit = OutputOf<typeof SearchHit>
const KIND_LABELS = {
  institution: '机构',
  person: '参保人',
  visit: '就诊',
  finding: '疑点',
  item: '项目',
  page: '页面',
} as const satisfies Record<Hit['kind'], string>

interface Props {
  readonly menu: readonly MenuGroup[]
  readonly narrow: boolean
}

/** Ctrl/⌘K: institutions, persons, settlements, findings, items, pages. */
export function GlobalSearch({ menu, narrow }: Props) {
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
        <SearchBox menu={menu} onDone={hide} />
      </Modal>
    </>
  )
}

function SearchBox({ menu, onDone }: { readonly menu: readonly MenuGroup[]; readonly onDone: () => void }) {
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const q = useDelayed(text.trim(), 180)
  const navigate = useNavigate()
  const query = useQuery({
    ...endpointQuery(platform, 'search', { query: { q } }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })
  const pages = pageHits(menu, text.trim())
  const found = (q === '' ? [] : (query.data?.hits ?? [])).filter((hit) => hit.kind !== 'page')
  const hits = [...found, ...pages]
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

function pageHits(menu: readonly MenuGroup[], text: string): Hit[] {
  return menu
    .flatMap((group) => group.entries)
    .filter((entry) => entry.label.includes(text))
    .map((entry) => ({ kind: 'page', id: entry.to, title: entry.label, subtitle: '', to: entry.to }))
}
