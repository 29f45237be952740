/** 自查单状态. What the institution and the bureau see; who may move it is in `CHECK_TRANSITIONS`. */
export const CHECK_STATUSES = ['draft', 'submitted', 'accepted', 'returned', 'closed'] as const
export type CheckStatus = (typeof CHECK_STATUSES)[number]
export const CHECK_STATUS_LABELS = {
  draft: '草稿',
  submitted: '已提交',
  accepted: '已受理',
  returned: '退回补充',
  closed: '已办结',
} as const satisfies Record<CheckStatus, string>

export const CHECK_MOVES = ['submit', 'withdraw', 'accept', 'return', 'close'] as const
export type CheckMove = (typeof CHECK_MOVES)[number]
export const CHECK_MOVE_LABELS = {
  submit: '提交',
  withdraw: '撤回',
  accept: '受理',
  return: '退回补充',
  close: '办结',
} as const satisfies Record<CheckMove, string>

export interface CheckTransition {
  readonly move: CheckMove
  readonly to: CheckStatus
  readonly side: 'institution' | 'bureau'
  /** Only while the bureau has not opened what was sent. A withdrawn supplement goes back to `returned`. */
  readonly unopened?: true
}

/** Status → what may come next. The server refuses everything else. */
export const CHECK_TRANSITIONS = {
  draft: [{ move: 'submit', to: 'submitted', side: 'institution' }],
  submitted: [
    { move: 'withdraw', to: 'draft', side: 'institution', unopened: true },
    { move: 'accept', to: 'accepted', side: 'bureau' },
    { move: 'return', to: 'returned', side: 'bureau' },
  ],
  returned: [{ move: 'submit', to: 'submitted', side: 'institution' }],
  accepted: [
    { move: 'return', to: 'returned', side: 'bureau' },
    { move: 'close', to: 'closed', side: 'bureau' },
  ],
  closed: [],
} as const satisfies Record<CheckStatus, readonly CheckTransition[]>

/** 筛查进度. */
export const SCAN_STATES = ['queued', 'running', 'ready', 'failed', 'cancelled'] as const
export type ScanState = (typeof SCAN_STATES)[number]

/** 自查结论 of one hit. */
export const SELF_HIT_MARKS = ['open', 'confirmed', 'denied', 'pending'] as const
export type SelfHitMark = (typeof SELF_HIT_MARKS)[number]
export const SELF_HIT_MARK_LABELS = {
  open: '未处理',
  confirmed: '属实',
  denied: '不属实',
  pending: '待核',
} as const satisfies Record<SelfHitMark, string>

/** Days that uploaded files and what was made from them are kept. */
export const UPLOAD_KEEP_DAYS = 30
