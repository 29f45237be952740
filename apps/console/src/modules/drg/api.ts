import { drgEndpoints, Job, UploadAnswer, type sharedDrgEndpoints } from '@yijian/contract'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endpointQuery, type CallInput, type CallOutput } from '@yijian/web-kit'
import { clientFor } from '../../shell/client.ts'
import { putJob } from '../../shell/jobs.ts'
import { sendFiles } from '../../shell/send-files.ts'
import { useCan } from '../../shell/session.tsx'

export const client = clientFor(drgEndpoints)
type Shared = typeof sharedDrgEndpoints
type All = typeof drgEndpoints

/** The bureau reads all hospitals, a hospital itself: the same pages at two addresses. */
export function useSide() {
  const isBureau = useCan('drg.read')
  return { isBureau, base: isBureau ? '/drg' : '/own-drg' }
}

const ownName = (name: string) => `own${name.charAt(0).toUpperCase()}${name.slice(1)}`

/** A question that both sides ask: the address follows from who asks. */
export function useShared<K extends keyof Shared>(
  name: K,
  input: CallInput<Shared[K]>,
  options: { readonly refetchInterval?: number | false; readonly enabled?: boolean } = {},
) {
  // prettier-ignore
  const { isBureau } = useSide()
  const key = (isBureau ? name : ownName(name)) as K
  return useQuery({ ...endpointQuery(client, key, input as CallInput<All[K]>), placeholderData: keepPreviousData, ...options }) // prettier-ignore
}

export function sharedUrl<K extends keyof Shared>(
  isBureau: boolean,
  name: K,
  input: Omit<CallInput<Shared[K]>, 'body'>,
): string {
  // prettier-ignore
  return client.url((isBureau ? name : ownName(name)) as K, input)
}

export function useAsk<K extends keyof All>(name: K, input: CallInput<All[K]>, enabled = true) {
  return useQuery({ ...endpointQuery(client, name, input), enabled })
}

/** A step: when it is done everything of this sub-system is asked again; a job that it began is shown in the tray. */
export function useStep<K extends keyof All>(name: K) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: CallInput<All[K]>): Promise<CallOutput<All[K]>> => client.call[name](input),
    onSuccess: (answer) => {
      const job = Job.safeParse((answer as { job?: unknown } | undefined)?.job ?? answer)
      if (job.success) putJob(queries, job.data)
      refresh(queries)
    },
  })
}

const NAMES = new Set(Object.keys(drgEndpoints))
function refresh(queries: ReturnType<typeof useQueryClient>): void {
  void queries.invalidateQueries({ predicate: ({ queryKey }) => NAMES.has(String(queryKey[0])) })
}

export function useRefresh() {
  const queries = useQueryClient()
  return () => {
    refresh(queries)
  }
}

export function useUploadLists() {
  const again = useRefresh()
  return useMutation({
    mutationFn: async (files: readonly File[]) => UploadAnswer.parse(await sendFiles({ url: drgEndpoints.uploadLists.path, files })), // prettier-ignore
    onSuccess: again,
  })
}

export function useAttach(reviewId: string) {
  const again = useRefresh()
  return useMutation({
    mutationFn: (files: readonly File[]) =>
      sendFiles({ url: client.url('attachReviewFile', { params: { reviewId } }), files }),
    onSuccess: again,
  })
}
