import { rulesEndpoints, type LooseDraft } from '@yijian/contract'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endpointQuery, type CallInput, type CallOutput } from '@yijian/web-kit'
import { putJob } from '../../shell/jobs.ts'
import { sendFiles } from '../../shell/send-files.ts'
import { client } from './api.ts'

type Inputs = { [K in keyof typeof rulesEndpoints]: CallInput<(typeof rulesEndpoints)[K]> }
export type CodeSource = NonNullable<Inputs['searchCodes']['query']['source']>
export type BacktestData = CallOutput<typeof rulesEndpoints.getBacktest>

/** What the server makes of a draft while it is typed. */
export function useDraftCheck(draft: LooseDraft | undefined) {
  return useQuery({
    queryKey: ['checkDraft', JSON.stringify(draft)],
    queryFn: ({ signal }) => client.call.checkDraft({ body: draft as LooseDraft }, { signal }),
    enabled: draft !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

export function useTryDraft(draft: LooseDraft) {
  return useMutation({
    mutationFn: ({ infno, request }: { infno: '3101' | '3102'; request: unknown }) =>
      client.call.tryDraft({ body: { draft, infno, request } }),
  })
}

export function useCodeSearch(q: string, source: CodeSource) {
  return useQuery({
    ...endpointQuery(client, 'searchCodes', { query: { q, source } }),
    enabled: q.trim().length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  })
}

export function useCodeSets(enabled: boolean) {
  return useQuery({ ...endpointQuery(client, 'listCodeSets', {}), enabled, staleTime: 600_000 })
}

export function useArticles(enabled: boolean) {
  return useQuery({ ...endpointQuery(client, 'listArticles', {}), enabled })
}

/** A new point, or a new version of one. */
export function useSaveDraft() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ draft, baseVersion }: { draft: LooseDraft; baseVersion: number | undefined }) => {
      const { kindId, kpId, ...body } = draft
      return kpId === undefined || baseVersion === undefined
        ? client.call.createPoint({ body: { ...body, kindId } })
        : client.call.revisePoint({ params: { kpId }, body: { ...body, baseVersion } })
    },
    onSuccess: (detail) => {
      queries.setQueryData(
        endpointQuery(client, 'getPoint', { params: { kpId: detail.current.kpId } }).queryKey,
        detail,
      )
      void queries.invalidateQueries({ queryKey: ['listPoints'] })
      void queries.invalidateQueries({ queryKey: ['listRuleKinds'] })
    },
  })
}

export function usePointConflicts(kpId: string, version: number, enabled = true) {
  return useQuery({ ...endpointQuery(client, 'pointConflicts', { params: { kpId, version } }), enabled, gcTime: 0 })
}

export function useConflicts(query: Inputs['listConflicts']['query']) {
  return useQuery({ ...endpointQuery(client, 'listConflicts', { query }), placeholderData: keepPreviousData })
}

export function useConflict(conflictId: string | undefined) {
  return useQuery({
    ...endpointQuery(client, 'getConflict', { params: { conflictId: conflictId ?? '' } }),
    enabled: conflictId !== undefined,
  })
}

export function useCheckConflicts() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.call.checkConflicts({}),
    onSuccess: (job) => {
      putJob(queries, job)
    },
  })
}

export function useStartBacktest() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Inputs['startBacktest']) => client.call.startBacktest(input),
    onSuccess: ({ job }) => {
      putJob(queries, job)
      void queries.invalidateQueries({ queryKey: ['listBacktests'] })
    },
  })
}

export function useBacktests(query: Inputs['listBacktests']['query'], enabled = true) {
  return useQuery({ ...endpointQuery(client, 'listBacktests', { query }), placeholderData: keepPreviousData, enabled })
}

export function useBacktest(backtestId: string, running: boolean) {
  return useQuery({
    ...endpointQuery(client, 'getBacktest', { params: { backtestId } }),
    refetchInterval: (query) => (running && query.state.data?.finishedAt === null ? 2000 : false),
  })
}

