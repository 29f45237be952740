import { rulesEndpoints, supervisionEndpoints, type FindingDetail } from '@yijian/contract'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endpointQuery, type CallInput } from '@yijian/web-kit'
import { clientFor } from '../../shell/client.ts'
import { putJob } from '../../shell/jobs.ts'

export const client = clientFor(supervisionEndpoints)
type Inputs = { [K in keyof typeof supervisionEndpoints]: CallInput<(typeof supervisionEndpoints)[K]> }

export function useFindings(query: Inputs['listFindings']['query']) {
  return useQuery({ ...endpointQuery(client, 'listFindings', { query }), placeholderData: keepPreviousData })
}

export function useFindingFacets(query: Inputs['findingFacets']['query']) {
  return useQuery({ ...endpointQuery(client, 'findingFacets', { query }), placeholderData: keepPreviousData })
}

const findingQuery = (findingId: string) => endpointQuery(client, 'getFinding', { params: { findingId } })

export function useFinding(findingId: string | undefined) {
  return useQuery({ ...findingQuery(findingId ?? ''), enabled: findingId !== undefined && findingId !== '' })
}

export function useFindingLines(input: Inputs['listFindingLines']) {
  return useQuery({ ...endpointQuery(client, 'listFindingLines', input), placeholderData: keepPreviousData })
}

export function useLabelFinding(findingId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Inputs['labelFinding']['body']) => client.call.labelFinding({ params: { findingId }, body }),
    onSuccess: (detail: FindingDetail) => {
      queries.setQueryData(findingQuery(findingId).queryKey, detail)
      for (const name of ['listFindings', 'findingFacets', 'listModels', 'getModel', 'overview', 'ruleQuality']) {
        void queries.invalidateQueries({ queryKey: [name] })
      }
    },
  })
}

export function useRecompute(findingId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.call.recompute({ params: { findingId } }),
    onSuccess: (job) => {
      putJob(queries, job)
    },
  })
}

export function useUnmask(findingId: string) {
  return useMutation({
    mutationFn: (purpose: string) => client.call.unmask({ params: { findingId }, body: { purpose } }),
  })
}

export function useModels() {
  return useQuery(endpointQuery(client, 'listModels', {}))
}

export function useModel(modelId: string) {
  return useQuery(endpointQuery(client, 'getModel', { params: { modelId } }))
}

export function useSetParameters(modelId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Inputs['setParameters']['body']) => client.call.setParameters({ params: { modelId }, body }),
    onSuccess: (detail) => {
      queries.setQueryData(endpointQuery(client, 'getModel', { params: { modelId } }).queryKey, detail)
    },
  })
}

export function useStartRun() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Inputs['startRun']['body']) => client.call.startRun({ body }),
    onSuccess: (job) => {
      putJob(queries, job)
    },
  })
}

const rules = clientFor({ startRuleRun: rulesEndpoints.startRuleRun })

/** 用规则集扫描历史. */
export function useStartRuleRun() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: CallInput<typeof rulesEndpoints.startRuleRun>['body']) => rules.call.startRuleRun({ body }),
    onSuccess: (job) => {
      putJob(queries, job)
    },
  })
}

export function useRuns(query: Inputs['listRuns']['query']) {
  return useQuery({ ...endpointQuery(client, 'listRuns', { query }), placeholderData: keepPreviousData })
}

export function useRun(runId: string) {
  return useQuery(endpointQuery(client, 'getRun', { params: { runId } }))
}

export function useInstitutions(query: Inputs['listInstitutions']['query']) {
  return useQuery({ ...endpointQuery(client, 'listInstitutions', { query }), placeholderData: keepPreviousData })
}

export function useInstitution(fixmedinsCode: string) {
  return useQuery(endpointQuery(client, 'getInstitution', { params: { fixmedinsCode } }))
}
