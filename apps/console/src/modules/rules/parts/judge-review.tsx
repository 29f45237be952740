import { VERDICT_LABELS, VERDICTS, type JudgeRow, type Verdict } from '@yijian/contract'
import { Tag, toClientError, type Tone } from '@yijian/web-kit'
import { App, Button, Input, Popover } from 'antd'
import { useState } from 'react'
import { useCan } from '../../../shell/session.tsx'
import { useReviewJudge } from '../lifecycle-api.ts'

const TONES = { right: 'success', wrong: 'danger', unclear: 'neutral' } as const satisfies Record<Verdict, Tone>

/** 核对 of one judge: is the reminder right? What auditors say here decides whether a point stays. */
export function JudgeReview({ judge }: { readonly judge: JudgeRow }) {
  const canReview = useCan('findings.label')
  const [open, setOpen] = useState(false)
  const [note, setNote] = useState(judge.review?.note ?? '')
  const review = useReviewJudge()
  const { message } = App.useApp()
  const said = judge.review ? (
    <span title={[judge.review.by, judge.review.note].filter(Boolean).join('：')}>
      <Tag tone={TONES[judge.review.verdict]}>{VERDICT_LABELS[judge.review.verdict]}</Tag>
    </span>
  ) : null
  if (!canReview) return said ?? <span className="yj-muted">未核对</span>
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      content={
        <div className="yj-stack-8" style={{ width: 260 }}>
          <Input
            aria-label="核对备注"
            placeholder="备注（可不填）"
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <div className="yj-row">
            {VERDICTS.map((verdict) => (
              <Button
                key={verdict}
                size="small"
                disabled={review.isPending}
                onClick={() => {
                  review.mutate(
                    { params: { judgeId: judge.judgeId }, body: { verdict, note } },
                    {
                      onSuccess: () => setOpen(false),
                      onError: (error) => void message.error(toClientError(error).message),
                    },
                  )
                }}
              >
                {VERDICT_LABELS[verdict]}
              </Button>
            ))}
          </div>
        </div>
      }
    >
      <button type="button" className="text-link" aria-label={`核对判定 ${judge.judgeId}`}>
        {said ?? '核对'}
      </button>
    </Popover>
  )
}
