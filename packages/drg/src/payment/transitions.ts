import { AppError } from '@yijian/kernel'

/** Who may take a step: 医疗机构, 经办机构, 评审专家. */
export const SIDES = { hospital: '医疗机构', agency: '经办机构', expert: '评审专家' } as const
export type Side = keyof typeof SIDES

/** State → step → where it leads and whose step it is. What is not in the table cannot happen. */
export type Transitions<State extends string, Step extends string> = Readonly<
  Record<State, Partial<Readonly<Record<Step, { readonly to: State; readonly side: Side }>>>>
>

/** The state after a step. Throws `conflict` for a step that the state does not know, `denied` for one that is another side's. */
export function nextState<State extends string, Step extends string>(
  table: Transitions<State, Step>,
  state: State,
  { step, side }: { readonly step: Step; readonly side: Side },
): State {
  const found = table[state][step]
  if (!found) throw new AppError('conflict', 'step.impossible', '当前状态不能进行该操作', { state, step })
  if (found.side !== side)
    throw new AppError('denied', 'step.side', `该操作应由${SIDES[found.side]}进行`, { state, step, side })
  return found.to
}
