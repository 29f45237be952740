import { rulesEndpoints } from '@yijian/contract'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endpointQuery, type CallInput, type CallOutput } from '@yijian/web-kit'
import { clientFor } from '../../shell/client.ts'

export const client = clientFor(rulesEndpoints)
type Inputs = { [K in keyof typeof rulesEndpoints]: CallInput<(typeof rulesEndpoints)[K]> }
export type TrialAnswer = CallOutput<typeof rulesEndpoints.tryRequest>
export type PointListQuery = Inputs['listPoints']['query']
export type PointDetailData = CallOutput<typeof rulesEndpoints.getPoint>
export type ReleaseData = CallOutput<typeof rulesEndpoints.getRelease>
export type DiffData = Omit<CallOutput<typeof rulesEndpoints.diffReleases>, 'to'>

/** What another person or a running hospital may change under our hands. */
const LIVE = [
  'listRuleKinds',
  'getRuleKind',
  'listPoints',
  'listReleases',
  'getRelease',
  'previewRelease',
  'ruleMonitor',
]

export function useRuleKinds() {
  return useQuery(endpointQuery(client, 'listRuleKinds', {}))
}

export function useRuleKind(kindId: string) {
  return useQuery(endpointQuery(client, 'getRuleKind', { params: { kindId } }))
}

export function usePoints(query: PointListQuery, enabled = true) {
  return useQuery({ ...endpointQuery(client, 'listPoints', { query }), placeholderData: keepPreviousData, enabled })
}

export function usePoint(kpId: string | undefined) {
  return useQuery({
    ...endpointQuery(client, 'getPoint', { params: { kpId: kpId ?? '' } }),
    enabled: kpId !== undefined && kpId !== '',
  })
}

export function useTryRequest() {
  return useMutation({ mutationFn: (body: Inputs['tryRequest']['body']) => client.call.tryRequest({ body }) })
}

export function useReleases() {
  return useQuery(endpointQuery(client, 'listReleases', {}))
}

export function useRelease(releaseId: string) {
  return useQuery(endpointQuery(client, 'getRelease', { params: { releaseId } }))
}

export function useReleaseDiff(from: string | undefined, to: string) {
  return useQuery({
    ...endpointQuery(client, 'diffReleases', { query: { from: from ?? '', to } }),
    enabled: from !== undefined && from !== to,
  })
}

export function useNextRelease() {
  return useQuery(endpointQuery(client, 'previewRelease', {}))
}

function useRefresh() {
  const queries = useQueryClient()
  return () => {
    for (const name of LIVE) void queries.invalidateQueries({ queryKey: [name] })
  }
}

export function useMovePoint() {
  const refresh = useRefresh()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Inputs['movePoint']) => client.call.movePoint(input),
    onSuccess: (detail, { params }) => {
      queries.setQueryData(endpointQuery(client, 'getPoint', { params: { kpId: params.kpId } }).queryKey, detail)
      refresh()
    },
  })
}

export function usePublishRelease() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (body: Inputs['publishRelease']['body']) => client.call.publishRelease({ body }),
    onSuccess: refresh,
  })
}

export function useActivateRelease() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (input: Inputs['activateRelease']) => client.call.activateRelease(input),
    onSuccess: refresh,
  })
}

export function useMonitor(query: Inputs['ruleMonitor']['query']) {
  return useQuery({
    ...endpointQuery(client, 'ruleMonitor', { query }),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  })
}

export function useJudges(query: Inputs['listJudges']['query']) {
  return useQuery({ ...endpointQuery(client, 'listJudges', { query }), placeholderData: keepPreviousData })
}
