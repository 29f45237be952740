import { selfCheckEndpoints, type CheckDetail, type CheckRow, type SelfHitRow } from '@yijian/contract'
import { keepPreviousData, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { endpointQuery, type CallInput } from '@yijian/web-kit'
import { clientFor } from '../../shell/client.ts'

export const client = clientFor(selfCheckEndpoints)
type Inputs = { [K in keyof typeof selfCheckEndpoints]: CallInput<(typeof selfCheckEndpoints)[K]> }
export type HitListQuery = Inputs['listCheckHits']['query']

const isScanning = (check: Pick<CheckRow, 'scan'>): boolean => check.scan === 'queued' || check.scan === 'running'

export function useSelfCheckHome() {
  return useQuery({
    ...endpointQuery(client, 'selfCheckHome', {}),
    refetchInterval: (query) => (query.state.data?.recent.some(isScanning) ? 3000 : false),
  })
}

export function useChecks(query: Inputs['listChecks']['query']) {
  return useQuery({ ...endpointQuery(client, 'listChecks', { query }), placeholderData: keepPreviousData })
}

export function useCheck(checkId: string) {
  return useQuery({
    ...endpointQuery(client, 'getCheck', { params: { checkId } }),
    refetchInterval: (query) => (query.state.data && isScanning(query.state.data) ? 1500 : false),
  })
}

/** Whose view of the hits: the institution's own, or what was submitted. */
export type Side = 'institution' | 'bureau'

export function useHits(side: Side, { checkId, query }: { checkId: string; query: HitListQuery }) {
  const name = side === 'institution' ? 'listCheckHits' : 'listSubmissionHits'
  return useQuery({
    ...endpointQuery(client, name, { params: { checkId }, query }),
    placeholderData: keepPreviousData,
  })
}

export function useHit(side: Side, { checkId, jrId }: { checkId: string; jrId: string | undefined }) {
  const name = side === 'institution' ? 'getCheckHit' : 'getSubmissionHit'
  return useQuery({
    ...endpointQuery(client, name, { params: { checkId, jrId: jrId ?? '' } }),
    enabled: jrId !== undefined,
    placeholderData: keepPreviousData,
  })
}

/** The answer of a change is the check as it is now; lists are asked again. */
function putCheck(queries: QueryClient, check: CheckDetail): void {
  queries.setQueryData(endpointQuery(client, 'getCheck', { params: { checkId: check.checkId } }).queryKey, check)
  for (const name of ['selfCheckHome', 'listChecks']) void queries.invalidateQueries({ queryKey: [name] })
}

function refreshHits(queries: QueryClient): void {
  for (const name of ['listCheckHits', 'getCheckHit']) void queries.invalidateQueries({ queryKey: [name] })
}

/** The rows show their new conclusion before the server has answered. */
function showMarks(
  queries: QueryClient,
  jrIds: ReadonlySet<string>,
  change: Pick<SelfHitRow, 'mark' | 'markReason'>,
): void {
  queries.setQueriesData<{ readonly rows: readonly SelfHitRow[] }>({ queryKey: ['listCheckHits'] }, (page) =>
    page ? { ...page, rows: page.rows.map((row) => (jrIds.has(row.jrId) ? { ...row, ...change } : row)) } : page,
  )
}

export function useStartCheck() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Inputs['startCheck']['body']) => client.call.startCheck({ body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['selfCheckHome'] }),
  })
}

export function useMarkHits(checkId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Inputs['markCheckHits']['body']) => client.call.markCheckHits({ params: { checkId }, body }),
    onMutate: ({ jrIds, mark, reason }) => {
      if (jrIds) showMarks(queries, new Set(jrIds), { mark, markReason: reason ?? '' })
    },
    onError: () => {
      refreshHits(queries)
    },
    onSuccess: ({ check }) => {
      putCheck(queries, check)
      refreshHits(queries)
    },
  })
}

export function useUndo(checkId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.call.undoCheckStep({ params: { checkId } }),
    onSuccess: (check) => {
      putCheck(queries, check)
      refreshHits(queries)
    },
  })
}

export function useSaveRemedy(checkId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ kindId, ...body }: Inputs['saveRemedy']['body'] & { kindId: string }) =>
      client.call.saveRemedy({ params: { checkId, kindId }, body }),
    onSuccess: (check) => {
      putCheck(queries, check)
    },
  })
}

export function useSubmitCheck(checkId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (statement: string) => client.call.submitCheck({ params: { checkId }, body: { statement } }),
    onSuccess: (check) => {
      putCheck(queries, check)
    },
  })
}

export function useCheckAction(checkId: string, action: 'withdrawCheck' | 'cancelCheck') {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.call[action]({ params: { checkId } }),
    onSuccess: (check) => {
      putCheck(queries, check)
    },
  })
}

export function useDeleteCheck() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (checkId: string) => client.call.deleteCheck({ params: { checkId } }),
    onSuccess: (_, checkId) => {
      queries.removeQueries({ queryKey: endpointQuery(client, 'getCheck', { params: { checkId } }).queryKey })
      for (const name of ['selfCheckHome', 'listChecks']) void queries.invalidateQueries({ queryKey: [name] })
    },
  })
}

export function useRemoveFile(checkId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (fileId: string) => client.call.removeCheckFile({ params: { checkId, fileId } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['getCheck'] }),
  })
}

export function useSubmissions(query: Inputs['listSubmissions']['query']) {
  return useQuery({ ...endpointQuery(client, 'listSubmissions', { query }), placeholderData: keepPreviousData })
}

export function useSubmission(checkId: string) {
  return useQuery(endpointQuery(client, 'getSubmission', { params: { checkId } }))
}

export function useDecide(checkId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Inputs['decideSubmission']['body']) =>
      client.call.decideSubmission({ params: { checkId }, body }),
    onSuccess: (detail) => {
      queries.setQueryData(endpointQuery(client, 'getSubmission', { params: { checkId } }).queryKey, detail)
      void queries.invalidateQueries({ queryKey: ['listSubmissions'] })
    },
  })
}
