import { SEVERITY_LABELS } from '@yijian/contract'
import { findKind } from '@yijian/rules'
import type { ReminderRecord } from '../store/reminders.ts'

const REACTIONS = {
  1: '请修改医嘱；确需执行的，须填写理由。',
  2: '请确认并填写理由后继续。',
  3: '仅作提示，可直接继续。',
} as const

const STYLE = `*{box-sizing:border-box;margin:0}body{padding:16px;background:#f5f6f7;color:#1f2329;font:14px/1.6 "PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif}
h1{font-size:16px;margin-bottom:12px}article{background:#fff;border:1px solid #dfe3e6;border-left:4px solid #8a939c;border-radius:6px;padding:14px 16px;margin-bottom:12px}
article[data-severity="1"]{border-left-color:#b3261e}article[data-severity="2"]{border-left-color:#a85a00}.tag{display:inline-block;padding:0 8px;border-radius:4px;background:#eef0f2;font-size:12px;margin-right:8px}
[data-severity="1"] .tag{background:#fdeceb;color:#a3221b}[data-severity="2"] .tag{background:#fdf0e1;color:#8a4a00}.words{font-size:15px;line-height:1.7;margin:8px 0}
dl{display:grid;grid-template-columns:auto 1fr;gap:2px 12px;color:#1f2329}dt{color:#69727b}.foot{color:#4a525a;margin:8px 0}
textarea{width:100%;min-height:52px;padding:6px 8px;border:1px solid #c6ccd2;border-radius:4px;font:inherit}.row{display:flex;gap:8px;align-items:center;margin-top:8px;flex-wrap:wrap}
button{padding:5px 16px;border-radius:4px;border:1px solid #0b6e69;font:inherit;cursor:pointer;background:#fff;color:#0b6e69}button.main{background:#0b6e69;color:#fff}
.done{color:#1d6b34}.problem{color:#a3221b;margin-bottom:12px}`

export interface PanelView {
  readonly reminders: readonly ReminderRecord[]
  readonly token: string
  readonly problem?: string | undefined
}

/** The reminders of one call as the doctor reads them; plain HTML without scripts, so that any workstation shows it. */
export function panelPage({ reminders, token, problem }: PanelView): string {
  const open = reminders.filter(({ dspo_way, severity }) => dspo_way === null && severity < 3).length
  const head =
    reminders.length === 0
      ? '没有提醒'
      : open > 0
        ? `医保提醒 ${reminders.length} 条，${open} 条待处理`
        : `医保提醒 ${reminders.length} 条`
  return document(
    head,
    `<h1>${escape(head)}</h1>${problem === undefined ? '' : `<p class="problem" role="alert">${escape(problem)}</p>`}
    ${reminders.length === 0 ? '<p>本次医嘱没有需要提醒的内容。</p>' : ''}${reminders.map((row) => card(row, token)).join('')}`,
  )
}

export function failurePage(message: string): string {
  return document('医保提醒', `<p class="problem" role="alert">${escape(message)}</p>`)
}

function document(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`
}

function card(row: ReminderRecord, token: string): string {
  const name = findKind(row.kind)?.name ?? row.kind
  return `<article data-severity="${row.severity}" aria-label="${escape(`${SEVERITY_LABELS[row.severity]}：${name}`)}">
    <p><span class="tag">${SEVERITY_LABELS[row.severity]}</span><strong>${escape(name)}</strong></p>
    <p class="words">${escape(row.message)}</p>
    <dl><dt>依据</dt><dd>${escape(row.basis)}</dd></dl>
    <p class="foot">涉及金额 ${escape(row.amount)} 元。${row.dspo_way === null ? REACTIONS[row.severity] : ''}</p>${answer(row, token)}</article>`
}

function answer(row: ReminderRecord, token: string): string {
  if (row.dspo_way === '2') return '<p class="done">已选择返回修改医嘱。</p>'
  if (row.dspo_way === '1') return `<p class="done">已选择继续执行：${escape(row.reason ?? '')}</p>`
  return `<form method="post" action="/panel/answer"><input type="hidden" name="token" value="${escape(token)}"><input type="hidden" name="jr_id" value="${escape(row.jr_id)}">
    <textarea name="reason" maxlength="500" aria-label="理由" placeholder="继续执行须填写理由"></textarea>
    <div class="row"><button class="main" name="way" value="2">返回修改医嘱</button><button name="way" value="1">继续执行</button></div></form>`
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
