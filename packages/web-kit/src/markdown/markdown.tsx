import { useMemo } from 'react'
import { parseMarkdown, type Block, type Inline } from './parse.ts'

/** A model's page. Top headings become h3 so that they sit below the page's own. */
export function Markdown({ source }: { readonly source: string }) {
  const blocks = useMemo(() => parseMarkdown(source), [source])
  return (
    <div className="yj-markdown">
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  )
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading':
      return block.level <= 2 ? (
        <h3>
          <Line content={block.content} />
        </h3>
      ) : (
        <h4>
          <Line content={block.content} />
        </h4>
      )
    case 'paragraph':
      return (
        <p>
          <Line content={block.content} />
        </p>
      )
    case 'quote':
      return (
        <blockquote>
          <Line content={block.content} />
        </blockquote>
      )
    case 'code':
      return <pre>{block.text}</pre>
    case 'list':
      return <ListView block={block} />
    case 'table':
      return <TableView block={block} />
  }
}

function ListView({ block }: { readonly block: Extract<Block, { kind: 'list' }> }) {
  const items = block.items.map((item, index) => (
    <li key={index}>
      <Line content={item} />
    </li>
  ))
  return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>
}

function TableView({ block }: { readonly block: Extract<Block, { kind: 'table' }> }) {
  return (
    <div className="yj-scroll-x">
      <table className="yj-plain-table">
        <thead>
          <tr>
            {block.head.map((cell, index) => (
              <th key={index}>
                <Line content={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>
                  <Line content={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Line({ content }: { readonly content: readonly Inline[] }) {
  return content.map((part, index) => {
    if (part.kind === 'bold') return <strong key={index}>{part.text}</strong>
    if (part.kind === 'code') return <code key={index}>{part.text}</code>
    return <span key={index}>{part.text}</span>
  })
}