/** The answer is put into the report at once; the server's figures follow. */
export function useLabelSample(backtestId: string) {
  const queries = useQueryClient()
  const { queryKey } = endpointQuery(client, 'getBacktest', { params: { backtestId } })
  return useMutation({
    mutationFn: (body: Inputs['labelSample']['body']) => client.call.labelSample({ params: { backtestId }, body }),
    onSuccess: (answer, { jrId, verdict, note = '' }) => {
      queries.setQueryData(
        queryKey,
        (before: BacktestData | undefined) =>
          before && {
            ...before,
            ...answer,
            samples: before.samples.map((sample) =>
              sample.jrId === jrId
                ? { ...sample, label: { verdict, note, by: '本人', at: new Date().toISOString() } }
                : sample,
            ),
          },
      )
      void queries.invalidateQueries({ queryKey: ['getPoint'] })
    },
  })
}

export function useRuleQuality(kindId: string, days: number) {
  return useQuery(endpointQuery(client, 'ruleQuality', { params: { kindId }, query: { days } }))
}

export function useBreaker(hours: number) {
  return useQuery({ ...endpointQuery(client, 'ruleBreaker', { query: { hours } }), refetchInterval: 15_000 })
}

export function useSetBreaker() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Inputs['setBreaker']['body']) => client.call.setBreaker({ body }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['ruleBreaker'] }),
  })
}

export function useResumeTrip() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Inputs['resumeTrip']) => client.call.resumeTrip(input),
    onSuccess: () => {
      for (const name of ['ruleBreaker', 'getPoint', 'listPoints', 'listRuleKinds'])
        void queries.invalidateQueries({ queryKey: [name] })
    },
  })
}

export function useReviewJudge() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Inputs['reviewJudge']) => client.call.reviewJudge(input),
    onSuccess: () => {
      for (const name of ['listJudges', 'ruleQuality', 'ruleBreaker'])
        void queries.invalidateQueries({ queryKey: [name] })
    },
  })
}

export function useCalibrations(query: Inputs['listCalibrations']['query']) {
  return useQuery({ ...endpointQuery(client, 'listCalibrations', { query }), placeholderData: keepPreviousData })
}

export function useAddCalibration() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Inputs['addCalibration']['body']) => client.call.addCalibration({ body }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['listCalibrations'] }),
  })
}

export function useImports() {
  return useQuery(endpointQuery(client, 'listImports', {}))
}

export function useImport(importId: string, query: Inputs['getImport']['query']) {
  return useQuery({
    ...endpointQuery(client, 'getImport', { params: { importId }, query }),
    placeholderData: keepPreviousData,
  })
}

export function useUploadPoints() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ file, ...query }: { file: File } & Inputs['importPoints']['query']) => {
      const body = await sendFiles({ url: client.url('importPoints', { query }), files: [file] })
      return rulesEndpoints.importPoints.response.parse(body)
    },
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['listImports'] }),
  })
}

function useDecided() {
  const queries = useQueryClient()
  return () => {
    for (const name of ['getImport', 'listImports', 'listPoints', 'listRuleKinds', 'listCalibrations'])
      void queries.invalidateQueries({ queryKey: [name] })
  }
}

export function useConfirmProposals(importId: string) {
  const refresh = useDecided()
  return useMutation({
    mutationFn: (body: Inputs['confirmProposals']['body']) =>
      client.call.confirmProposals({ params: { importId }, body }),
    onSuccess: refresh,
  })
}

export function useSkipProposals(importId: string) {
  const refresh = useDecided()
  return useMutation({
    mutationFn: (body: Inputs['skipProposals']['body']) => client.call.skipProposals({ params: { importId }, body }),
    onSuccess: refresh,
  })
}

export function useAnswerReminder() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Inputs['answerReminder']) => client.call.answerReminder(input),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['listJudges'] }),
  })
}

/** 用现行规则集扫描历史: the release in force over all settled data, as findings. */
export function useStartRuleRun() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.call.startRuleRun({ body: {} }),
    onSuccess: (job) => {
      putJob(queries, job)
    },
  })
}
